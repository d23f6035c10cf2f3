/** What every holder of a share does, and what one does besides that holds it in the vault. */
import { beforeEach, describe, expect, test } from 'vitest';

import { BlockStore, type NewEntry } from '../../../../src/files/keep/block-store.ts';
import type { HeldShare } from '../../../../src/files/serve/held-share.ts';
import { ServedShare } from '../../../../src/files/serve/served-share.ts';
import { VaultShare } from '../../../../src/files/serve/vault-share.ts';
import { BeamError } from '../../../../src/protocol/errors.ts';
import { BLOCK_BYTES, MAX_READS_AT_ONCE } from '../../../../src/protocol/limits.ts';
import { blockCount, blockLength } from '../../../../src/protocol/manifest.ts';
import { ShareSigner, ShareVerifier } from '../../../../src/rendezvous/share-key.ts';
import { FileSource } from '../../../../src/storage/source/file-source.ts';
import type { KeptSignature } from '../../../../src/storage/records/signature-pages.ts';
import { MemoryLedger } from '../../../../src/storage/records/memory-ledger.ts';
import { MemoryVaultStore } from '../../../../src/storage/vault/memory-vault.ts';
import { receive } from '../../../support/receiving.ts';

const BLOCKS = 40;
const BYTES = (BLOCKS - 1) * BLOCK_BYTES + 77;

let signer: ShareSigner;
let verifier: ShareVerifier;
let content: Uint8Array<ArrayBuffer>;
beforeEach(async () => {
  signer = await ShareSigner.generate();
  verifier = await ShareVerifier.fromPublicKey(signer.publicKey);
  content = new Uint8Array(BYTES).map((_, index) => (index >> 20) + index);
});

const own = (bytes = BYTES): Promise<ServedShare> =>
  ServedShare.create(new FileSource([{ path: 'a', file: new File([content.subarray(0, bytes)], 'a') }]), signer);

const entryOf = (bytes: number): NewEntry => ({ id: 'room', manifestSha256: 'hash', name: 'a', files: 1, bytes });

/** As a page has it that was loaded again, after it received so many blocks of the share. */
async function received(count = Infinity, bytes = BYTES) {
  const parts = { vaults: new MemoryVaultStore(), ledger: new MemoryLedger() };
  const before = await BlockStore.open(parts, entryOf(bytes), 1, () => {});
  await receive(await own(bytes), verifier, before, Math.min(count, blockCount(bytes)));
  await before.close();
  const blockStore = (await BlockStore.reopen(parts, entryOf(bytes)))!;
  return { parts, blockStore, share: new VaultShare(blockStore, verifier) };
}

const holders: Array<[string, (bytes?: number) => Promise<HeldShare>]> = [
  ['own files', own],
  ['blocks in the vault', async (bytes) => (await received(Infinity, bytes)).share],
];

describe.each(holders)('a holder of %s', (_name, hold) => {
  const sizes = [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES - 1, 3 * BLOCK_BYTES + 1];

  test.each(sizes)('D4: serves every block of a share of %i bytes, as its key has signed it', async (bytes) => {
    const share = await hold(bytes);
    expect(share.bytes).toBe(bytes);
    for (let block = 0; block < blockCount(bytes); block += 1) {
      expect(share.has(block)).toBe(true);
      const signed = await share.block(block);
      expect(signed.blockSignature).toMatchObject({ block, length: blockLength(bytes, block) });
      expect(await verifier.hasSignedBlock(signed.blockSignature, signed.bytes)).toBe(true);
      const expected = content.subarray(block * BLOCK_BYTES, Math.min((block + 1) * BLOCK_BYTES, bytes));
      expect(Buffer.compare(signed.bytes, expected)).toBe(0);
    }
  });

  test('holds and serves nothing outside of the share', async () => {
    const share = await hold(2 * BLOCK_BYTES);
    for (const block of [-1, 2, 3, 2 ** 32 - 1]) {
      expect(share.has(block)).toBe(false);
      await expect(share.block(block)).rejects.toBeInstanceOf(BeamError);
    }
  });

  test('serves any order, and several at once', async () => {
    const share = await hold();
    const order = Array.from({ length: BLOCKS }, (_, index) => (index * 17) % BLOCKS);
    const blocks = await Promise.all(order.map((block) => share.block(block)));
    expect(blocks.map(({ blockSignature }) => blockSignature.block)).toEqual(order);
    for (const { bytes, blockSignature } of blocks)
      expect(await verifier.hasSignedBlock(blockSignature, bytes)).toBe(true);
  });

  test('can be received from, by somebody who serves it in turn', async () => {
    const share = await hold(5 * BLOCK_BYTES + 3);
    const parts = { vaults: new MemoryVaultStore(), ledger: new MemoryLedger() };
    const blockStore = await BlockStore.open(parts, entryOf(share.bytes), 1, () => {});
    await receive(share, verifier, blockStore);
    await blockStore.flush();
    const next = new VaultShare(blockStore, verifier);
    for (let block = 0; block < 6; block += 1) {
      const { bytes, blockSignature } = await next.block(block);
      expect(await verifier.hasSignedBlock(blockSignature, bytes)).toBe(true);
    }
  });
});

describe('a holder of blocks in the vault', () => {
  const damage = async ({ vaults }: { vaults: MemoryVaultStore }, at: number): Promise<void> => {
    const vault = await vaults.open('room');
    const [byte = 0] = await vault.read(at, 1);
    await vault.write(at, Uint8Array.of(byte ^ 1));
  };

  test('holds what was received, and no more', async () => {
    const { share } = await received(7);
    expect([...Array(BLOCKS).keys()].filter((block) => share.has(block))).toEqual([0, 1, 2, 3, 4, 5, 6]);
    await expect(share.block(7)).rejects.toMatchObject({ code: 'internal' });
  });

  test('a flipped bit is not passed on: the block is unmarked, and is fetched again', async () => {
    const { parts, blockStore, share } = await received(3);
    await damage(parts, 2 * BLOCK_BYTES - 1);
    await expect(share.block(1)).rejects.toMatchObject({ code: 'storage-lost' });
    expect([0, 1, 2].map((block) => share.has(block))).toEqual([true, false, true]);
    await expect(share.block(1)).rejects.toMatchObject({ code: 'internal' });
    await share.block(2);
    await blockStore.close();
    const again = await BlockStore.open(parts, entryOf(BYTES), 2, () => {});
    expect([0, 1, 2].map((block) => again.doneBlocks().has(block))).toEqual([true, false, true]);
    await receive(await own(), verifier, again, 3);
    await again.flush();
    await new VaultShare(again, verifier).block(1);
  });

  test('a page of damaged signatures makes nobody a forger: its blocks are not served, the others are', async () => {
    const { parts, share } = await received(3);
    const entry = (await parts.ledger.get('room'))!;
    const good = (await parts.ledger.signature('room', 1))!;
    const flipped = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
      bytes.map((byte, index) => (index === 9 ? byte ^ 1 : byte));
    await parts.ledger.put(entry, [
      { block: 0, sha256: new Uint8Array(32), signature: new Uint8Array(64) }, // as if it was never kept
      { ...good, block: 1, signature: flipped(good.signature) },
    ]);
    await expect(share.block(0)).rejects.toMatchObject({ code: 'storage-lost' });
    await expect(share.block(1)).rejects.toMatchObject({ code: 'storage-lost' });
    const signed = await share.block(2);
    expect(await verifier.hasSignedBlock(signed.blockSignature, signed.bytes)).toBe(true);
    expect([0, 1, 2].map((block) => share.has(block))).toEqual([false, false, true]);
  });

  test('is not trusted with the signature of another block', async () => {
    const { parts, share } = await received(3);
    const other = (await parts.ledger.signature('room', 2)) as KeptSignature;
    await parts.ledger.put((await parts.ledger.get('room'))!, [{ ...other, block: 1 }]);
    await expect(share.block(1)).rejects.toMatchObject({ code: 'storage-lost' });
  });

  /** Tells what was read, and lets it through when told to. */
  async function watched() {
    const { blockStore } = await received();
    const reads: number[] = [];
    const gate = { opening: Promise.resolve() };
    const read = blockStore.read.bind(blockStore);
    blockStore.read = async (block) => {
      reads.push(block);
      await gate.opening;
      return read(block);
    };
    return { reads, gate, share: new VaultShare(blockStore, verifier) };
  }

  test('reads a block once for all who ask at about the same place, and far behind again', async () => {
    const { reads, share } = await watched();
    await Promise.all([3, 3, 3].map((block) => share.block(block)));
    expect(reads).toEqual([3]);
    for (let block = 4; block < 27; block += 1) await share.block(block);
    await share.block(3);
    expect(reads.filter((block) => block === 3)).toHaveLength(1);
    await share.block(27);
    await share.block(3);
    expect(reads.filter((block) => block === 3)).toHaveLength(2);
  });

  test('reads a few at once, however many ask', async () => {
    const { reads, gate, share } = await watched();
    const door = Promise.withResolvers<void>();
    gate.opening = door.promise;
    const all = Promise.all([...Array(BLOCKS).keys()].map((block) => share.block(block)));
    await new Promise((resolve) => setTimeout(resolve));
    expect(reads).toHaveLength(MAX_READS_AT_ONCE);
    door.resolve();
    expect(await all).toHaveLength(BLOCKS);
  });

  test('what cannot be read at the moment stays held, and is tried again', async () => {
    const { blockStore, share } = await received(2);
    const read = blockStore.read.bind(blockStore);
    blockStore.read = () => Promise.reject(new BeamError('storage-failed'));
    await expect(share.block(1)).rejects.toMatchObject({ code: 'storage-failed' });
    expect(share.has(1)).toBe(true);
    blockStore.read = read;
    await share.block(1);
  });
});
