/** Compresses chunks (SPEC.md, D11), beside the page, in the order in which they come. */
import { compress } from './deflate.ts';
import type { Compressed, ToCompress } from './compression-message.ts';

/**
 * Whoever waited so long for each chunk has time to make it small: the line is slower than the compression. Twice what
 * "small" takes of a desktop.
 */
const IDLE_MS = 6;

let freeSinceMs = 0;

addEventListener('message', ({ data }: MessageEvent<readonly ToCompress[]>) => {
  const effort = performance.now() - freeSinceMs > IDLE_MS * data.length ? 'small' : 'quick';
  const replies = data.map(({ id, plain }): Compressed => ({ id, plain, compressed: compress(plain, effort) }));
  postMessage(replies, {
    transfer: replies.flatMap(({ plain, compressed }) =>
      compressed === undefined ? [plain.buffer] : [plain.buffer, compressed.buffer],
    ),
  });
  freeSinceMs = performance.now();
});
