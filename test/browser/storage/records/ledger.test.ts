import { deleteDB, openDB } from 'idb';
import { afterAll, describe, expect, test, vi } from 'vitest';

import { IdbLedger } from '../../../../src/storage/records/idb-ledger.ts';
import type { Ledger, LedgerEntry } from '../../../../src/storage/records/ledger.ts';
import { MemoryLedger } from '../../../../src/storage/records/memory-ledger.ts';
import { TimedLedger } from '../../../../src/storage/timed-stores.ts';

import { failing, noise } from '../bytes.ts';

const NAME = `test-${Date.now()}`;
const idb = new IdbLedger(NAME);
const timed = new IdbLedger(`${NAME}-timed`);
afterAll(async () => {
  await Promise.all([idb.close(), timed.close()]);
  await Promise.all([deleteDB(NAME), deleteDB(`${NAME}-timed`)]);
});

const entryOf = (id: string, blocks = noise(5)): LedgerEntry => ({
  id,
  manifestSha256: 'x'.repeat(43),
  name: 'a.txt',
  files: 1,
  bytes: 40 * 1024 * 1024,
  createdMs: 1,
  savedMs: undefined,
  blocks,
});

const ledgers: Array<[string, Ledger]> = [
  ['IndexedDB', idb],
  ['IndexedDB, with an end to each call', new TimedLedger(timed)],
  ['memory', new MemoryLedger()],
];

describe.each(ledgers)('a ledger in %s', (_name, ledger) => {
  test('gives back what was put, and undefined for what was not', async () => {
    await ledger.put(entryOf('a'));
    expect(await ledger.get('a')).toEqual(entryOf('a'));
    expect(await ledger.get('b')).toBeUndefined();
  });

  test('put replaces', async () => {
    await ledger.put(entryOf('a'));
    await ledger.put({ ...entryOf('a', noise(6)), savedMs: 7 });
    expect(await ledger.get('a')).toEqual({ ...entryOf('a', noise(6)), savedMs: 7 });
  });

  test('puts at the same time: the last one stays', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => ledger.put(entryOf('a', noise(5, index)))));
    expect(await ledger.get('a')).toEqual(entryOf('a', noise(5, 19)));
  });

  test.each([0, 1, 12_500])('marks of %i bytes', async (length) => {
    await ledger.put(entryOf('a', noise(length)));
    expect((await ledger.get('a'))?.blocks).toEqual(noise(length));
  });

  test('what is put or got can be changed without changing the ledger', async () => {
    const entry = entryOf('a');
    await ledger.put(entry);
    entry.blocks.fill(0);
    (await ledger.get('a'))?.blocks.fill(1);
    expect(await ledger.get('a')).toEqual(entryOf('a'));
  });

  test('a view of a larger buffer is kept as that view', async () => {
    await ledger.put(entryOf('a', noise(1000).subarray(10, 20)));
    const blocks = (await ledger.get('a'))?.blocks;
    expect(blocks).toEqual(noise(1000).slice(10, 20));
    expect(blocks?.buffer.byteLength).toBe(10);
  });

  test('lists and removes', async () => {
    for (const { id } of await ledger.list()) await ledger.remove(id);
    await ledger.put(entryOf('a'));
    await ledger.put(entryOf('b'));
    await ledger.remove('a');
    await ledger.remove('none');
    expect(await ledger.list()).toEqual([entryOf('b')]);
  });

  test('an entry that cannot be stored changes nothing', async () => {
    await ledger.put(entryOf('a'));
    const bad = {
      ...entryOf('a', noise(9)),
      blocks: {
        slice: () => {
          throw new Error('no');
        },
      } as unknown as Uint8Array<ArrayBuffer>,
    };
    await expect(ledger.put(bad)).rejects.toThrow();
    expect(await ledger.get('a')).toEqual(entryOf('a'));
  });
});

describe('a ledger in IndexedDB', () => {
  test('is there for another page, and after the connection was closed', async () => {
    await idb.put(entryOf('a'));
    await idb.close();
    const other = new IdbLedger(NAME);
    expect(await other.get('a')).toEqual(entryOf('a'));
    expect(await idb.get('a')).toEqual(entryOf('a'));
    await other.close();
  });

  test('makes way for a newer version of the app, and then says that it cannot read', async () => {
    const name = `${NAME}-newer`;
    const ledger = new IdbLedger(name);
    await ledger.put(entryOf('a'));
    const newer = await openDB(name, 2); // would wait for ever
    await expect(ledger.get('a')).rejects.toEqual(failing('storage-failed'));
    newer.close();
    await deleteDB(name);
  });

  test('asks for writes that are on disk', async () => {
    const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await idb.put(entryOf('a'));
    await idb.remove('a');
    expect(transactions.mock.calls.map(([, mode, options]) => [mode, options])).toEqual([
      ['readwrite', { durability: 'strict' }],
      ['readwrite', { durability: 'strict' }],
    ]);
    transactions.mockRestore();
  });
});
