/** Packs chunks (SPEC.md, D11), beside the page, in the order in which they come. */
import { pack } from './deflate.ts';
import type { Packed, ToPack } from './compression-message.ts';

/**
 * Whoever waited so long for each chunk has time to make it small: the line is slower than the packing. Twice what
 * "small" takes of a desktop.
 */
const IDLE_MS = 6;

let freeSinceMs = 0;

addEventListener('message', ({ data }: MessageEvent<readonly ToPack[]>) => {
  const effort = performance.now() - freeSinceMs > IDLE_MS * data.length ? 'small' : 'quick';
  const replies = data.map(({ id, plain }): Packed => ({ id, plain, packed: pack(plain, effort) }));
  postMessage(replies, {
    transfer: replies.flatMap(({ plain, packed }) =>
      packed === undefined ? [plain.buffer] : [plain.buffer, packed.buffer],
    ),
  });
  freeSinceMs = performance.now();
});
