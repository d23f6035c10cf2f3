import { afterEach, beforeEach, expect, test, vi, type MockInstance } from 'vitest';

import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import { NEAR_LANES } from '../../../src/transfer/flow/lane-count-search.ts';
import { closeAll, randomFile, ready, seen, sha256, startReceiver, startSender } from './people.ts';

let made: MockInstance<RTCPeerConnection['createDataChannel']>;
beforeEach(() => {
  made = vi.spyOn(RTCPeerConnection.prototype, 'createDataChannel');
});
afterEach(() => {
  made.mockRestore();
  closeAll();
});

/** Of both ends, in the order in which they were made. */
const dataChannels = () =>
  made.mock.results.flatMap(({ type, value }) => (type === 'return' && value.label === 'data' ? [value] : []));

test('L2, L4: a share comes by several lanes, and one that dies in the middle loses nothing', async () => {
  const file = randomFile('lanes.bin', 60 * BLOCK_BYTES);
  const sender = await startSender(file);
  const receiver = startReceiver(sender.token);
  await ready(receiver);
  receiver.share.accept('download');
  await seen<ReceiveView>(
    receiver.share,
    () => dataChannels().filter(({ readyState }) => readyState === 'open').length === 2 * NEAR_LANES,
  );
  dataChannels().at(-1)!.close();
  await seen<ReceiveView>(receiver.share, () => dataChannels().length > 2 * NEAR_LANES); // and another is made in its place
  const [saved] = await receiver.saved;
  expect(await sha256(saved!.blob)).toBe(await sha256(file));
}, 30_000);

test('a small share comes by one', async () => {
  const sender = await startSender(randomFile('small.bin', BLOCK_BYTES));
  const receiver = startReceiver(sender.token);
  await ready(receiver);
  receiver.share.accept('download');
  await receiver.saved;
  expect(dataChannels()).toHaveLength(2);
});
