/**
 * Block signatures as the ledger keeps them: 96 bytes for each block, in pages. Small pages, because blocks come in any
 * order from several holders, and each batch of marks writes every page anew that it touches.
 *
 *     for each block of the page: SHA-256 (32 bytes) | Ed25519 signature (64 bytes)      zeros where none is kept
 */
import type { BlockSignature } from '../../protocol/frame.ts';

/** The length of a block follows from the share's. */
export type KeptSignature = Omit<BlockSignature, 'length'>;

/** 6 KiB. A share of 100 GB has 1500 pages. */
export const PAGE_BLOCKS = 64;
const SHA256_BYTES = 32;
const SIGNATURE_BYTES = SHA256_BYTES + 64;
export const PAGE_BYTES = PAGE_BLOCKS * SIGNATURE_BYTES;

type Page = Uint8Array<ArrayBuffer>;

export const pageOf = (block: number): number => Math.floor(block / PAGE_BLOCKS);

const startOf = (block: number): number => (block % PAGE_BLOCKS) * SIGNATURE_BYTES;

/** A page of another length is damaged: nothing of it counts. */
const isPage = (page: Page | undefined): page is Page => page?.length === PAGE_BYTES;

/** The pages that the signatures belong to. */
export const pagesOf = (signatures: readonly KeptSignature[]): Set<number> =>
  new Set(signatures.map(({ block }) => pageOf(block)));

/**
 * A page with those of the signatures in it that belong there.
 * @param kept the page as it is kept, undefined for a new one. It is not changed
 */
export function withSignatures(kept: Page | undefined, page: number, signatures: readonly KeptSignature[]): Page {
  const packed = new Uint8Array(PAGE_BYTES);
  if (isPage(kept)) packed.set(kept);
  for (const { block, sha256, signature } of signatures) {
    if (pageOf(block) !== page) continue;
    packed.set(sha256, startOf(block));
    packed.set(signature, startOf(block) + SHA256_BYTES);
  }
  return packed;
}

/** undefined where none is kept. */
export function signatureIn(page: Page | undefined, block: number): KeptSignature | undefined {
  if (!isPage(page)) return undefined;
  const start = startOf(block);
  const bytes = page.slice(start, start + SIGNATURE_BYTES);
  if (bytes.every((byte) => byte === 0)) return undefined;
  return { block, sha256: bytes.slice(0, SHA256_BYTES), signature: bytes.slice(SHA256_BYTES) };
}
