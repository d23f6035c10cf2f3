/** Signatures on their way into the ledger, and blocks on their way out of the vault again. */
import { beforeEach, describe, expect, test } from 'vitest';

import { BlockStore, type NewEntry } from '../../../../src/files/keep/block-store.ts';
import { BeamError } from '../../../../src/protocol/errors.ts';
import type { BlockSignature } from '../../../../src/protocol/frame.ts';
import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { blockCount } from '../../../../src/protocol/manifest.ts';
import { StreamLayout } from '../../../../src/protocol/stream-layout.ts';
import type { Ledger } from '../../../../src/storage/records/ledger.ts';
import { MemoryLedger } from '../../../../src/storage/records/memory-ledger.ts';
import { MemoryVaultStore } from '../../../../src/storage/vault/memory-vault.ts';
import { WithdrawnFiles } from '../../../../src/transfer/exchange/withdrawn-files.ts';

/** 70 blocks and a short one: more than a page of signatures. */
const share: NewEntry = { id: 'room', manifestSha256: 'hash', name: 'a', files: 1, bytes: 70 * BLOCK_BYTES + 5 };
const LAST = 70;
const lengthOf = (block: number): number => (block === LAST ? 5 : BLOCK_BYTES);
const bytesOf = (block: number): Uint8Array<ArrayBuffer> => new Uint8Array(lengthOf(block)).fill(block + 1);
const signatureOf = (block: number): BlockSignature => ({
  block,
  length: lengthOf(block),
  sha256: new Uint8Array(32).fill(block + 1),
  signature: new Uint8Array(64).fill(block + 101),
});
const none = (): void => {};

let parts: { vaults: MemoryVaultStore; ledger: MemoryLedger };
beforeEach(() => {
  parts = { vaults: new MemoryVaultStore(), ledger: new MemoryLedger() };
});

const open = (changes: Partial<{ ledger: Ledger; keepsSignatures: boolean }> = {}): Promise<BlockStore> =>
  BlockStore.open({ ...parts, ...changes }, share, 1, none);

async function write(blockStore: BlockStore, ...blocks: number[]): Promise<void> {
  for (const block of blocks) await blockStore.write(block, bytesOf(block), signatureOf(block));
}

const served = (blockStore: BlockStore): number[] =>
  [...Array(blockCount(share.bytes)).keys()].filter((block) => blockStore.canServe(block));

describe('the block store', () => {
  test('serves a block with its signature as soon as it is written, and so when it is durable', async () => {
    const blockStore = await open();
    const told: number[] = [];
    blockStore.onServable = (block) => void told.push(block);
    await write(blockStore, 0, 65, LAST);
    expect(told).toEqual([0, 65, LAST]);
    const expectAll = async (): Promise<void> => {
      expect(served(blockStore)).toEqual([0, 65, LAST]);
      for (const block of [0, 65, LAST])
        expect(await blockStore.read(block)).toEqual({ bytes: bytesOf(block), blockSignature: signatureOf(block) });
    };
    await expectAll();
    await blockStore.flush();
    await expectAll();
  });

  test('puts marks and signatures into the ledger at once', async () => {
    const puts: [blocks: number[], signatures: number[]][] = [];
    const ledger: Ledger = Object.assign(Object.create(parts.ledger) as MemoryLedger, {
      put: (...[entry, signatures = []]: Parameters<Ledger['put']>) => {
        const marked = [0, 1, 2].filter((block) => (entry.blocks[0] ?? 0) & (1 << block));
        puts.push([marked, signatures.map(({ block }) => block)]);
        return parts.ledger.put(entry, signatures);
      },
    });
    const blockStore = await open({ ledger });
    await write(blockStore, 0, 1);
    await blockStore.flush();
    await write(blockStore, 2);
    await blockStore.close();
    expect(puts).toEqual([
      [[], []],
      [
        [0, 1],
        [0, 1],
      ],
      [[0, 1, 2], [2]],
    ]);
  });

  test('signatures that could not be put go with the next marks', async () => {
    let isFull = false;
    const ledger: Ledger = Object.assign(Object.create(parts.ledger) as MemoryLedger, {
      put: (...args: Parameters<Ledger['put']>) =>
        isFull ? Promise.reject(new BeamError('space-short')) : parts.ledger.put(...args),
    });
    const blockStore = await open({ ledger });
    await write(blockStore, 0);
    isFull = true;
    await expect(blockStore.flush()).rejects.toMatchObject({ code: 'space-short' });
    expect(await parts.ledger.signature(share.id, 0)).toBeUndefined();
    isFull = false;
    await write(blockStore, 1);
    await blockStore.flush();
    expect(served(blockStore)).toEqual([0, 1]);
    expect(await parts.ledger.signature(share.id, 0)).toBeDefined();
    expect(await blockStore.read(0)).toEqual({ bytes: bytesOf(0), blockSignature: signatureOf(0) });
  });

  test('a block that is written anew is served with its new signature, or not without one', async () => {
    const blockStore = await open();
    await write(blockStore, 0, 1, 2);
    await blockStore.write(1, bytesOf(8));
    await blockStore.flush();
    await blockStore.write(2, bytesOf(8), { ...signatureOf(8), block: 2 });
    const expectNew = async (): Promise<void> => {
      expect(served(blockStore)).toEqual([0, 2]);
      expect(await blockStore.read(2)).toEqual({ bytes: bytesOf(8), blockSignature: { ...signatureOf(8), block: 2 } });
    };
    await expectNew();
    await blockStore.flush();
    await expectNew();
  });

  test('serves again what was marked before a crash, and nothing once it is closed', async () => {
    const before = await open();
    await write(before, 3);
    await before.flush();
    await write(before, 4); // crash: not marked
    const after = await open();
    expect(served(after)).toEqual([3]);
    expect(await after.read(3)).toEqual({ bytes: bytesOf(3), blockSignature: signatureOf(3) });
    await after.close();
    expect(served(after)).toEqual([]);
  });

  test('marks without a signature, as earlier versions kept them, are good to resume from and are not served', async () => {
    const older = await BlockStore.open(parts, share, 1, none);
    await older.write(0, bytesOf(0));
    await older.close();
    const { signed: _, ...entry } = (await parts.ledger.get(share.id))!;
    await parts.ledger.put(entry);
    const blockStore = await open();
    expect(blockStore.doneBlocks().has(0)).toBe(true);
    expect(served(blockStore)).toEqual([]);
    await write(blockStore, 1);
    await blockStore.close();
    expect(served((await BlockStore.reopen(parts, share))!)).toEqual([1]);
  });

  test('what is kept for another list of files is not served', async () => {
    const blockStore = await open();
    await write(blockStore, 0);
    await blockStore.close();
    const other = await BlockStore.open(parts, { ...share, manifestSha256: 'other' }, 2, none);
    await other.write(0, bytesOf(7));
    await other.flush();
    expect(served(other)).toEqual([]);
  });

  test('keeps none where nothing can be served', async () => {
    const blockStore = await open({ keepsSignatures: false });
    await write(blockStore, 0);
    await blockStore.flush();
    expect(served(blockStore)).toEqual([]);
    expect(await parts.ledger.signature(share.id, 0)).toBeUndefined();
  });

  test('W4: a block in which zeros stand for withdrawn files is not served, and one that came before them is', async () => {
    const layout = new StreamLayout([1.5 * BLOCK_BYTES, 1.5 * BLOCK_BYTES, share.bytes - 3 * BLOCK_BYTES]);
    const withdrawn = new WithdrawnFiles(layout);
    const blockStore = await BlockStore.open(parts, share, 1, none, withdrawn);
    await write(blockStore, 0);
    withdrawn.add([0]);
    blockStore.leaveOut(withdrawn);
    await write(blockStore, 1, 2);
    await blockStore.close();
    const again = await BlockStore.open(parts, share, 2, none, withdrawn);
    expect(again.doneBlocks().has(1)).toBe(true);
    expect(served(again)).toEqual([0, 2]);
    await again.close();
    // Blocks 0 and 1 are to be had whole again: what was kept of them does not count.
    expect(served(await BlockStore.open(parts, share, 3, none, new WithdrawnFiles(layout)))).toEqual([2]);
  });

  test('a block that is damaged loses its mark, is not handed out as saved, and is fetched the next time', async () => {
    const blockStore = await BlockStore.open(parts, { ...share, bytes: 2 * BLOCK_BYTES }, 1, none);
    await write(blockStore, 0, 1);
    await blockStore.flush();
    await blockStore.gotDamaged(1);
    expect([0, 1].filter((block) => blockStore.canServe(block))).toEqual([0]);
    expect(blockStore.bytesDone).toBe(BLOCK_BYTES);
    await expect(blockStore.finish()).rejects.toMatchObject({ code: 'storage-lost' });
    await blockStore.close();
    const again = await BlockStore.open(parts, { ...share, bytes: 2 * BLOCK_BYTES }, 2, none);
    expect(again.doneBlocks().has(1)).toBe(false);
    await write(again, 1);
    expect((await again.finish()).size).toBe(2 * BLOCK_BYTES);
  });

  test('a damaged block that is found while its marks are on their way to the ledger is not marked in the end', async () => {
    const blockStore = await open();
    await write(blockStore, 0);
    await blockStore.flush();
    await write(blockStore, 1);
    await Promise.all([blockStore.flush(), blockStore.gotDamaged(0)]);
    expect((await parts.ledger.get(share.id))?.blocks[0]).toBe(0b10);
    expect((await parts.ledger.get(share.id))?.signed?.[0]).toBe(0b10);
  });
});

describe('what is kept, opened to serve it', () => {
  test('is as it was: also when it was saved', async () => {
    const blockStore = await open();
    await write(blockStore, 5);
    await blockStore.close();
    await blockStore.markSaved(7);
    const before = await parts.ledger.get(share.id);
    const closed: Ledger = Object.assign(Object.create(parts.ledger) as MemoryLedger, {
      put: () => Promise.reject(new Error('nothing is put')),
    });
    const again = await BlockStore.reopen({ ...parts, ledger: closed }, share);
    expect(again?.bytes).toBe(share.bytes);
    expect(served(again!)).toEqual([5]);
    expect((await again?.read(5))?.blockSignature).toEqual(signatureOf(5));
    expect(await parts.ledger.get(share.id)).toEqual(before);
  });

  test('is nothing where nothing is kept, or of another list of files; no vault is made for it', async () => {
    expect(await BlockStore.reopen(parts, share)).toBeUndefined();
    const blockStore = await open();
    await write(blockStore, 5);
    await blockStore.close();
    expect(await BlockStore.reopen(parts, { ...share, manifestSha256: 'other' })).toBeUndefined();
    expect(await BlockStore.reopen(parts, { ...share, id: 'elsewhere' })).toBeUndefined();
    expect((await parts.vaults.list()).map(({ id }) => id)).toEqual([share.id]);
  });

  test('is nothing when its bytes were cleared, and then it is not held open', async () => {
    const blockStore = await open();
    await write(blockStore, 5);
    await blockStore.close();
    await parts.vaults.remove(share.id);
    expect(await BlockStore.reopen(parts, share)).toBeUndefined();
    await parts.vaults.remove(share.id);
  });
});
