/** A manifest that can be believed: by the share's key, and as its head says. */
import type { ManifestMessage } from '../../protocol/messages/control-message.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { BeamError } from '../../protocol/errors.ts';
import { parseManifestPage, type HostMark, type ManifestFile, type ManifestHead } from '../../protocol/manifest.ts';
import type { PassingOn } from '../../protocol/passing-on.ts';
import { StreamLayout } from '../../protocol/stream-layout.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import { ShareVerifier } from '../../rendezvous/share-key.ts';
import type { Token } from '../../rendezvous/token.ts';
import { WithdrawnFiles } from '../../transfer/exchange/withdrawn-files.ts';

/** A manifest whose signature and hash are right. */
export interface CheckedManifest {
  readonly head: ManifestHead;
  readonly files: readonly ManifestFile[];
  readonly verifier: ShareVerifier;
  /** The founding key has signed it: it is the host's, from whomever it comes (M8). */
  readonly isHosts: boolean;
  /** Files that are not to be had, as far as is known. More may come (W4). */
  readonly withdrawn: WithdrawnFiles;
  /** As it was announced to us: so that it can be told to others. */
  readonly told: ToldManifest;
  /** Until when it may be passed on (P1), Unix time; undefined where it may not. */
  readonly passOnUntilMs: number | undefined;
}

/** What is said of a share, whoever says it. */
export interface ToldManifest {
  readonly announcement: ManifestMessage;
  readonly pages: readonly string[];
}

/** What a signed head says. */
interface SignedHead {
  readonly head: ManifestHead;
  readonly key: string;
  readonly signature: string;
  readonly host?: HostMark;
  readonly passOn?: PassingOn;
}

/** What follows from the signatures of an announcement. */
export interface Signatures {
  readonly verifier: ShareVerifier;
  readonly isHosts: boolean;
  readonly passOnUntilMs: number | undefined;
}

/**
 * @param token of the room's link
 * @throws BeamError `manifest-forged` when the key has not signed the head, or that others may pass it on, or the
 * founding key has not signed the share, as it says
 */
export async function verifierOf(
  { head, key, signature, host, passOn }: SignedHead,
  token: Token,
): Promise<Signatures> {
  const verifier = await ShareVerifier.fromPublicKey(key);
  if (!(await verifier.hasSignedManifest(head, signature))) throw new BeamError('manifest-forged');
  if (passOn !== undefined && !(await verifier.hasSignedPassingOn(passOn))) throw new BeamError('manifest-forged');
  const passOnUntilMs = passOn?.untilMs;
  if (host === undefined) return { verifier, isHosts: false, passOnUntilMs };
  const founder = await ShareVerifier.ofFounder(host.key, token);
  if (!(await founder.hasSignedShare(verifier.shareId, host))) throw new BeamError('manifest-forged');
  return { verifier, isHosts: true, passOnUntilMs };
}

/** What holds for whoever says it: not what this peer has of it, and where we should begin. */
export function toldBy({ isPart: _isPart, start: _start, ...announcement }: ManifestMessage): ManifestMessage {
  return announcement;
}

/** What the sender has withdrawn. @throws BeamError `manifest-forged` when the key has not signed it */
export async function withdrawnFiles(
  files: readonly ManifestFile[],
  verifier: ShareVerifier,
  withdrawal?: Withdrawal,
): Promise<WithdrawnFiles> {
  const withdrawn = new WithdrawnFiles(new StreamLayout(files.map(({ size }) => size)));
  if (withdrawal === undefined) return withdrawn;
  if (!(await verifier.hasSignedWithdrawal(withdrawal))) throw new BeamError('manifest-forged');
  withdrawn.addRanges(withdrawal.ranges);
  return withdrawn;
}

/** @throws BeamError `manifest-bad` when the pages are not what the head announces */
export async function checkedFiles(head: ManifestHead, pages: readonly string[]): Promise<ManifestFile[]> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pages.join('')));
  if (toBase64url(new Uint8Array(digest)) !== head.sha256) throw new BeamError('manifest-bad');
  const files: ManifestFile[] = [];
  for (const text of pages) {
    const page = parseManifestPage(text);
    if (page === undefined) throw new BeamError('manifest-bad');
    files.push(...page);
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (files.length !== head.files || bytes !== head.bytes) throw new BeamError('manifest-bad');
  return files;
}
