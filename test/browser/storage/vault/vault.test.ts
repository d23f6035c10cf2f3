/** What every vault does, and what each one does besides. */
import { afterEach, describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { MemoryVaultStore } from '../../../../src/storage/vault/memory-vault.ts';
import { OpfsVaultStore } from '../../../../src/storage/vault/opfs-vault.ts';
import { TimedVaultStore } from '../../../../src/storage/timed-stores.ts';
import type { VaultStore } from '../../../../src/storage/vault/vault.ts';

import { bytesOf, expectBytes, failing, isSame, noise } from '../bytes.ts';
import { limitQuota } from '../devtools.ts';

let count = 0;
const newId = (): string => `test-${Date.now()}-${(count += 1)}`;

const stores: Array<[string, VaultStore]> = [
  ['OPFS', new OpfsVaultStore()],
  ['OPFS, with an end to each call', new TimedVaultStore(new OpfsVaultStore())],
  ['memory', new MemoryVaultStore()],
];

afterEach(async () => {
  for (const [, store] of stores) {
    for (const { id } of await store.list()) await store.remove(id).catch(() => {});
  }
});

describe.each(stores)('a vault in %s', (_name, store) => {
  const n = 3;
  const sizes = [
    0,
    1,
    BLOCK_BYTES - 1,
    BLOCK_BYTES,
    BLOCK_BYTES + 1,
    n * BLOCK_BYTES - 1,
    n * BLOCK_BYTES,
    n * BLOCK_BYTES + 1,
  ];

  test.each(sizes)('keeps %i bytes, written in blocks from the last to the first', async (size) => {
    const bytes = noise(size);
    const vault = await store.open(newId());
    const writes: Promise<unknown>[] = [];
    for (let offset = Math.floor(size / BLOCK_BYTES) * BLOCK_BYTES; offset >= 0; offset -= BLOCK_BYTES) {
      writes.push(vault.write(offset, bytes.slice(offset, offset + BLOCK_BYTES)));
    }
    await Promise.all(writes);
    await vault.flush();
    await expectBytes(await vault.file(), bytes);
    await vault.close();
    await expectBytes(await vault.file(), bytes);
  });

  test.each(sizes)('reads a vault of %i bytes, in blocks', async (size) => {
    const bytes = noise(size);
    const vault = await store.open(newId());
    for (let offset = 0; offset < size; offset += BLOCK_BYTES)
      await vault.write(offset, bytes.slice(offset, offset + BLOCK_BYTES));
    await vault.flush();
    for (let offset = 0; offset < size; offset += BLOCK_BYTES) {
      const block = await vault.read(offset, Math.min(BLOCK_BYTES, size - offset));
      expect(isSame(block, bytes.subarray(offset, offset + BLOCK_BYTES))).toBe(true);
    }
    await expect(vault.read(size, 1)).rejects.toEqual(failing('storage-failed'));
    await vault.close();
  });

  test('reads across blocks, into a buffer of its own; what is not written yet is zero, and past the end is nothing', async () => {
    const vault = await store.open(newId());
    await vault.write(0, noise(BLOCK_BYTES));
    await vault.write(2 * BLOCK_BYTES, noise(10));
    await vault.flush();
    const bytes = await vault.read(BLOCK_BYTES - 3, BLOCK_BYTES + 6);
    expect(isSame(bytes.subarray(0, 3), noise(BLOCK_BYTES).subarray(-3))).toBe(true);
    expect(isSame(bytes.subarray(3, -3), new Uint8Array(BLOCK_BYTES))).toBe(true);
    expect(isSame(bytes.subarray(-3), noise(10).subarray(0, 3))).toBe(true);
    expect(bytes.buffer.byteLength).toBe(BLOCK_BYTES + 6);
    bytes.fill(9);
    expect(isSame(await vault.read(2 * BLOCK_BYTES, 10), noise(10))).toBe(true);
    await expect(vault.read(2 * BLOCK_BYTES, 11)).rejects.toEqual(failing('storage-failed'));
    await expect(vault.read(9 * BLOCK_BYTES, 1)).rejects.toEqual(failing('storage-failed'));
    await vault.close();
  });

  test('reads what was there when it is opened again, while it is written', async () => {
    const id = newId();
    const first = await store.open(id);
    await first.write(0, noise(BLOCK_BYTES, 1));
    await first.flush();
    await first.close();
    const second = await store.open(id);
    const [read] = await Promise.all([
      second.read(0, BLOCK_BYTES),
      second.write(BLOCK_BYTES, noise(BLOCK_BYTES, 2)),
      second.flush(),
    ]);
    expect(isSame(read, noise(BLOCK_BYTES, 1))).toBe(true);
    expect(isSame(await second.read(BLOCK_BYTES, BLOCK_BYTES), noise(BLOCK_BYTES, 2))).toBe(true);
    await second.close();
  });

  test('flush resolves after all writes before it', async () => {
    const vault = await store.open(newId());
    const order: number[] = [];
    const writes = [0, 1, 2, 3].map((block) =>
      vault.write(block * BLOCK_BYTES, noise(BLOCK_BYTES, block)).then(() => order.push(block)),
    );
    await vault.flush().then(() => order.push(-1));
    await Promise.all(writes);
    expect(order).toEqual([0, 1, 2, 3, -1]);
    await vault.close();
  });

  test('what is not written yet is zero', async () => {
    const vault = await store.open(newId());
    await vault.write(2 * BLOCK_BYTES, noise(5));
    const bytes = await bytesOf(await vault.file());
    expect(isSame(bytes.subarray(0, 2 * BLOCK_BYTES), new Uint8Array(2 * BLOCK_BYTES))).toBe(true);
    expect(isSame(bytes.subarray(2 * BLOCK_BYTES), noise(5))).toBe(true);
    await vault.close();
  });

  test('a write replaces what was there, and only that', async () => {
    const vault = await store.open(newId());
    const bytes = noise(2 * BLOCK_BYTES);
    await vault.write(0, bytes.slice());
    await vault.write(BLOCK_BYTES - 2, Uint8Array.of(1, 2, 3, 4));
    bytes.set([1, 2, 3, 4], BLOCK_BYTES - 2);
    await vault.write(7, Uint8Array.of(9));
    bytes[7] = 9;
    await expectBytes(await vault.file(), bytes);
    await vault.close();
  });

  test('a part of a larger buffer is written as that part', async () => {
    const vault = await store.open(newId());
    await vault.write(0, noise(100).subarray(10, 20));
    await expectBytes(await vault.file(), noise(100).slice(10, 20));
    await vault.close();
  });

  test('bytes stay when it is closed and opened again', async () => {
    const id = newId();
    const first = await store.open(id);
    await first.write(0, noise(BLOCK_BYTES, 1));
    await first.flush();
    await first.close();
    const second = await store.open(id);
    await second.write(BLOCK_BYTES, noise(10, 2));
    await second.flush();
    const bytes = new Uint8Array(BLOCK_BYTES + 10);
    bytes.set(noise(BLOCK_BYTES, 1));
    bytes.set(noise(10, 2), BLOCK_BYTES);
    await expectBytes(await second.file(), bytes);
    await second.close();
  });

  test('a file taken while it is open can be read after it is closed, and its slices too', async () => {
    const vault = await store.open(newId());
    await vault.write(0, noise(BLOCK_BYTES));
    await vault.flush();
    const file = await vault.file();
    await vault.close();
    await expectBytes(file, noise(BLOCK_BYTES));
    await expectBytes(file.slice(10, 20), noise(BLOCK_BYTES).slice(10, 20));
  });

  test('vaults do not mix', async () => {
    const [a, b] = await Promise.all([store.open(newId()), store.open(newId())]);
    await Promise.all([a.write(0, noise(10, 1)), b.write(0, noise(20, 2))]);
    await expectBytes(await a.file(), noise(10, 1));
    await expectBytes(await b.file(), noise(20, 2));
    await Promise.all([a.close(), b.close()]);
  });

  test('list tells the bytes of each, open or not', async () => {
    const [open, closed] = [newId(), newId()];
    const [a, b] = [await store.open(open), await store.open(closed)];
    await a.write(0, noise(3));
    await b.write(BLOCK_BYTES, noise(4));
    await b.close();
    const list = await store.list();
    expect(list).toContainEqual({ id: open, bytes: 3 });
    expect(list).toContainEqual({ id: closed, bytes: BLOCK_BYTES + 4 });
    await a.close();
  });

  test('remove takes it away; opened again it is empty', async () => {
    const id = newId();
    const vault = await store.open(id);
    await vault.write(0, noise(3));
    await vault.close();
    await store.remove(id);
    expect((await store.list()).map((usage) => usage.id)).not.toContain(id);
    const again = await store.open(id);
    expect((await again.file()).size).toBe(0);
    await again.close();
  });

  test('remove is fine when there is none, and refused while it is open', async () => {
    await store.remove(newId());
    const id = newId();
    const vault = await store.open(id);
    await expect(store.remove(id)).rejects.toEqual(failing('storage-failed'));
    await vault.close();
    await store.remove(id);
  });

  test('after close there is no more writing, nor reading', async () => {
    const vault = await store.open(newId());
    await vault.write(0, noise(1));
    await vault.close();
    await expect(vault.read(0, 1)).rejects.toEqual(failing('storage-failed'));
    await expect(vault.write(0, noise(1))).rejects.toEqual(failing('storage-failed'));
    await expect(vault.flush()).rejects.toEqual(failing('storage-failed'));
    await vault.close(); // twice is fine
  });
});

describe('a vault in OPFS', () => {
  const store = new OpfsVaultStore();

  test('is listed without a worker, which would be fetched when a page is swept', async () => {
    const workers = (): number =>
      performance.getEntriesByType('resource').filter(({ name }) => name.includes('vault.worker')).length;
    const id = newId();
    const vault = await store.open(id);
    await vault.write(0, noise(2));
    const before = workers();
    expect(before).toBeGreaterThan(0);
    expect(await new OpfsVaultStore().list()).toContainEqual({ id, bytes: 2 });
    expect(workers()).toBe(before);
    await vault.close();
  });

  test('takes the buffer: it is not copied', async () => {
    const vault = await store.open(newId());
    const bytes = noise(BLOCK_BYTES);
    const write = vault.write(0, bytes);
    expect(bytes.byteLength).toBe(0);
    await write;
    await vault.close();
  });

  test('is given to another page that waits for it, and not to one that waits too long', async () => {
    const id = newId();
    const other = new OpfsVaultStore();
    const vault = await store.open(id);
    await expect(other.open(id)).rejects.toEqual(failing('storage-failed'));
    const waiting = other.open(id);
    const free = await other.open(newId()); // meanwhile others are served
    await free.close();
    await vault.close();
    await (await waiting).close();
    other.stop();
  });

  test('gives up its lock, and fails what is under way, when the worker ends', async () => {
    const id = newId();
    const other = new OpfsVaultStore();
    const vault = await other.open(id);
    const write = vault.write(0, noise(BLOCK_BYTES));
    other.stop();
    await expect(write).rejects.toEqual(failing('storage-failed'));
    await (await store.open(id)).close();
  });

  test('whose worker hung and was stopped, with a lock that stays, is had again as another file; both are removed by its id', async () => {
    const id = newId();
    const holder = new OpfsVaultStore(); // stands for the worker that does not end
    const held = await holder.open(id);
    await held.write(0, noise(5));
    const again = new OpfsVaultStore();
    await expect(again.open(id)).rejects.toEqual(failing('storage-failed'));
    again.stop();
    const vault = await again.open(id);
    expect((await vault.file()).size).toBe(0);
    await vault.write(0, noise(3));
    await expectBytes(await vault.file(), noise(3));
    expect(await again.list()).toContainEqual({ id, bytes: 8 });
    await vault.close();
    await held.close();
    await again.remove(id);
    expect((await again.list()).map((usage) => usage.id)).not.toContain(id);
    holder.stop();
    again.stop();
  });

  test('says space-short when the quota is used up, and goes on when there is room', async () => {
    const { usage = 0 } = await navigator.storage.estimate();
    const vault = await store.open(newId());
    {
      await using _limit = await limitQuota(usage + 4 * BLOCK_BYTES);
      const fill = async (): Promise<void> => {
        for (let block = 0; block < 64; block += 1) await vault.write(block * BLOCK_BYTES, noise(BLOCK_BYTES));
      };
      await expect(fill()).rejects.toEqual(failing('space-short'));
    }
    await vault.write(0, noise(1));
    await vault.close();
  });
});

describe('a vault in memory', () => {
  test('knows what is free', async () => {
    const store = new MemoryVaultStore(3 * BLOCK_BYTES);
    expect(await store.freeBytes()).toBe(3 * BLOCK_BYTES);
    await (await store.open('a')).write(BLOCK_BYTES, noise(1));
    expect(await store.freeBytes()).toBe(2 * BLOCK_BYTES - 1);
  });

  test('refuses with space-short what does not fit beside the others, with the figures', async () => {
    const store = new MemoryVaultStore(3 * BLOCK_BYTES);
    const [a, b] = [await store.open('a'), await store.open('b')];
    await a.write(0, noise(BLOCK_BYTES));
    await b.write(0, noise(2 * BLOCK_BYTES));
    await expect(b.write(2 * BLOCK_BYTES, noise(1))).rejects.toEqual(
      failing('space-short', { neededBytes: 2 * BLOCK_BYTES + 1, freeBytes: 2 * BLOCK_BYTES }),
    );
    await a.close();
    await store.remove('a');
    await b.write(2 * BLOCK_BYTES, noise(1));
  });

  test('refuses the last block of a share that is too large before it takes memory', async () => {
    const vault = await new MemoryVaultStore().open('a');
    await expect(vault.write(100_000 * BLOCK_BYTES, noise(1))).rejects.toEqual(failing('space-short'));
  });
});
