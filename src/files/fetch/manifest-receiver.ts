/**
 * The list, as one provider tells it to us: ahead of the link where it is short (S13), then by pages, in order (M4).
 * Checked.
 */
import type { ManifestMessage, SenderMessage } from '../../protocol/messages/control-message.ts';
import { BeamError } from '../../protocol/errors.ts';
import type { Preview } from '../../protocol/messages/peer-message.ts';
import type { ShareVerifier } from '../../rendezvous/share-key.ts';
import type { Token } from '../../rendezvous/token.ts';
import { ManifestIntake } from '../../transfer/exchange/manifest-intake.ts';
import { checkedFiles, verifierOf, withdrawnFiles, type CheckedManifest } from './checked-manifest.ts';

type Page = Extract<SenderMessage, { type: 'page' }>;

/** A short list, ahead of the link (S13). @throws BeamError when it is not the share's */
export async function manifestOfPreview(preview: Preview, token: Token): Promise<CheckedManifest> {
  const { verifier, isHosts } = await verifierOf(preview, token);
  const files = await checkedFiles(preview.head, [preview.page]);
  const { page, ...announcement } = preview;
  return {
    head: preview.head,
    verifier,
    isHosts,
    files,
    withdrawn: await withdrawnFiles(files, verifier),
    told: { announcement: { type: 'manifest', ...announcement }, pages: [page] },
  };
}

export class ManifestReceiver {
  /** Whole. */
  manifest: CheckedManifest | undefined;
  private intake:
    | {
        readonly announcement: ManifestMessage;
        readonly verifier: ShareVerifier;
        readonly isHosts: boolean;
        readonly pages: ManifestIntake;
      }
    | undefined;

  private readonly token: Token;
  private readonly ask: (first: number, count: number) => void;

  /** @param ask for pages */
  constructor(token: Token, ask: (first: number, count: number) => void) {
    this.token = token;
    this.ask = ask;
  }

  get hasBegun(): boolean {
    return this.intake !== undefined;
  }

  /** @throws BeamError when it is said twice, or is not the share's */
  async gotAnnouncement(message: ManifestMessage): Promise<void> {
    if (this.intake !== undefined) throw new BeamError('peer-misbehaved');
    this.intake = {
      announcement: message,
      ...(await verifierOf(message, this.token)),
      pages: new ManifestIntake(message.head),
    };
  }

  /** With the last page the list. @throws BeamError when it is not what was announced or asked for */
  async gotPage({ page, text }: Page): Promise<CheckedManifest | undefined> {
    if (this.intake === undefined) throw new BeamError('peer-misbehaved');
    const { announcement, verifier, isHosts, pages } = this.intake;
    const { head, withdrawal } = announcement;
    const result = pages.gotPage(page, text);
    if (result.type === 'bad') throw new BeamError('manifest-bad');
    if (result.type === 'ask') this.ask(result.first, result.count);
    if (result.type !== 'whole') return undefined;
    const files = await checkedFiles(head, result.pages);
    const withdrawn = await withdrawnFiles(files, verifier, withdrawal);
    this.manifest = { head, verifier, isHosts, files, withdrawn, told: { announcement, pages: result.pages } };
    return this.manifest;
  }
}
