/** A share that was received here, or a part of it, as its person sees it. */
import { BLOCK_BYTES } from '../../protocol/limits.ts';
import { blockCount } from '../../protocol/manifest.ts';
import type { LedgerEntry } from '../../storage/records/ledger.ts';
import { Bitmap } from '../../transfer/exchange/bitmap.ts';

/** One share whose received bytes are kept in this browser. */
export interface StoredShareView {
  readonly id: string;
  /** First file's name. */
  readonly name: string;
  readonly amount: { readonly files: number; readonly bytes: number };
  readonly bytesStored: number;
  /** There is nothing more to take of it. */
  readonly isFinished: boolean;
  readonly sinceMs: number;
}

export interface StorageView {
  readonly kept: readonly StoredShareView[];
  readonly usedBytes: number;
  readonly freeBytes: number | undefined;
}

export function storedShareView({
  id,
  name,
  files,
  bytes,
  savedMs,
  saved,
  createdMs,
  blocks,
}: LedgerEntry): StoredShareView {
  const bytesStored = Math.min(bytes, new Bitmap(blockCount(bytes), blocks).count * BLOCK_BYTES);
  return {
    id,
    name,
    amount: { files, bytes },
    bytesStored,
    isFinished: savedMs !== undefined && saved === undefined,
    sinceMs: savedMs ?? createdMs,
  };
}
