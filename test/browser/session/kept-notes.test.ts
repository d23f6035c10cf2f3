/** Notes that are kept, as the page is put together: in this browser's database, and in its Storage. */
import { expect, test } from 'vitest';

import { Kept } from '../../../src/main/kept.ts';
import { openStores } from '../../../src/storage/stores.ts';
import { MemoryKeptNotes } from '../../../src/storage/records/memory-kept-notes.ts';
import { MemoryLedger } from '../../../src/storage/records/memory-ledger.ts';
import { MemoryVaultStore } from '../../../src/storage/vault/memory-vault.ts';

test('they are in the database of this browser, for the next page as well', async () => {
  const room = `room ${crypto.randomUUID()}`;
  const [notes, again] = await Promise.all(
    (await Promise.all([openStores(), openStores()])).map((each) => each.keptNotes()),
  );
  await notes!.put(room, [], 1);
  expect(await again!.get(room)).toEqual([]);
  const names = (await indexedDB.databases()).map(({ name }) => name);
  expect(names).toContain('beamline-notes');
  await again!.remove(room);
  expect(await notes!.get(room)).toBeUndefined();
});

test('Storage tells of them, and clears them with all, but not with one share', async () => {
  const notes = new MemoryKeptNotes();
  for (const room of ['a', 'b']) await notes.put(room, [], 1);
  const kept = new Kept();
  const own = { vaults: new MemoryVaultStore(), ledger: new MemoryLedger(), keptNotes: async () => notes };
  Object.assign(kept, { stores: kept.stores.then((stores) => ({ ...stores, ...own })) });
  expect(await kept.storage()).toMatchObject({ kept: [], roomsWithNotes: 2 });
  await kept.forget('a share');
  expect(await notes.rooms()).toHaveLength(2);
  await kept.forget();
  expect(await kept.storage()).toMatchObject({ roomsWithNotes: 0 });
});

test('where there are none, or no database, Storage works as before', async () => {
  const kept = new Kept();
  const own = { vaults: new MemoryVaultStore(), ledger: new MemoryLedger(), keptNotes: async () => undefined };
  Object.assign(kept, { stores: kept.stores.then((stores) => ({ ...stores, ...own })) });
  expect(await kept.storage()).toMatchObject({ kept: [], roomsWithNotes: 0 });
  await kept.forget();
});
