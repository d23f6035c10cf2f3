/** Shares as they are announced: signed, with the mark of the host where there is a founding key, and checked. */
import {
  checkedFiles,
  verifierOf,
  withdrawnFiles,
  type CheckedManifest,
} from '../../../src/files/fetch/checked-manifest.ts';
import { encodeManifestPages, type HostMark, type ManifestHead } from '../../../src/protocol/manifest.ts';
import type { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import type { Token } from '../../../src/rendezvous/token.ts';

export interface Announced {
  readonly head: ManifestHead;
  readonly key: string;
  readonly signature: string;
  readonly page: string;
  readonly host?: HostMark;
}

export async function announcedBy(signer: ShareSigner, founder?: ShareSigner, name = 'a.txt'): Promise<Announced> {
  const [page = ''] = encodeManifestPages([{ path: name, size: 5, type: 'text/plain', mtimeMs: 0 }]);
  const bytes = new TextEncoder().encode(page);
  const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('base64url');
  const head = { files: 1, bytes: 5, pages: 1, pageBytes: bytes.length, sha256 };
  const signature = await signer.signManifest(head);
  const host = await founder?.signShare(signer);
  return { head, key: signer.publicKey, signature, page, ...(host && { host }) };
}

/** Rejects with BeamError where it is not what it says. */
export async function checked(announced: Announced, token: Token): Promise<CheckedManifest> {
  const { verifier, ...signatures } = await verifierOf(announced, token);
  const { page, ...announcement } = announced;
  const told = { announcement: { type: 'manifest' as const, ...announcement }, pages: [page] };
  const files = await checkedFiles(announced.head, [announced.page]);
  const withdrawn = await withdrawnFiles(files, verifier);
  return { head: announced.head, files, verifier, ...signatures, told, withdrawn };
}
