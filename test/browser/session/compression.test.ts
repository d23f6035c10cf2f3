/** Chunks that are compressed: smaller on the way, the same at its end, and no way in for bombs. */
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';

import { encodeChunk, encodeCompressed, encodeBlockSignature, type Chunk } from '../../../src/protocol/frame.ts';
import { BLOCK_BYTES, CHUNK_BYTES } from '../../../src/protocol/limits.ts';
import { compress } from '../../../src/files/compress/deflate.ts';
import { FrameReader } from '../../../src/files/fetch/frame-reader.ts';
import { decompress } from '../../../src/files/compress/inflate.ts';
import { ServedShare } from '../../../src/files/serve/served-share.ts';
import { SendQueue } from '../../../src/files/serve/send-queue.ts';
import { startCompression } from '../platform.ts';
import { Decompression } from '../../../src/files/compress/decompression.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';
import { Compressibility } from '../../../src/transfer/flow/compressibility.ts';
import { text } from '../../support/text.ts';
import {
  closeAll,
  is,
  compression,
  randomFile,
  ready,
  seen,
  sha256,
  startImpostor,
  startReceiver,
  startSender,
} from './people.ts';

afterEach(closeAll);

const PLAIN_HEADER_BYTES = encodeChunk(0, 0, 0, new Uint8Array()).length;
const COMPRESSED_HEADER_BYTES = encodeCompressed(0, {
  block: 0,
  offset: 0,
  length: 0,
  payload: new Uint8Array(),
}).length;

function noise(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

test('what is compressed at once comes back as it was asked for, each for itself', async () => {
  const parts = [
    text(CHUNK_BYTES),
    noise(1000),
    text(100),
    text(CHUNK_BYTES).toReversed(),
    new Uint8Array(3 * CHUNK_BYTES),
  ];
  const compressed = await Promise.all(parts.map((part) => compression.compress(part)));
  const decompressed = compressed.map((bytes, index) => {
    const into = new Uint8Array(parts[index]!.length);
    return bytes !== undefined && decompress(bytes, into) ? into : undefined;
  });
  expect(decompressed).toEqual(parts.map((part, index) => (index === 1 ? undefined : part)));
});

test('while it has nothing else to do it compresses smaller', async () => {
  const idle = startCompression();
  const part = text(CHUNK_BYTES);
  const first = (await idle.compress(part))!;
  const many = await Promise.all(Array.from({ length: 100 }, () => idle.compress(part)));
  expect(many.every((compressed) => compressed!.length > first.length)).toBe(true);
});

describe('a lane', () => {
  test('keeps its order, whatever is compressed, and tells what each took', async () => {
    const arrived: (string | Chunk)[] = [];
    const took: number[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const decompression = new Decompression();
    await decompression.prepare(Infinity);
    const reader = new FrameReader(decompression, {
      onWithdrawal: () => expect.fail('nothing is withdrawn'),
      onBlockSignature: ({ block }) => void arrived.push(`block signature ${block}`),
      onChunk: ({ block, offset, payload, compressedBytes }) => {
        arrived.push({ block, offset, payload: payload.slice() });
        took.push(compressedBytes ?? payload.length);
        if (arrived.length === 60) resolve();
      },
    });
    expect(reader.begin()).toBe(true);
    const sizes: number[] = [];
    const queue = new SendQueue(
      0,
      (frame) => {
        sizes.push(frame.length);
        expect(reader.got(frame.slice(), 0)).toBe(true);
      },
      { compression, compressibility: new Compressibility() },
      () => {},
    );
    const parts = Array.from({ length: 30 }, (_, block) => (block === 10 ? noise(20_000) : text(20_000 + block)));
    for (const [block, part] of parts.entries()) {
      queue.blockSignature({ block, length: part.length, sha256: new Uint8Array(32), signature: new Uint8Array(64) });
      queue.chunk(block, 0, part);
      await compression.compress(new Uint8Array(1)); // whatever was asked of the worker before is answered
    }
    await promise;
    expect(arrived).toEqual(
      parts.flatMap((payload, block) => [`block signature ${block}`, { block, offset: 0, payload }]),
    );
    expect(queue.waitingBytes).toBe(0);
    const chunkSizes = sizes.filter((_, index) => index % 2 === 1);
    const headers = took.map((bytes, block) =>
      bytes === parts[block]!.length ? PLAIN_HEADER_BYTES : COMPRESSED_HEADER_BYTES,
    );
    expect(took).toEqual(chunkSizes.map((size, block) => size - headers[block]!));
    expect(took.some((bytes) => bytes < 10_000)).toBe(true);
  });
});

describe('D11a: a share', () => {
  let sent: MockInstance<RTCDataChannel['send']>;
  beforeEach(() => {
    sent = vi.spyOn(RTCDataChannel.prototype, 'send');
  });
  afterEach(() => sent.mockRestore());
  const sentBytes = (): number =>
    sent.mock.calls.reduce((sum, [data]) => sum + (ArrayBuffer.isView(data) ? data.byteLength : 0), 0);

  test.each([
    { name: 'log.txt', file: () => new File([text(12 * BLOCK_BYTES)], 'log.txt'), most: 0.6 },
    {
      name: 'half text, half noise',
      file: () => new File([text(6 * BLOCK_BYTES), randomFile('', 6 * BLOCK_BYTES)], 'both'),
      most: 0.85,
    },
    { name: 'noise', file: () => randomFile('noise', 6 * BLOCK_BYTES), most: 1.01 },
  ])('$name arrives as it is, by fewer bytes where it can', async ({ file: make, most }) => {
    const file = make();
    const sender = await startSender(file);
    const decompression = new Decompression();
    const receiver = startReceiver(sender.token, { decompression });
    await ready(receiver);
    await expect.poll(() => decompression.isReady).toBe(true); // by itself, for a share that is worth it
    receiver.share.accept('download');
    const [saved] = await receiver.saved;
    expect(await sha256(saved!.blob)).toBe(await sha256(file));
    expect(sentBytes() / file.size).toBeLessThan(most);
  });
});

describe('D11b: a hostile sender', () => {
  async function attack(
    attempt: (frame: (bytes: Uint8Array<ArrayBuffer>) => void, share: ServedShare) => void | Promise<void>,
  ): Promise<string | undefined> {
    const decompression = new Decompression();
    await decompression.prepare(Infinity);
    const signer = await ShareSigner.generate();
    const share = await ServedShare.create(
      new FileSource([{ path: 'a', file: new File([text(3 * BLOCK_BYTES)], 'a') }]),
      signer,
      { founder: signer },
    );
    let hasBegun = false;
    await startImpostor(signer, {
      open: ({ tell }) => {
        tell(share.manifest);
        tell({ type: 'page', page: 0, text: share.pages[0] });
      },
      frame: ({ frame }) => {
        if (hasBegun) return;
        hasBegun = true;
        void attempt(frame, share);
      },
    });
    const receiver = startReceiver(signer.token, { decompression });
    await ready(receiver);
    receiver.share.accept('download');
    return (await seen<ReceiveView>(receiver.share, is('failed'))).error?.code;
  }

  test('a bomb instead of a chunk', async () => {
    const bomb = compress(new Uint8Array(100 * BLOCK_BYTES), 'small')!;
    const code = await attack(async (frame, share) => {
      frame(encodeBlockSignature(0, (await share.block(0)).blockSignature));
      frame(
        encodeCompressed(0, { block: 0, offset: 0, length: CHUNK_BYTES, payload: bomb.subarray(0, CHUNK_BYTES - 1) }),
      );
    });
    expect(code).toBe('peer-misbehaved');
  });

  test('what cannot be decompressed', async () => {
    const code = await attack((frame) =>
      frame(encodeCompressed(0, { block: 0, offset: 0, length: 1000, payload: new Uint8Array(500).fill(0xff) })),
    );
    expect(code).toBe('peer-misbehaved');
  });

  test('what is compressed, for one who did not ask for that', async () => {
    const decompression = new Decompression();
    const reader = new FrameReader(decompression, {
      onWithdrawal: () => {},
      onBlockSignature: () => {},
      onChunk: () => expect.fail('a chunk'),
    });
    expect(reader.begin()).toBe(false);
    await decompression.prepare(Infinity); // too late
    const payload = compress(text(1000), 'quick')!;
    expect(reader.got(encodeCompressed(0, { block: 0, offset: 0, length: 1000, payload }), 0)).toBe(false);
  });
});
