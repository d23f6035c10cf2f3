/** Chunks that are packed: smaller on the way, the same at its end, and no way in for bombs. */
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';

import { encodeChunk, encodePacked, encodeProof, type Chunk } from '../../../src/protocol/frame.ts';
import { BLOCK_BYTES, CHUNK_BYTES } from '../../../src/protocol/limits.ts';
import { pack } from '../../../src/files/compress/deflate.ts';
import { Inbox } from '../../../src/files/fetch/frame-reader.ts';
import { unpack } from '../../../src/files/compress/inflate.ts';
import { OfferedShare } from '../../../src/files/serve/served-share.ts';
import { Outbox } from '../../../src/files/serve/send-queue.ts';
import { Packing } from '../../../src/files/compress/compression.ts';
import { Unpacking } from '../../../src/files/compress/decompression.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';
import { Packability } from '../../../src/transfer/flow/compressibility.ts';
import { text } from '../../support/text.ts';
import {
  closeAll,
  is,
  packing,
  randomFile,
  ready,
  seen,
  sha256,
  startImpostor,
  startReceiver,
  startSender,
} from './people.ts';

afterEach(closeAll);

const PLAIN_HEADER_BYTES = encodeChunk(0, 0, new Uint8Array()).length;
const PACKED_HEADER_BYTES = encodePacked({ block: 0, offset: 0, length: 0, payload: new Uint8Array() }).length;

function noise(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

test('what is packed at once comes back as it was asked for, each for itself', async () => {
  const parts = [
    text(CHUNK_BYTES),
    noise(1000),
    text(100),
    text(CHUNK_BYTES).toReversed(),
    new Uint8Array(3 * CHUNK_BYTES),
  ];
  const packed = await Promise.all(parts.map((part) => packing.pack(part)));
  const unpacked = packed.map((bytes, index) => {
    const into = new Uint8Array(parts[index]!.length);
    return bytes !== undefined && unpack(bytes, into) ? into : undefined;
  });
  expect(unpacked).toEqual(parts.map((part, index) => (index === 1 ? undefined : part)));
});

test('while it has nothing else to do it packs smaller', async () => {
  const idle = new Packing();
  const part = text(CHUNK_BYTES);
  const first = (await idle.pack(part))!;
  const many = await Promise.all(Array.from({ length: 100 }, () => idle.pack(part)));
  expect(many.every((packed) => packed!.length > first.length)).toBe(true);
});

describe('a lane', () => {
  test('keeps its order, whatever is packed, and tells what each took', async () => {
    const arrived: (string | Chunk)[] = [];
    const took: number[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const unpacking = new Unpacking();
    await unpacking.prepare(Infinity);
    const inbox = new Inbox(unpacking, {
      onWithdrawal: () => expect.fail('nothing is withdrawn'),
      onProof: ({ block }) => void arrived.push(`proof ${block}`),
      onChunk: ({ block, offset, payload, packedBytes }) => {
        arrived.push({ block, offset, payload: payload.slice() });
        took.push(packedBytes ?? payload.length);
        if (arrived.length === 60) resolve();
      },
      onFault: () => expect.fail('a fault'),
    });
    expect(inbox.begin()).toBe(true);
    const sizes: number[] = [];
    const outbox = new Outbox(
      (frame) => {
        sizes.push(frame.length);
        inbox.got(frame.slice(), 0);
      },
      { packing, packability: new Packability() },
      () => {},
    );
    const parts = Array.from({ length: 30 }, (_, block) => (block === 10 ? noise(20_000) : text(20_000 + block)));
    for (const [block, part] of parts.entries()) {
      outbox.proof({ block, length: part.length, sha256: new Uint8Array(32), signature: new Uint8Array(64) });
      outbox.chunk(block, 0, part);
      await packing.pack(new Uint8Array(1)); // whatever was asked of the worker before is answered
    }
    await promise;
    expect(arrived).toEqual(parts.flatMap((payload, block) => [`proof ${block}`, { block, offset: 0, payload }]));
    expect(outbox.waitingBytes).toBe(0);
    const chunkSizes = sizes.filter((_, index) => index % 2 === 1);
    const headers = took.map((bytes, block) =>
      bytes === parts[block]!.length ? PLAIN_HEADER_BYTES : PACKED_HEADER_BYTES,
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
    const unpacking = new Unpacking();
    const receiver = startReceiver(sender.token, { unpacking });
    await ready(receiver);
    await expect.poll(() => unpacking.isReady).toBe(true); // by itself, for a share that is worth it
    receiver.share.accept('download');
    const [saved] = await receiver.saved;
    expect(await sha256(saved!.blob)).toBe(await sha256(file));
    expect(sentBytes() / file.size).toBeLessThan(most);
  });
});

describe('D11b: a hostile sender', () => {
  async function attack(
    attempt: (frame: (bytes: Uint8Array<ArrayBuffer>) => void, share: OfferedShare) => void,
  ): Promise<string | undefined> {
    const unpacking = new Unpacking();
    await unpacking.prepare(Infinity);
    const signer = await ShareSigner.generate();
    const share = await OfferedShare.create(
      new FileSource([{ path: 'a', file: new File([text(3 * BLOCK_BYTES)], 'a') }]),
      signer,
    );
    let hasBegun = false;
    await startImpostor(signer.token, {
      open: ({ tell }) => {
        tell(share.manifest);
        tell({ type: 'page', page: 0, text: share.pages[0] });
      },
      frame: ({ frame }) => {
        if (hasBegun) return;
        hasBegun = true;
        attempt(frame, share);
      },
    });
    const receiver = startReceiver(signer.token, { unpacking });
    await ready(receiver);
    receiver.share.accept('download');
    return (await seen<ReceiveView>(receiver.share, is('failed'))).error?.code;
  }

  test('a bomb instead of a chunk', async () => {
    const bomb = pack(new Uint8Array(100 * BLOCK_BYTES), 'small')!;
    const code = await attack(async (frame, share) => {
      frame(encodeProof((await share.block(0)).proof));
      frame(encodePacked({ block: 0, offset: 0, length: CHUNK_BYTES, payload: bomb.subarray(0, CHUNK_BYTES - 1) }));
    });
    expect(code).toBe('peer-misbehaved');
  });

  test('what cannot be unpacked', async () => {
    const code = await attack((frame) =>
      frame(encodePacked({ block: 0, offset: 0, length: 1000, payload: new Uint8Array(500).fill(0xff) })),
    );
    expect(code).toBe('peer-misbehaved');
  });

  test('what is packed, for one who did not ask for that', async () => {
    const onFault = vi.fn<() => void>();
    const unpacking = new Unpacking();
    const inbox = new Inbox(unpacking, {
      onWithdrawal: () => {},
      onProof: () => {},
      onChunk: () => expect.fail('a chunk'),
      onFault,
    });
    expect(inbox.begin()).toBe(false);
    await unpacking.prepare(Infinity); // too late
    inbox.got(encodePacked({ block: 0, offset: 0, length: 1000, payload: pack(text(1000), 'quick')! }), 0);
    expect(onFault).toHaveBeenCalledOnce();
  });
});
