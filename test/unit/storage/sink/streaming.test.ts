/** The way through for shares that are not kept: what comes in any order goes out in order, whole or not at all. */
import { describe, expect, test } from 'vitest';

import { FileCutter } from '../../../../src/storage/sink/streaming/file-cutter.ts';
import type { ByteStream } from '../../../../src/storage/sink/streaming/streaming-sink.ts';
import { StreamingVault } from '../../../../src/storage/sink/streaming/streaming-vault.ts';

const bytesOf = (from: number, length: number) => Uint8Array.from({ length }, (_, index) => from + index);

async function all(stream: ByteStream): Promise<number[]> {
  const found: number[] = [];
  for await (const part of stream) found.push(...part);
  return found;
}

/** Whether it is settled, once everything that can go on has gone on. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = () => void (settled = true);
  promise.then(settle, settle);
  await new Promise((resolve) => setTimeout(resolve, 5));
  return settled;
}

describe('a straight vault', () => {
  test.each([
    ['in order', [0, 1, 2, 3]],
    ['backwards', [3, 2, 1, 0]],
    ['mixed', [2, 0, 3, 1]],
  ])('D10a: gives in order what is written %s', async (_, order) => {
    const vault = new StreamingVault(35);
    const reading = all(vault.stream);
    await Promise.all(order.map((block) => vault.write(block * 10, bytesOf(block * 10, block === 3 ? 5 : 10))));
    await vault.close();
    expect(await reading).toEqual([...bytesOf(0, 35)]);
  });

  test('takes nothing before somebody reads, and one block for each that is read', async () => {
    const vault = new StreamingVault(30);
    const writes = [0, 10, 20].map((offset) => vault.write(offset, bytesOf(offset, 10)));
    expect(await Promise.all(writes.map(isSettled))).toEqual([false, false, false]);
    const reader = vault.stream.getReader();
    await reader.read();
    expect(await Promise.all(writes.map(isSettled))).toEqual([true, false, false]);
    await reader.read();
    expect(await Promise.all(writes.map(isSettled))).toEqual([true, true, false]);
  });

  test('holds what came early until the one before it is there', async () => {
    const vault = new StreamingVault(20);
    const reading = all(vault.stream);
    const early = vault.write(10, bytesOf(10, 10));
    expect(await isSettled(early)).toBe(false);
    await vault.write(0, bytesOf(0, 10));
    await early;
    await vault.close();
    expect(await reading).toHaveLength(20);
  });

  test('W4: hands on nothing of its gaps, nor waits for what lies wholly in one', async () => {
    const gaps = [
      { start: 3, end: 5 },
      { start: 12, end: 34 },
      { start: 40, end: 50 },
    ];
    for (const order of [
      [0, 10, 30],
      [30, 10, 0],
      [10, 30, 0],
    ]) {
      const vault = new StreamingVault(50, gaps);
      const reading = all(vault.stream);
      await Promise.all(order.map((offset) => vault.write(offset, bytesOf(offset, 10))));
      await vault.close();
      expect(await reading).toEqual([0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 34, 35, 36, 37, 38, 39]);
    }
  });

  test('W4: that is one gap from end to end hands on nothing, and ends', async () => {
    const vault = new StreamingVault(20, [{ start: 0, end: 20 }]);
    const reading = all(vault.stream);
    await vault.close();
    expect(await reading).toEqual([]);
  });

  test('of nothing ends at once', async () => {
    const vault = new StreamingVault(0);
    await vault.close();
    expect(await all(vault.stream)).toEqual([]);
  });

  test.each([0, 10, 19])(
    'fails its reader when it is closed after %i of 20 bytes, and who waits in it',
    async (bytes) => {
      const vault = new StreamingVault(20);
      const reading = all(vault.stream);
      const late = vault.write(19, bytesOf(19, 1));
      if (bytes > 0) await vault.write(0, bytesOf(0, bytes === 19 ? 18 : bytes));
      await Promise.all([
        expect(reading).rejects.toMatchObject({ code: 'save-failed' }),
        expect(late).rejects.toMatchObject({ code: 'save-failed' }),
        vault.close(),
      ]);
      await expect(vault.write(0, bytesOf(0, 1))).rejects.toMatchObject({ code: 'storage-failed' });
      await vault.close();
    },
  );

  test('whose reader gives up lets its writers go when it is closed', async () => {
    const vault = new StreamingVault(20);
    await vault.stream.cancel();
    const write = vault.write(0, bytesOf(0, 10));
    await Promise.all([expect(write).rejects.toMatchObject({ code: 'save-failed' }), vault.close()]);
  });
});

describe('a stream that is cut into files', () => {
  const streamOf = (...parts: number[]): ByteStream => {
    let from = 0;
    const rest = parts.values();
    return new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => {
        const { done, value = 0 } = rest.next();
        if (done) return controller.close();
        controller.enqueue(bytesOf(from, value));
        from += value;
      },
    });
  };

  test.each([
    [[10, 10, 10], [30]],
    [[30], [10, 0, 10, 10]],
    [
      [1, 2, 3, 4, 20],
      [0, 7, 22, 1, 0],
    ],
    [
      [10, 10, 10],
      [10, 10, 10],
    ],
  ])('parts of %j bytes are files of %j', async (parts, sizes) => {
    const cutter = new FileCutter(streamOf(...parts));
    let from = 0;
    for (const size of sizes) {
      expect(await all(cutter.next(size))).toEqual([...bytesOf(from, size)]);
      from += size;
    }
  });

  test('fails the file in which it ends early', async () => {
    const cutter = new FileCutter(streamOf(10, 5));
    await all(cutter.next(10));
    await expect(all(cutter.next(6))).rejects.toMatchObject({ code: 'save-failed' });
  });

  test('is given up with the file that is given up', async () => {
    let isCancelled = false;
    const cutter = new FileCutter(
      new ReadableStream({
        pull: (controller) => controller.enqueue(bytesOf(0, 10)),
        cancel: () => void (isCancelled = true),
      }),
    );
    await cutter.next(20).cancel();
    expect(isCancelled).toBe(true);
  });
});
