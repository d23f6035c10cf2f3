/** A share of this person: its key, its list of files, and what follows from them. Made anew, or as it was kept. */
import {
  countFiles,
  encodeManifestPages,
  isDirectory,
  parseManifestPage,
  type ManifestFile,
} from '../../protocol/manifest.ts';
import type { RefusalCode } from '../../protocol/messages/refusal.ts';
import { ShareSigner } from '../../rendezvous/share-key.ts';
import { deriveCapability, type Capability } from '../../rendezvous/token.ts';
import type { SentContent, SentSummary, ShareTerms } from '../../storage/records/sent-shares.ts';

export interface OwnShare {
  readonly signer: ShareSigner;
  readonly capability: Capability;
  readonly hasPassword: boolean;
  readonly pages: readonly string[];
  readonly files: readonly ManifestFile[];
  readonly bytes: number;
  /** Of what was dropped or chosen, where the browser gives them. */
  readonly handles: readonly FileSystemHandle[];
  readonly terms: ShareTerms;
  readonly downloads: number;
  readonly createdMs: number;
}

const NO_TERMS: ShareTerms = { expiresMs: undefined, mostDownloads: undefined };

const bytesOf = (files: readonly ManifestFile[]): number => files.reduce((sum, { size }) => sum + size, 0);

/** Rejects with BeamError `browser-unsupported`. */
export async function newShare(
  files: readonly ManifestFile[],
  handles: readonly FileSystemHandle[],
  createdMs: number,
): Promise<OwnShare> {
  const signer = await ShareSigner.generate();
  const capability = await deriveCapability(signer.token);
  return {
    signer,
    capability,
    hasPassword: false,
    pages: encodeManifestPages(files),
    files,
    bytes: bytesOf(files),
    handles,
    terms: NO_TERMS,
    downloads: 0,
    createdMs,
  };
}

export async function storedShare(kept: SentSummary & SentContent): Promise<OwnShare> {
  const { id, signalingKey, hasPassword, pages, handles, terms, downloads, createdMs } = kept;
  const signer = await ShareSigner.fromKey(kept.key, kept.publicKey);
  const files = pages.flatMap((page) => parseManifestPage(page) ?? []);
  return {
    signer,
    capability: { roomId: id, signalingKey },
    hasPassword,
    pages,
    files,
    bytes: bytesOf(files),
    handles,
    terms,
    downloads,
    createdMs,
  };
}

/** Why nobody else may have it; undefined while somebody may. */
export function overCode({ terms, downloads }: OwnShare, nowMs: number): RefusalCode | undefined {
  if (nowMs >= (terms.expiresMs ?? Infinity)) return 'share-expired';
  return downloads >= (terms.mostDownloads ?? Infinity) ? 'share-used-up' : undefined;
}

export function summaryOf({ capability, files, bytes, terms, downloads, createdMs }: OwnShare): SentSummary {
  const first = files.find((file) => !isDirectory(file)) ?? files[0];
  return {
    id: capability.roomId,
    name: first?.path ?? '',
    files: countFiles(files),
    bytes,
    createdMs,
    terms,
    downloads,
  };
}

export function contentOf({
  capability: { roomId, signalingKey },
  hasPassword,
  signer,
  pages,
  handles,
}: OwnShare): SentContent {
  return { id: roomId, key: signer.key, publicKey: signer.publicKey, signalingKey, hasPassword, pages, handles };
}
