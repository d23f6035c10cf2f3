/**
 * The list, as one provider tells it to us: ahead of the link where it is short (S13), then by pages, in order (M4).
 * Checked.
 */
import type { ManifestMessage, SenderMessage } from '../../protocol/messages/control-message.ts';
import { BeamError } from '../../protocol/errors.ts';
import type { Preview } from '../../protocol/messages/peer-message.ts';
import type { Token } from '../../rendezvous/token.ts';
import { ManifestIntake } from '../../transfer/exchange/manifest-intake.ts';
import {
  checkedFiles,
  toldBy,
  verifierOf,
  withdrawnFiles,
  type CheckedManifest,
  type Signatures,
} from './checked-manifest.ts';

type Page = Extract<SenderMessage, { type: 'page' }>;

/** A short list, ahead of the link (S13). @throws BeamError when it is not the share's */
export async function manifestOfPreview(preview: Preview, token: Token): Promise<CheckedManifest> {
  const { verifier, ...signatures } = await verifierOf(preview, token);
  const files = await checkedFiles(preview.head, [preview.page]);
  const { page, ...announcement } = preview;
  return {
    head: preview.head,
    verifier,
    ...signatures,
    files,
    withdrawn: await withdrawnFiles(files, verifier),
    told: { announcement: { type: 'manifest', ...announcement }, pages: [page] },
  };
}

/** The list of a share that is known by its key and its head, if it is. */
export type KnownManifests = (announcement: ManifestMessage) => CheckedManifest | undefined;

export class ManifestReceiver {
  /** Whole. */
  manifest: CheckedManifest | undefined;
  private intake:
    | {
        readonly announcement: ManifestMessage;
        readonly signatures: Signatures;
        readonly pages: ManifestIntake;
      }
    | undefined;

  private readonly token: Token;
  private readonly ask: (first: number, count: number) => void;

  private readonly known: KnownManifests;

  /** @param ask for pages @param known lists that are here already */
  constructor(token: Token, ask: (first: number, count: number) => void, known: KnownManifests = () => undefined) {
    this.token = token;
    this.ask = ask;
    this.known = known;
  }

  get hasBegun(): boolean {
    return this.intake !== undefined;
  }

  /**
   * The list, where it is known: a holder tells its pages to who asks for them alone (P2).
   * @throws BeamError when it is said twice, or is not the share's
   */
  async gotAnnouncement(message: ManifestMessage): Promise<CheckedManifest | undefined> {
    if (this.intake !== undefined) throw new BeamError('peer-misbehaved');
    const { head, withdrawal } = message;
    const pages = new ManifestIntake(head);
    const signatures = await verifierOf(message, this.token);
    this.intake = { announcement: message, signatures, pages };
    if (message.isPart !== true) return undefined;
    const known = this.known(message);
    if (known === undefined) {
      this.ask(0, 1);
      return undefined;
    }
    const { files, told } = known;
    const withdrawn = await withdrawnFiles(files, signatures.verifier, withdrawal);
    const announcement = toldBy(message);
    this.manifest = { head, files, ...signatures, withdrawn, told: { announcement, pages: told.pages } };
    return this.manifest;
  }

  /** With the last page the list. @throws BeamError when it is not what was announced or asked for */
  async gotPage({ page, text }: Page): Promise<CheckedManifest | undefined> {
    if (this.intake === undefined || this.manifest !== undefined) throw new BeamError('peer-misbehaved');
    const { announcement, signatures, pages } = this.intake;
    const { head, withdrawal } = announcement;
    const result = pages.gotPage(page, text);
    if (result.type === 'bad') throw new BeamError('manifest-bad');
    if (result.type === 'ask') this.ask(result.first, result.count);
    if (result.type !== 'whole') return undefined;
    const files = await checkedFiles(head, result.pages);
    const withdrawn = await withdrawnFiles(files, signatures.verifier, withdrawal);
    const told = { announcement: toldBy(announcement), pages: result.pages };
    this.manifest = { head, ...signatures, files, withdrawn, told };
    return this.manifest;
  }
}
