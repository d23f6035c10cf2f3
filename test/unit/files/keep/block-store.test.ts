import { describe, expect, test } from 'vitest';

import { BeamError } from '../../../../src/protocol/errors.ts';
import { BLOCK_BYTES, MAX_OPEN_BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { StoredShares } from '../../../../src/files/keep/stored-shares.ts';
import { StreamLayout } from '../../../../src/protocol/stream-layout.ts';
import { FileChoice } from '../../../../src/transfer/exchange/file-choice.ts';
import { WithdrawnFiles } from '../../../../src/transfer/exchange/withdrawn-files.ts';
import { BlockStore, type NewEntry } from '../../../../src/files/keep/block-store.ts';
import type { Ledger, LedgerEntry } from '../../../../src/storage/records/ledger.ts';
import { MemoryLedger } from '../../../../src/storage/records/memory-ledger.ts';
import { MemoryVaultStore } from '../../../../src/storage/vault/memory-vault.ts';
import type { VaultStore } from '../../../../src/storage/vault/vault.ts';

/** 40 blocks and a short one. */
const share: NewEntry = { id: 'room', manifestSha256: 'hash', name: 'a.bin', files: 1, bytes: 40 * BLOCK_BYTES + 5 };
const block = (fill: number, length = BLOCK_BYTES) => new Uint8Array(length).fill(fill);
const none = (): void => {};

/** Real stores in memory, which note what was done in what order. */
function logged() {
  const log: string[] = [];
  const memory = { vaults: new MemoryVaultStore(), ledger: new MemoryLedger() };
  const vaults: VaultStore = {
    list: () => memory.vaults.list(),
    peek: (id) => memory.vaults.peek(id),
    freeBytes: () => memory.vaults.freeBytes(),
    remove: async (id) => {
      log.push('remove');
      await memory.vaults.remove(id);
    },
    open: async (id) => {
      const vault = await memory.vaults.open(id);
      return {
        ...vault,
        write: async (offset, bytes) => {
          const buffer = await vault.write(offset, bytes);
          log.push(`write ${offset / BLOCK_BYTES}`);
          return buffer;
        },
        flush: async () => {
          await vault.flush();
          log.push('flush');
        },
        file: () => vault.file(),
        close: async () => {
          await vault.close();
          log.push('close');
        },
      };
    },
  };
  const ledger: Ledger = {
    get: (id) => memory.ledger.get(id),
    list: () => memory.ledger.list(),
    signature: (id, block) => memory.ledger.signature(id, block),
    put: async (entry: LedgerEntry, signatures) => {
      await memory.ledger.put(entry, signatures);
      log.push(entry.savedMs === undefined ? 'mark' : 'saved');
    },
    remove: async (id) => {
      await memory.ledger.remove(id);
      log.push('forget');
    },
  };
  return { log, parts: { vaults, ledger } };
}

describe('C3c: of chosen files', () => {
  /** Three files in five blocks: the second begins and ends in the middle of one. */
  const layout = new StreamLayout([1.5 * BLOCK_BYTES, 2 * BLOCK_BYTES, 1.5 * BLOCK_BYTES]);
  const five: NewEntry = { ...share, files: 3, bytes: layout.bytes };
  const nothing = new WithdrawnFiles(layout);
  const chosen = (file: number): FileChoice => {
    const choice = new FileChoice(layout);
    choice.set([file, file], true);
    return choice;
  };
  const missing = (blockStore: BlockStore): number[] => {
    const done = blockStore.doneBlocks();
    return [0, 1, 2, 3, 4].filter((each) => !done.has(each));
  };

  test('the blocks that hold them are wanted, and their bytes are counted', async () => {
    const { parts } = logged();
    const blockStore = await BlockStore.open(parts, five, 1, none, nothing, chosen(1));
    expect(missing(blockStore)).toEqual([1, 2, 3]);
    expect(blockStore.bytesDone).toBe(0);
    await blockStore.write(1, block(1));
    expect(blockStore.bytesDone).toBe(BLOCK_BYTES / 2);
    await blockStore.write(3, block(3));
    await blockStore.write(2, block(2));
    expect(blockStore.bytesDone).toBe(2 * BLOCK_BYTES);
  });

  test('the rest is taken later without the blocks that both share, also after files were saved', async () => {
    const { parts } = logged();
    const first = await BlockStore.open(parts, five, 1, none, nothing, chosen(1));
    for (const each of [1, 2, 3]) await first.write(each, block(each));
    await first.finish();
    await first.markSaved(2, [[1, 1]]);
    const facts = { sha256: five.manifestSha256, bytes: five.bytes };
    const earlier = (sha256 = facts.sha256) => BlockStore.choiceOf(parts.ledger, five.id, { ...facts, sha256 });
    expect(await earlier()).toEqual({ saved: [[1, 1]], chosen: undefined });
    expect(await earlier('other')).toEqual({ saved: [], chosen: undefined });

    const rest = FileChoice.all(layout);
    rest.set([1, 1], false);
    const second = await BlockStore.open(parts, five, 3, none, nothing, rest);
    expect(missing(second)).toEqual([0, 4]);
    await second.flush();
    expect(await earlier()).toEqual({
      saved: [[1, 1]],
      chosen: [
        [0, 0],
        [2, 2],
      ],
    });
    expect(second.bytesDone).toBe(BLOCK_BYTES); // half a block of each neighbour
    for (const each of [0, 4]) await second.write(each, block(each));
    expect(second.bytesDone).toBe(rest.bytes);
    const vault = await second.finish();
    for (const each of [0, 1, 2, 3, 4]) {
      const bytes = new Uint8Array(await vault.slice(each * BLOCK_BYTES, (each + 1) * BLOCK_BYTES).arrayBuffer());
      expect(bytes.every((byte) => byte === each)).toBe(true);
    }
    await second.markSaved(4);
    expect(await parts.ledger.get(five.id)).toMatchObject({ savedMs: 4 });
    expect(await earlier()).toEqual({ saved: [], chosen: undefined });
  });

  test('W4: what was withdrawn counts as done; what nobody has chosen never counts', async () => {
    const { parts } = logged();
    const choice = chosen(1);
    choice.set([2, 2], true);
    const withdrawn = new WithdrawnFiles(layout);
    const blockStore = await BlockStore.open(parts, five, 1, none, withdrawn, choice);
    expect(missing(blockStore)).toEqual([1, 2, 3, 4]);
    withdrawn.add([2]);
    blockStore.leaveOut(withdrawn);
    expect(missing(blockStore)).toEqual([1, 2, 3]);
    expect(blockStore.bytesDone).toBe(BLOCK_BYTES);
    blockStore.leaveOut(withdrawn);
    await blockStore.write(4, block(0)); // it was on its way
    expect(blockStore.bytesDone).toBe(BLOCK_BYTES);
    for (const each of [1, 2, 3]) await blockStore.write(each, block(1));
    expect(blockStore.bytesDone).toBe(choice.bytes);
  });
});

describe('D9: the block store', () => {
  test('marks only behind a flush, which is behind the writes', async () => {
    const { log, parts } = logged();
    const blockStore = await BlockStore.open(parts, share, 1, none);
    await blockStore.write(0, block(1));
    await blockStore.write(1, block(2));
    await blockStore.flush();
    expect(log).toEqual(['mark', 'write 0', 'write 1', 'flush', 'mark']);
  });

  test('marks a batch by itself, without being asked', async () => {
    const { log, parts } = logged();
    const blockStore = await BlockStore.open(parts, share, 1, none);
    for (let index = 0; index < 32; index++) await blockStore.write(index, block(1));
    await expect.poll(() => log.filter((entry) => entry === 'mark').length).toBe(2);
    expect(log.indexOf('flush')).toBeGreaterThan(log.indexOf('write 31'));
    expect(blockStore.bytesDone).toBe(32 * BLOCK_BYTES);
  });

  test('a disk that flushes slowly holds up the writes: never more than 64 MiB are unmarked, with what is not written yet', async () => {
    const { parts } = logged();
    const { promise: flushed, resolve: flush } = Promise.withResolvers<void>();
    const slow: VaultStore = {
      ...parts.vaults,
      open: async (id) => ({ ...(await parts.vaults.open(id)), flush: () => flushed }),
    };
    const blockStore = await BlockStore.open(
      { ...parts, vaults: slow },
      { ...share, bytes: 100 * BLOCK_BYTES },
      1,
      none,
    );
    let taken = 0;
    const writing = Array.from({ length: 60 }, (_, index) =>
      blockStore.write(index, block(1)).then(() => (taken += 1)),
    );
    await expect.poll(() => taken).toBe(47);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(taken * BLOCK_BYTES + MAX_OPEN_BLOCK_BYTES).toBeLessThan(64 * 1024 * 1024);
    flush();
    await Promise.all(writing);
    await blockStore.flush();
    expect((await parts.ledger.get(share.id))?.blocks.slice(0, 7).every((byte) => byte === 0xff)).toBe(true);
  });

  test('W4: marks say with which files withdrawn; when one is to be had again, its blocks are', async () => {
    const { parts } = logged();
    const layout = new StreamLayout([1.5 * BLOCK_BYTES, 2 * BLOCK_BYTES, 0.5 * BLOCK_BYTES]);
    const four = { ...share, bytes: layout.bytes };
    const withdrawn = new WithdrawnFiles(layout);
    const blockStore = await BlockStore.open(parts, four, 1, none, withdrawn);
    await blockStore.write(0, block(1));
    withdrawn.add([1]);
    blockStore.leaveOut(withdrawn);
    expect(blockStore.bytesDone).toBe(2 * BLOCK_BYTES); // one written, and block 2 is nobody's
    await blockStore.write(1, block(2));
    await blockStore.write(3, block(3));
    expect(blockStore.bytesDone).toBe(layout.bytes);
    expect(blockStore.doneBlocks().isFull).toBe(true);
    await blockStore.close();
    expect((await parts.ledger.get(share.id))?.withdrawn).toEqual([[1, 1]]);

    const again = await BlockStore.open(parts, four, 2, none, withdrawn);
    expect(again.doneBlocks().isFull).toBe(true);
    await again.close();
    const restored = await BlockStore.open(parts, four, 3, none, new WithdrawnFiles(layout));
    expect(restored.bytesDone).toBe(BLOCK_BYTES); // in blocks 1 and 3 zeros stand for the file
    await restored.close();
  });

  test('a ledger that fails is not asked again when it closes: that could only take as long, and the lock is given up', async () => {
    const { log, parts } = logged();
    let puts = 0;
    const ledger: Ledger = {
      ...parts.ledger,
      put: (entry) => (++puts === 1 ? parts.ledger.put(entry) : Promise.reject(new BeamError('storage-lost'))),
    };
    const blockStore = await BlockStore.open({ ...parts, ledger }, share, 1, none);
    await blockStore.write(0, block(1));
    await expect(blockStore.flush()).rejects.toMatchObject({ code: 'storage-lost' });
    await blockStore.close();
    expect(puts).toBe(2);
    expect(log.at(-1)).toBe('close');
  });

  test('a ledger that cannot be read leaves no vault open', async () => {
    const { log, parts } = logged();
    const ledger: Ledger = { ...parts.ledger, get: () => Promise.reject(new BeamError('storage-lost')) };
    await expect(BlockStore.open({ ...parts, ledger }, share, 1, none)).rejects.toMatchObject({ code: 'storage-lost' });
    await expect.poll(() => log).toEqual(['close']);
  });

  test('a ledger that cannot forget does not keep the vault open either', async () => {
    const { log, parts } = logged();
    const blockStore = await BlockStore.open(
      { ...parts, ledger: { ...parts.ledger, remove: () => Promise.reject(new BeamError('storage-lost')) } },
      share,
      1,
      none,
    );
    await expect(blockStore.discard()).rejects.toMatchObject({ code: 'storage-lost' });
    expect(log.at(-1)).toBe('close');
  });

  test('a vault that is shorter than the share when all is written is not handed out as a file', async () => {
    const { parts } = logged();
    const cleared: VaultStore = {
      ...parts.vaults,
      open: async (id) => ({ ...(await parts.vaults.open(id)), file: async () => new Blob([new Uint8Array(5)]) }),
    };
    const blockStore = await BlockStore.open({ ...parts, vaults: cleared }, { ...share, bytes: 6 }, 1, none);
    await blockStore.write(0, block(1, 6));
    await expect(blockStore.finish()).rejects.toMatchObject({ code: 'storage-lost' });
  });

  test('what was marked is there after a crash; what was not is asked for again', async () => {
    const { parts } = logged();
    const before = await BlockStore.open(parts, share, 1, none);
    await before.write(3, block(3));
    await before.flush();
    await before.write(4, block(4)); // crash: neither flushed nor marked
    const after = await BlockStore.open(parts, share, 2, none);
    expect(after.bytesDone).toBe(BLOCK_BYTES);
    expect([...Array(41).keys()].filter((index) => after.doneBlocks().has(index))).toEqual([3]);
  });

  test('what is kept is known before it is opened, for the same list of files alone', async () => {
    const { parts } = logged();
    const head = { sha256: share.manifestSha256, bytes: share.bytes };
    expect(await BlockStore.bytesStored(parts.ledger, share.id, head)).toBe(0);
    const blockStore = await BlockStore.open(parts, share, 1, none);
    await blockStore.write(40, block(1, 5));
    await blockStore.write(3, block(1));
    await blockStore.flush();
    expect(await BlockStore.bytesStored(parts.ledger, share.id, head)).toBe(BLOCK_BYTES + 5);
    expect(await BlockStore.bytesStored(parts.ledger, share.id, { ...head, sha256: 'another' })).toBe(0);
  });

  test('the short last block counts as what it is', async () => {
    const { parts } = logged();
    const blockStore = await BlockStore.open(parts, share, 1, none);
    await blockStore.write(40, block(1, 5));
    expect(blockStore.bytesDone).toBe(5);
  });

  test('marks for another manifest, or without their bytes, are worth nothing', async () => {
    const { parts } = logged();
    const blockStore = await BlockStore.open(parts, share, 1, none);
    await blockStore.write(0, block(1));
    await blockStore.close();
    expect((await BlockStore.open(parts, { ...share, manifestSha256: 'other' }, 2, none)).bytesDone).toBe(0);

    const cleared = logged();
    const written = await BlockStore.open(cleared.parts, share, 1, none);
    await written.write(0, block(1));
    await written.close();
    await cleared.parts.vaults.remove(share.id);
    expect((await BlockStore.open(cleared.parts, share, 2, none)).bytesDone).toBe(0);
  });

  test('what is thrown away loses its marks first', async () => {
    const { log, parts } = logged();
    const blockStore = await BlockStore.open(parts, share, 1, none);
    await blockStore.write(0, block(1));
    await blockStore.discard();
    expect(log.slice(-3)).toEqual(['forget', 'close', 'remove']);
    expect(await parts.vaults.list()).toEqual([]);
    expect(await parts.ledger.list()).toEqual([]);
  });

  test('what is missing is known before the vault is open, and nothing is entered or written until it is', async () => {
    const { log, parts } = logged();
    const door = Promise.withResolvers<void>();
    const slow: VaultStore = { ...parts.vaults, open: (id) => door.promise.then(() => parts.vaults.open(id)) };
    const blockStore = await BlockStore.open({ ...parts, vaults: slow }, share, 1, none);
    expect(blockStore.doneBlocks().count).toBe(0);
    const writing = blockStore.write(0, block(1));
    await Promise.resolve();
    expect(log).toEqual([]);
    door.resolve();
    await writing;
    expect(log).toEqual(['mark', 'write 0']);
  });

  test('a vault that cannot be opened is told, and leaves no entry', async () => {
    const { parts } = logged();
    const refusal = new Error('no storage');
    const closed: VaultStore = { ...parts.vaults, open: () => Promise.reject(refusal) };
    const errors: unknown[] = [];
    const blockStore = await BlockStore.open({ ...parts, vaults: closed }, share, 1, (thrown) => errors.push(thrown));
    await expect(blockStore.write(0, block(1))).rejects.toBe(refusal);
    await expect(blockStore.close()).rejects.toBe(refusal);
    expect(errors).toEqual([refusal]);
    expect(await parts.ledger.list()).toEqual([]);
  });

  test('a flush that fails is told', async () => {
    const { parts } = logged();
    const failing: VaultStore = {
      ...parts.vaults,
      open: async (id) => ({ ...(await parts.vaults.open(id)), flush: async () => Promise.reject(new Error('disk')) }),
    };
    const errors: unknown[] = [];
    const blockStore = await BlockStore.open({ ...parts, vaults: failing }, share, 1, (thrown) => errors.push(thrown));
    for (let index = 0; index < 32; index++) await blockStore.write(index, block(1));
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect((await parts.ledger.get(share.id))?.blocks.every((byte) => byte === 0)).toBe(true);
  });
});

describe('the stored shares', () => {
  const storedSharesOf = ({ parts }: ReturnType<typeof logged>) =>
    new StoredShares({ ...parts, freeBytes: async () => 1000 });

  async function filled() {
    const stores = logged();
    for (const [id, savedMs] of [
      ['old', 1000],
      ['fresh', 9_999_000],
      ['open', undefined],
    ] as const) {
      const blockStore = await BlockStore.open(stores.parts, { ...share, id, name: id }, 500, none);
      await blockStore.write(0, block(1));
      await blockStore.close();
      if (savedMs !== undefined) await blockStore.markSaved(savedMs);
    }
    return stores;
  }

  test('shows what is kept, newest first', async () => {
    const view = await storedSharesOf(await filled()).view();
    expect(view).toMatchObject({ usedBytes: 3 * BLOCK_BYTES, freeBytes: 1000 });
    expect(view.kept).toMatchObject([
      { id: 'fresh', isFinished: true },
      { id: 'old', isFinished: true },
      { id: 'open', isFinished: false, bytesStored: BLOCK_BYTES },
    ]);
  });

  test('sweeps what was finished long ago, and nothing else', async () => {
    const stores = await filled();
    const storedShares = storedSharesOf(stores);
    await storedShares.sweep(10_000_000);
    expect((await storedShares.view()).kept.map(({ id }) => id)).toEqual(['fresh', 'open']);
    expect(await stores.parts.vaults.list()).toHaveLength(2);
  });

  test('C3c: what was saved in part is kept a week for the rest, and shown as something that can go on', async () => {
    const stores = logged();
    const { parts } = stores;
    const storedShares = storedSharesOf(stores);
    const blockStore = await BlockStore.open(parts, share, 500, none);
    await blockStore.write(0, block(1));
    await blockStore.close();
    await blockStore.markSaved(1000, [[0, 0]]);
    const weekMs = 7 * 24 * 60 * 60 * 1000;
    await storedShares.sweep(1000 + weekMs);
    expect((await storedShares.view()).kept).toMatchObject([{ isFinished: false, bytesStored: BLOCK_BYTES }]);
    await storedShares.sweep(1001 + weekMs);
    expect((await storedShares.view()).kept).toEqual([]);
    expect(await parts.vaults.list()).toEqual([]);
  });

  test('forgets one, or everything, vaults that no ledger knows too', async () => {
    const stores = await filled();
    await (await stores.parts.vaults.open('stray')).close();
    const inUse = await stores.parts.vaults.open('fresh');
    const storedShares = storedSharesOf(stores);
    await storedShares.forget('open');
    expect((await storedShares.view()).kept).toHaveLength(2);
    await expect(storedShares.forget()).rejects.toMatchObject({ code: 'storage-failed' });
    expect((await stores.parts.vaults.list()).map(({ id }) => id)).toEqual(['fresh']);
    await inUse.close();
    await storedShares.forget();
    expect(await stores.parts.vaults.list()).toEqual([]);
    expect((await storedShares.view()).kept).toEqual([]);
  });
});
