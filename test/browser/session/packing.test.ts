/** Chunks that are packed: smaller on the way, the same at its end, and no way in for bombs. */
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';

import { decodeFrame, encodePacked, encodeProof, type Chunk } from '../../../src/protocol/frame.ts';
import { BLOCK_BYTES, CHUNK_BYTES, MAX_UNPACKING, MAX_UNPACKING_BYTES } from '../../../src/protocol/limits.ts';
import { pack, unpack } from '../../../src/session/deflate.ts';
import { Inbox } from '../../../src/session/inbox.ts';
import { OfferedShare } from '../../../src/session/offered-share.ts';
import { Outbox } from '../../../src/session/outbox.ts';
import type { ReceiveView } from '../../../src/session/view.ts';
import { ShareSigner } from '../../../src/share/share-key.ts';
import { FileSource } from '../../../src/storage/file-source.ts';
import { Packability } from '../../../src/transfer/packability.ts';
import { closeAll, is, packing, randomFile, ready, seen, sha256, startImpostor, startReceiver, startSender } from './people.ts';

afterEach(closeAll);

const text = (bytes: number): Uint8Array<ArrayBuffer> => {
  const lines = Array.from({ length: Math.ceil(bytes / 19) }, (_, index) => `${String(index * 2_654_435_761).padStart(15, '0')} ok\n`);
  return new TextEncoder().encode(lines.join('')).slice(0, bytes);
};

function noise(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

describe('DEFLATE', () => {
  test.each([1, 2, 4095, 65_536, CHUNK_BYTES])('%i bytes come back', async (length) => {
    const bytes = text(length);
    expect(await unpack(await pack(bytes), length)).toEqual(bytes);
  });

  test('what unpacks to more than it says is refused, and so is what comes to less, is cut, or is nothing of the kind', async () => {
    const bomb = await pack(new Uint8Array(100 * BLOCK_BYTES));
    expect(bomb.length).toBeLessThanOrEqual(CHUNK_BYTES);
    await expect(unpack(bomb, CHUNK_BYTES)).rejects.toThrow(TypeError);
    const packed = await pack(text(5000));
    await expect(unpack(packed, 5001)).rejects.toThrow(TypeError);
    await expect(unpack(packed, 4999)).rejects.toThrow(TypeError);
    await expect(unpack(packed.slice(0, -5), 5000)).rejects.toThrow(TypeError);
    await expect(unpack(new Uint8Array([...packed, 1]), 5000)).rejects.toThrow(TypeError);
    await expect(unpack(new Uint8Array(100).fill(0xff), 100)).rejects.toThrow(TypeError);
  });

  test('in the worker it is the same, one after the other, and what is wrong stops nothing', async () => {
    const bytes = text(CHUNK_BYTES);
    const packed = (await packing.pack(bytes))!;
    expect(packed.length).toBeLessThan(CHUNK_BYTES / 2);
    const [good, bad, again] = await Promise.all([packing.unpack(packed, CHUNK_BYTES), packing.unpack(packed, 10), packing.unpack(packed, CHUNK_BYTES)]);
    expect(good).toEqual(bytes);
    expect(bad).toBeUndefined();
    expect(again).toEqual(bytes);
  });
});

describe('a lane', () => {
  test('keeps its order, whatever is packed', async () => {
    const arrived: (string | Chunk)[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const inbox = new Inbox(packing, {
      onProof: ({ block }) => void arrived.push(`proof ${block}`),
      onChunk: (chunk) => {
        arrived.push({ ...chunk, payload: chunk.payload.slice() });
        if (arrived.length === 60) resolve();
      },
      onFault: () => expect.fail('a fault'),
    });
    const sizes: number[] = [];
    const outbox = new Outbox((frame) => {
      sizes.push(frame.length);
      const decoded = decodeFrame(frame.slice());
      if (decoded === undefined || decoded.type === 'request') return expect.fail('no frame');
      inbox.got(decoded);
    }, { packing, packability: new Packability() }, () => {});
    const parts = Array.from({ length: 30 }, (_, block) => (block === 10 ? noise(20_000) : text(20_000 + block)));
    for (const [block, part] of parts.entries()) {
      outbox.proof({ block, length: part.length, sha256: new Uint8Array(32), signature: new Uint8Array(64) });
      outbox.chunk(block, 0, part);
      await packing.pack(new Uint8Array(1)); // whatever was asked of the worker before is answered
    }
    await promise;
    expect(arrived).toEqual(parts.flatMap((payload, block) => [`proof ${block}`, { block, offset: 0, payload }]));
    expect(outbox.waitingBytes).toBe(0);
    expect(sizes.some((size) => size > 200 && size < 10_000)).toBe(true);
  });
});

describe('a share', () => {
  let sent: MockInstance<RTCDataChannel['send']>;
  beforeEach(() => {
    sent = vi.spyOn(RTCDataChannel.prototype, 'send');
  });
  afterEach(() => sent.mockRestore());
  const sentBytes = (): number => sent.mock.calls.reduce((sum, [data]) => sum + (ArrayBuffer.isView(data) ? data.byteLength : 0), 0);

  test.each([
    { name: 'log.txt', file: () => new File([text(12 * BLOCK_BYTES)], 'log.txt'), most: 0.6 },
    { name: 'half text, half noise', file: () => new File([text(6 * BLOCK_BYTES), randomFile('', 6 * BLOCK_BYTES)], 'both'), most: 0.85 },
    { name: 'noise', file: () => randomFile('noise', 6 * BLOCK_BYTES), most: 1.01 },
  ])('$name arrives as it is, by fewer bytes where it can', async ({ file: make, most }) => {
    await packing.pack(new Uint8Array(1)); // the worker is there: what is packed may be asked for
    const file = make();
    const sender = await startSender(file);
    const receiver = startReceiver(sender.token);
    await ready(receiver);
    receiver.share.accept('download');
    const [saved] = await receiver.saved;
    expect(await sha256(saved!.blob)).toBe(await sha256(file));
    expect(sentBytes() / file.size).toBeLessThan(most);
  });
});

describe('a hostile sender', () => {
  async function attack(attempt: (frame: (bytes: Uint8Array<ArrayBuffer>) => void, share: OfferedShare) => void): Promise<string | undefined> {
    await packing.pack(new Uint8Array(1));
    const signer = await ShareSigner.generate();
    const share = await OfferedShare.create(new FileSource([{ path: 'a', file: new File([text(3 * BLOCK_BYTES)], 'a') }]), signer);
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
    const receiver = startReceiver(signer.token);
    await ready(receiver);
    receiver.share.accept('download');
    return (await seen<ReceiveView>(receiver.share, is('failed'))).error?.code;
  }

  test('a bomb instead of a chunk', async () => {
    const bomb = await pack(new Uint8Array(100 * BLOCK_BYTES));
    const code = await attack(async (frame, share) => {
      frame(encodeProof((await share.block(0)).proof));
      frame(encodePacked({ block: 0, offset: 0, length: CHUNK_BYTES, payload: bomb.subarray(0, CHUNK_BYTES - 1) }));
    });
    expect(code).toBe('peer-misbehaved');
  });

  test('what cannot be unpacked', async () => {
    const code = await attack((frame) => frame(encodePacked({ block: 0, offset: 0, length: 1000, payload: new Uint8Array(500).fill(0xff) })));
    expect(code).toBe('peer-misbehaved');
  });

  test('more at once than was ever asked for', async () => {
    const two = encodePacked({ block: 0, offset: 0, length: 2, payload: new Uint8Array(1) });
    const most = encodePacked({ block: 0, offset: 0, length: CHUNK_BYTES, payload: new Uint8Array(1) });
    const inboxOf = (onFault: () => void) => new Inbox({ unpack: () => new Promise(() => {}) } as unknown as typeof packing, { onProof: () => {}, onChunk: () => {}, onFault });
    for (const [frame, least] of [[two, MAX_UNPACKING], [most, MAX_UNPACKING_BYTES / CHUNK_BYTES]] as const) {
      let faults = 0;
      const inbox = inboxOf(() => (faults += 1));
      const decoded = decodeFrame(frame)!;
      if (decoded.type === 'request') return;
      for (let index = 0; index < least; index++) inbox.got(decoded);
      expect(faults).toBe(0);
      inbox.got(decoded);
      expect(faults).toBe(1);
    }
    const code = await attack((frame) => {
      for (let index = 0; index < 2 * MAX_UNPACKING; index++) frame(two);
    });
    expect(code).toBe('peer-misbehaved');
  });
});
