/** A share that was received here, or a part of it, as its person sees it. */
import { BLOCK_BYTES } from '../protocol/limits.ts';
import { blockCount } from '../protocol/manifest.ts';
import type { LedgerEntry } from '../storage/ledger.ts';
import { Bitmap } from '../transfer/bitmap.ts';
import type { KeptView } from './view.ts';

export function keptView({ id, name, files, bytes, savedMs, createdMs, blocks }: LedgerEntry): KeptView {
  const bytesKept = Math.min(bytes, new Bitmap(blockCount(bytes), blocks).count * BLOCK_BYTES);
  return {
    id,
    name,
    amount: { files, bytes },
    bytesKept,
    isFinished: savedMs !== undefined,
    sinceMs: savedMs ?? createdMs,
  };
}
