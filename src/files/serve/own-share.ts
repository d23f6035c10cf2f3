/** A share of this person: its key, its list of files, and what follows from them. Made anew, or as it was kept. */
import {
  countFiles,
  encodeManifestPages,
  isDirectory,
  parseManifestPage,
  type ManifestFile,
} from '../../protocol/manifest.ts';
import { ShareSigner } from '../../rendezvous/share-key.ts';
import { storageIdOf } from '../../rendezvous/token.ts';
import type { SentContent, SentSummary } from '../../storage/records/sent-shares.ts';

export interface OwnShare {
  readonly signer: ShareSigner;
  readonly pages: readonly string[];
  readonly files: readonly ManifestFile[];
  readonly bytes: number;
  /** Of what was dropped or chosen, where the browser gives them. */
  readonly handles: readonly FileSystemHandle[];
  readonly downloads: number;
  readonly createdMs: number;
}

const bytesOf = (files: readonly ManifestFile[]): number => files.reduce((sum, { size }) => sum + size, 0);

/** Rejects with BeamError `browser-unsupported`. */
export async function newShare(
  files: readonly ManifestFile[],
  handles: readonly FileSystemHandle[],
  createdMs: number,
): Promise<OwnShare> {
  const signer = await ShareSigner.generate();
  return { signer, pages: encodeManifestPages(files), files, bytes: bytesOf(files), handles, downloads: 0, createdMs };
}

export async function storedShare(kept: SentSummary & SentContent): Promise<OwnShare> {
  const { pages, handles, downloads, createdMs } = kept;
  const signer = await ShareSigner.fromKey(kept.key, kept.publicKey);
  const files = pages.flatMap((page) => parseManifestPage(page) ?? []);
  return { signer, pages, files, bytes: bytesOf(files), handles, downloads, createdMs };
}

export const idOf = ({ signer }: OwnShare): string => storageIdOf(signer.shareId);

/** What the list of kept shares shows of it. */
export function figuresOf({
  files,
  bytes,
  downloads,
}: OwnShare): Pick<SentSummary, 'name' | 'files' | 'bytes' | 'downloads'> {
  const first = files.find((file) => !isDirectory(file)) ?? files[0];
  return { name: first?.path ?? '', files: countFiles(files), bytes, downloads };
}
