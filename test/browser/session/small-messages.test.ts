/**
 * Peers whose description takes small messages only (RFC 8841): they get small ones, or their own link ends; the share
 * never does.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';

import { BLOCK_BYTES, CHUNK_BYTES, LEAST_MESSAGE_BYTES, PIECE_BYTES } from '../../../src/protocol/limits.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import { Intruder } from './intruder.ts';
import {
  closeAll,
  is,
  randomFile,
  ready,
  seen,
  sha256,
  startImpostor,
  startReceiver,
  startSender,
  type Sender,
} from './people.ts';

afterEach(() => {
  vi.restoreAllMocks();
  closeAll();
});

/** First byte of its frame (D3). */
const BLOCK_SIGNATURE = 2;

/** Says that it takes so many bytes a message; undefined: says nothing of it. */
const taking = (bytes: number | undefined) => (sdp: string) =>
  sdp.replace(/a=max-message-size:\d+\r\n/, bytes === undefined ? '' : `a=max-message-size:${bytes}\r\n`);

/** All who are in this page. */
function allTake(bytes: number | undefined): void {
  const own = Object.getOwnPropertyDescriptor(RTCPeerConnection.prototype, 'localDescription');
  vi.spyOn(RTCPeerConnection.prototype, 'localDescription', 'get').mockImplementation(function munged(
    this: RTCPeerConnection,
  ) {
    const description = own?.get?.call(this) as RTCSessionDescription | null;
    return description && ({ type: description.type, sdp: taking(bytes)(description.sdp) } as RTCSessionDescription);
  });
}

async function delivers({ token, share }: Sender, file: File): Promise<void> {
  const receiver = startReceiver(token);
  await ready(receiver);
  receiver.share.accept('download');
  const [saved] = await receiver.saved;
  expect(saved && (await sha256(saved.blob))).toBe(await sha256(file));
  await seen<SendView>(share, ({ receivers }) => receivers.some(({ status }) => status === 'done'));
  expect(share.view.error).toBeUndefined();
}

describe('L6: a receiver that takes', () => {
  test.each([[60_000], [LEAST_MESSAGE_BYTES], [undefined], [0], [100_000]])(
    'messages of %s bytes gets no larger ones, and all of the file',
    async (bytes) => {
      const file = randomFile('file.bin', 3 * BLOCK_BYTES + 12_345);
      const sender = await startSender(file);
      const intruder = await Intruder.connect(sender.token, { munge: taking(bytes) });
      intruder.tell({ type: 'accept', bytes: 0 });
      for (let offset = 0; offset < BLOCK_BYTES; offset += PIECE_BYTES)
        intruder.ask({ block: 0, offset, length: PIECE_BYTES });
      const mostBytes = bytes === undefined ? 65_536 : bytes || Infinity; // 0 is no limit
      const chunks = (BLOCK_BYTES / PIECE_BYTES) * Math.ceil(PIECE_BYTES / Math.min(mostBytes - 13, CHUNK_BYTES));
      await intruder.until(() => intruder.frames >= 1 + chunks || !intruder.isOpen);
      expect(intruder.isOpen).toBe(true);
      expect(intruder.largestFrame).toBeLessThanOrEqual(mostBytes);
      expect(sender.share.view).toMatchObject({ status: 'sending', error: undefined });
      await delivers(sender, file);
    },
  );

  test.each([[60_000], [undefined]])(
    'messages of %s bytes on every lane: files and lists in large letters come over',
    async (bytes) => {
      allTake(bytes);
      const files = Array.from(
        { length: 400 },
        (_, index) => new File([String(index)], `${'가'.repeat(200)} ${index}.txt`),
      );
      const sender = await startSender(...files);
      const receiver = startReceiver(sender.token);
      await ready(receiver);
      receiver.share.accept('zip');
      expect(await receiver.saved).toHaveLength(files.length);
      const large = randomFile('large.bin', 5_000_000);
      await delivers(await startSender(large), large);
    },
    30_000,
  );

  test.each([[LEAST_MESSAGE_BYTES - 1], [1200], [1]])(
    'takes less than the least, %s bytes: that link ends with a code of its own, and no other',
    async (bytes) => {
      const file = randomFile('file.bin', BLOCK_BYTES);
      const sender = await startSender(file);
      const intruder = await Intruder.join(sender.token, { munge: taking(bytes) });
      intruder.greet();
      await seen<SendView>(sender.share, ({ receivers }) => receivers.some(({ error }) => error === 'messages-small'));
      expect(sender.share.view).toMatchObject({ error: undefined, isOpen: true });
      intruder.tell({ type: 'accept', bytes: 0 });
      intruder.ask({ block: 0, offset: 0, length: PIECE_BYTES });
      await delivers(sender, file);
    },
  );

  test.each(['-1', '1e9', 'x', '99999999999999999999', ''])(
    '“%s”, which is no size, cannot end the share either',
    async (size) => {
      const file = randomFile('file.bin', BLOCK_BYTES);
      const sender = await startSender(file);
      const intruder = await Intruder.join(sender.token, {
        munge: (sdp) => sdp.replace(/a=max-message-size:\d+/, `a=max-message-size:${size}`),
      });
      intruder.greet();
      await delivers(sender, file);
    },
  );
});

test('L6: a receiver that changes its mind in the middle gets smaller ones from then on, or its own link ends', async () => {
  const file = randomFile('file.bin', 4 * BLOCK_BYTES);
  const sender = await startSender(file);
  let bytes = 200_000;
  const intruder = await Intruder.connect(sender.token, { munge: (sdp) => taking(bytes)(sdp) });
  intruder.tell({ type: 'accept', bytes: 0 });
  intruder.ask({ block: 0, offset: 0, length: PIECE_BYTES });
  await intruder.until(() => intruder.frames === 1 + PIECE_BYTES / CHUNK_BYTES);
  bytes = 40_000;
  intruder.restart();
  for (let block = 0; block < 4; block++)
    for (let offset = 0; offset < BLOCK_BYTES; offset += PIECE_BYTES)
      intruder.ask({ block, offset, length: PIECE_BYTES });
  await intruder.until(() => intruder.frames > 30 || !intruder.isOpen);
  expect(sender.share.view.error).toBeUndefined();
  await delivers(sender, file);
});

test('L6: a lane whose browser refuses what is sent on it ends alone', async () => {
  const file = randomFile('file.bin', BLOCK_BYTES);
  const sender = await startSender(file);
  const intruder = await Intruder.connect(sender.token);
  intruder.tell({ type: 'accept', bytes: 0 });
  await seen<SendView>(sender.share, is('sending'));
  const send: unknown = Reflect.get(RTCDataChannel.prototype, 'send');
  let refusals = 0;
  const refusing = vi.spyOn(RTCDataChannel.prototype, 'send').mockImplementation(function refused(
    this: RTCDataChannel,
    data: unknown,
  ) {
    if (!(data instanceof Uint8Array) || data[2] !== BLOCK_SIGNATURE)
      return Reflect.apply(send as () => void, this, [data]);
    refusals += 1;
    throw new TypeError('Message size (105 bytes) exceeds the maximum');
  });
  intruder.ask({ block: 0, offset: 0, length: PIECE_BYTES });
  await intruder.until(() => !intruder.isOpen);
  refusing.mockRestore();
  expect(refusals).toBe(1);
  expect(sender.share.view).toMatchObject({ error: undefined, isOpen: true });
  await delivers(sender, file);
});

test('L6: a sender that takes less than the least is told from one that cannot be reached', async () => {
  const signer = await ShareSigner.generate();
  await startImpostor(signer, { open: () => {}, munge: taking(500) });
  const receiver = startReceiver(signer.token);
  const view = await seen<ReceiveView>(receiver.share, is('failed'));
  expect(view.error?.code).toBe('messages-small');
});
