import { deleteDB, openDB } from 'idb';
import { afterAll, describe, expect, test, vi } from 'vitest';

import { IdbLedger } from '../../../../src/storage/records/idb-ledger.ts';
import type { Ledger, LedgerEntry } from '../../../../src/storage/records/ledger.ts';
import { MemoryLedger } from '../../../../src/storage/records/memory-ledger.ts';
import { PAGE_BLOCKS, type KeptSignature } from '../../../../src/storage/records/signature-pages.ts';
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

const signatureOf = (block: number, seed = block + 1): KeptSignature => ({
  block,
  sha256: noise(32, seed),
  signature: noise(64, seed + 1000),
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

  const n = PAGE_BLOCKS;
  test.each([0, 1, n - 1, n, n + 1])(
    'keeps %i signatures with the marks, and tells each by its block',
    async (count) => {
      const id = `signed-${count}`;
      await ledger.put(
        { ...entryOf(id), signed: noise(5) },
        Array.from({ length: count }, (_, block) => signatureOf(block)),
      );
      expect(await ledger.get(id)).toEqual({ ...entryOf(id), signed: noise(5) });
      for (const block of new Set([0, 1, n - 1, n, n + 1]))
        expect(await ledger.signature(id, block)).toEqual(block < count ? signatureOf(block) : undefined);
    },
  );

  test('signatures are added to those that are kept, in whatever order, and replaced when they come again', async () => {
    await ledger.put(entryOf('added'), [signatureOf(3), signatureOf(2 * n)]);
    await Promise.all([
      ledger.put(entryOf('added'), [signatureOf(2), signatureOf(n)]),
      ledger.put(entryOf('added'), [signatureOf(1), signatureOf(3, 99)]),
    ]);
    await ledger.put({ ...entryOf('added'), savedMs: 7 });
    const kept = await Promise.all([1, 2, 3, n, 2 * n].map((block) => ledger.signature('added', block)));
    expect(kept).toEqual([signatureOf(1), signatureOf(2), signatureOf(3, 99), signatureOf(n), signatureOf(2 * n)]);
  });

  test('signatures go with their share, and with no other', async () => {
    await ledger.put(entryOf('one'), [signatureOf(1), signatureOf(5 * n)]);
    await ledger.put(entryOf('one!'), [signatureOf(1)]);
    expect(await ledger.signature('on', 1)).toBeUndefined();
    await ledger.remove('one');
    expect(await ledger.signature('one', 1)).toBeUndefined();
    await ledger.put(entryOf('one'));
    expect(await ledger.signature('one', 5 * n)).toBeUndefined();
    expect(await ledger.signature('one!', 1)).toEqual(signatureOf(1));
  });

  test('signatures that are given out can be changed without changing the ledger', async () => {
    const signature = signatureOf(1);
    await ledger.put(entryOf('own'), [signature]);
    signature.sha256.fill(0);
    (await ledger.signature('own', 1))?.signature.fill(0);
    expect(await ledger.signature('own', 1)).toEqual(signatureOf(1));
  });

  test('an entry that cannot be stored leaves no signatures either', async () => {
    await ledger.put(entryOf('whole'), [signatureOf(1)]);
    const bad = { ...entryOf('whole'), name: (() => {}) as unknown as string };
    const isStored = await ledger.put(bad, [signatureOf(1, 50), signatureOf(2)]).then(
      () => true,
      () => false,
    );
    // What is in memory takes everything.
    expect(await ledger.signature('whole', 2)).toEqual(isStored ? signatureOf(2) : undefined);
    expect(await ledger.signature('whole', 1)).toEqual(isStored ? signatureOf(1, 50) : signatureOf(1));
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
  const n = PAGE_BLOCKS;

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
    const newer = await openDB(name, 3); // would wait for ever
    await expect(ledger.get('a')).rejects.toEqual(failing('storage-failed'));
    newer.close();
    await deleteDB(name);
  });

  test('of the version before is taken over: its marks stay, without signatures, and get some from now on', async () => {
    const name = `${NAME}-older`;
    const older = await openDB(name, 1, {
      upgrade: (database) => void database.createObjectStore('entries', { keyPath: 'id' }),
    });
    await older.put('entries', entryOf('a'));
    older.close();
    const ledger = new IdbLedger(name);
    expect(await ledger.list()).toEqual([entryOf('a')]);
    expect(await ledger.signature('a', 0)).toBeUndefined();
    await ledger.put({ ...entryOf('a'), signed: noise(5) }, [signatureOf(0)]);
    expect(await ledger.signature('a', 0)).toEqual(signatureOf(0));
    await ledger.close();
    await deleteDB(name);
  });

  test('a page of signatures that is damaged tells none, and is mended by the next mark', async () => {
    await idb.put(entryOf('damaged'), [signatureOf(0), signatureOf(n)]);
    await idb.close();
    const database = await openDB(NAME);
    await database.put('signatures', noise(1000), ['damaged', 0]);
    database.close();
    expect(await idb.signature('damaged', 0)).toBeUndefined();
    expect(await idb.signature('damaged', n)).toEqual(signatureOf(n));
    await idb.put(entryOf('damaged'), [signatureOf(1)]);
    expect(await idb.signature('damaged', 0)).toBeUndefined();
    expect(await idb.signature('damaged', 1)).toEqual(signatureOf(1));
  });

  test('marks and signatures are one transaction: cut short, neither is there', async () => {
    await idb.put(entryOf('cut'));
    const get = vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError'); // the entry's own call has been made by then
    });
    await expect(idb.put({ ...entryOf('cut'), savedMs: 7 }, [signatureOf(0)])).rejects.toEqual(failing('space-short'));
    get.mockRestore();
    expect(await idb.get('cut')).toEqual(entryOf('cut'));
    expect(await idb.signature('cut', 0)).toBeUndefined();
  });

  test('asks for writes that are on disk', async () => {
    const transactions = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await idb.put(entryOf('a'), [signatureOf(0)]);
    await idb.remove('a');
    expect(transactions.mock.calls.map(([, mode, options]) => [mode, options])).toEqual([
      ['readwrite', { durability: 'strict' }],
      ['readwrite', { durability: 'strict' }],
    ]);
    transactions.mockRestore();
  });
});
