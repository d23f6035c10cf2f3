/** Packs and unpacks chunks (SPEC.md, D11), beside the page: one after the other, in the order in which they come. */
import { pack, unpack } from './deflate.ts';
import type { PackingReply, PackingRequest } from './packing-message.ts';

let last: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<PackingRequest>) => {
  last = last.then(async () => {
    const { id, length, bytes } = data;
    const made = await (length === undefined ? pack(bytes) : unpack(bytes, length)).catch(() => undefined);
    const reply: PackingReply = { id, bytes: made };
    postMessage(reply, { transfer: made === undefined ? [] : [made.buffer] });
  });
});
