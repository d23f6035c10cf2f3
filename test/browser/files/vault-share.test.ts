/** A page that was loaded again serves what the one before it has received: from the real disk and the real database. */
import { deleteDB } from 'idb';
import { afterEach, describe, expect, test } from 'vitest';

import { BlockStore, type BlockStoreParts, type NewEntry } from '../../../src/files/keep/block-store.ts';
import { ServedShare } from '../../../src/files/serve/served-share.ts';
import { VaultShare } from '../../../src/files/serve/vault-share.ts';
import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { blockCount } from '../../../src/protocol/manifest.ts';
import { ShareSigner, ShareVerifier } from '../../../src/rendezvous/share-key.ts';
import { IdbLedger } from '../../../src/storage/records/idb-ledger.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';
import { TimedLedger, TimedVaultStore } from '../../../src/storage/timed-stores.ts';
import { OpfsVaultStore } from '../../../src/storage/vault/opfs-vault.ts';
import { receive } from '../../support/receiving.ts';
import { isSame, noise } from '../storage/bytes.ts';

const NAME = `test-held-${Date.now()}`;
/** 70 blocks and a short one: more than a page of signatures, and more than one batch of marks. */
const content = noise(70 * BLOCK_BYTES + 5);
const COUNT = blockCount(content.length);
let shares = 0;

/** What a page has open; all of it goes with it. */
function openPage(): { readonly parts: BlockStoreParts; readonly leave: () => Promise<void> } {
  const [vaults, ledger] = [new OpfsVaultStore(), new IdbLedger(NAME)];
  return {
    parts: { vaults: new TimedVaultStore(vaults), ledger: new TimedLedger(ledger) },
    leave: async () => {
      vaults.stop(); // as a reload does: nothing is closed in an orderly way
      await ledger.close();
    },
  };
}

async function ownShare() {
  const signer = await ShareSigner.generate();
  return {
    own: await ServedShare.create(new FileSource([{ path: 'a', file: new File([content], 'a') }]), signer),
    verifier: await ShareVerifier.fromPublicKey(signer.publicKey),
    entry: { id: `${NAME}-${(shares += 1)}`, manifestSha256: 'hash', name: 'a', files: 1, bytes: content.length },
  };
}

/** Receives blocks from the beginning, by a page that is left then. */
async function receiveOn({ own, verifier, entry }: Awaited<ReturnType<typeof ownShare>>, count: number): Promise<void> {
  const { parts, leave } = openPage();
  const blockStore = await BlockStore.open(parts, entry, 1, () => {});
  await receive(own, verifier, blockStore, count);
  await blockStore.flush();
  await leave();
}

const held = (share: VaultShare): number[] => [...Array(COUNT).keys()].filter((block) => share.has(block));
const upTo = (count: number): number[] => [...Array(count).keys()];

afterEach(async () => {
  const { parts, leave } = openPage();
  for (const { id } of await parts.ledger.list()) {
    await parts.ledger.remove(id);
    await parts.vaults.remove(id);
  }
  await leave();
  await deleteDB(NAME);
});

/** Serves exactly these blocks, with the bytes and signatures that a receiver accepts. */
async function expectServed(share: VaultShare, verifier: ShareVerifier, blocks: readonly number[]): Promise<void> {
  expect(held(share)).toEqual(blocks);
  for (const block of blocks) {
    const { bytes, blockSignature } = await share.block(block);
    expect(blockSignature.block).toBe(block);
    expect(await verifier.hasSignedBlock(blockSignature, bytes)).toBe(true);
    expect(isSame(bytes, content.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES))).toBe(true);
  }
}

async function reopened(parts: BlockStoreParts, entry: NewEntry, verifier: ShareVerifier) {
  const blockStore = (await BlockStore.reopen(parts, entry))!;
  return { blockStore, share: new VaultShare(blockStore, verifier) };
}

describe('a page that was loaded again', () => {
  test('serves exactly the blocks that were received, and a third page has them of it', async () => {
    const first = await ownShare();
    await receiveOn(first, 67);
    const { parts, leave } = openPage();
    const { blockStore, share } = await reopened(parts, first.entry, first.verifier);
    await expectServed(share, first.verifier, upTo(67));

    const third = { ...first.entry, id: `${first.entry.id}-third` };
    const taking = await BlockStore.open(parts, third, 1, () => {});
    await receive(share, first.verifier, taking, 67);
    await taking.flush();
    await expectServed(new VaultShare(taking, first.verifier), first.verifier, upTo(67));
    await Promise.all([blockStore.close(), taking.close()]);
    await leave();
  });

  test('goes on receiving, and serves what it has and what comes', async () => {
    const first = await ownShare();
    await receiveOn(first, 3);
    const { parts, leave } = openPage();
    const blockStore = await BlockStore.open(parts, first.entry, 2, () => {});
    const share = new VaultShare(blockStore, first.verifier);
    const receiving = receive(first.own, first.verifier, blockStore);
    await expectServed(share, first.verifier, held(share)); // while blocks are written
    await receiving;
    await blockStore.flush();
    await expectServed(share, first.verifier, upTo(COUNT));
    expect((await blockStore.finish()).size).toBe(content.length);
    await leave();
  });

  test('notices a byte that was damaged on disk: it serves all but that block, which is fetched again', async () => {
    const first = await ownShare();
    await receiveOn(first, 5);
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('vaults');
    const writable = await (await folder.getFileHandle(first.entry.id)).createWritable({ keepExistingData: true });
    const at = 2 * BLOCK_BYTES + 1234;
    await writable.write({ type: 'write', position: at, data: Uint8Array.of((content[at] ?? 0) ^ 0x10) });
    await writable.close();

    const page = openPage();
    const { blockStore, share } = await reopened(page.parts, first.entry, first.verifier);
    expect(share.has(2)).toBe(true); // nobody has looked yet
    await expect(share.block(2)).rejects.toMatchObject({ code: 'storage-lost' });
    await expectServed(share, first.verifier, [0, 1, 3, 4]);
    await blockStore.close();
    await page.leave();

    await receiveOn(first, 5);
    const last = openPage();
    const mended = await reopened(last.parts, first.entry, first.verifier);
    await expectServed(mended.share, first.verifier, upTo(5));
    await mended.blockStore.close();
    await last.leave();
  });

  test('cannot serve while another page has the vault open', async () => {
    const first = await ownShare();
    await receiveOn(first, 1);
    const [one, other] = [openPage(), openPage()];
    const { blockStore } = await reopened(one.parts, first.entry, first.verifier);
    await expect(BlockStore.reopen(other.parts, first.entry)).rejects.toMatchObject({ code: 'storage-failed' });
    await blockStore.close();
    await Promise.all([one.leave(), other.leave()]);
  });
});
