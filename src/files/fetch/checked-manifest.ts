/** A manifest that can be believed: by the share's key, and as its head says. */
import { toBase64url } from '../../protocol/base64url.ts';
import { BeamError } from '../../protocol/errors.ts';
import { parseManifestPage, type ManifestFile, type ManifestHead } from '../../protocol/manifest.ts';
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
  /** Files that are not to be had, as far as is known. More may come (W4). */
  readonly withdrawn: WithdrawnFiles;
}

/**
 * Of the key that the link names. @throws BeamError `manifest-forged` when it is another one, or has not signed the
 * head
 */
export async function verifierOf(
  { head, key, signature }: { head: ManifestHead; key: string; signature: string },
  token: Token,
): Promise<ShareVerifier> {
  const verifier = await ShareVerifier.fromPublicKey(key, token);
  if (!(await verifier.hasSignedManifest(head, signature))) throw new BeamError('manifest-forged');
  return verifier;
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
