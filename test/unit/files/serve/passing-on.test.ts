/** What somebody says and does who passes a share on, and how its sender spreads it. */
import { describe, expect, test, vi } from 'vitest';

import { NO_CONNECTION } from '../../../../src/connection/connection-view.ts';
import type { CheckedManifest } from '../../../../src/files/fetch/checked-manifest.ts';
import { BlockStore } from '../../../../src/files/keep/block-store.ts';
import { PassedOnShare } from '../../../../src/files/serve/passed-on-share.ts';
import { ServedShare } from '../../../../src/files/serve/served-share.ts';
import { Uploads } from '../../../../src/files/serve/uploads.ts';
import { encodeRequest, shareOfFrame } from '../../../../src/protocol/frame.ts';
import { BLOCK_BYTES, MAX_HOLDER_LANES } from '../../../../src/protocol/limits.ts';
import { ShareSigner, ShareVerifier } from '../../../../src/rendezvous/share-key.ts';
import type { RoomPeers } from '../../../../src/room/room-peers.ts';
import { MemoryLedger } from '../../../../src/storage/records/memory-ledger.ts';
import { FileSource } from '../../../../src/storage/source/file-source.ts';
import { MemoryVaultStore } from '../../../../src/storage/vault/memory-vault.ts';
import { openSession, OpenLink, PEER } from '../open-link.ts';

const BLOCKS = 4;

async function ownShare(untilMs?: number, blocks = BLOCKS) {
  const signer = await ShareSigner.generate();
  const file = new File([new Uint8Array(blocks * BLOCK_BYTES)], 'a');
  const share = await ServedShare.create(new FileSource([{ path: 'a', file }]), signer);
  await share.letPassOn(untilMs);
  return { signer, share };
}

/** As a receiver has it that took its first two blocks. */
async function passedOn(onBlock: (block: number) => void = () => {}) {
  const { signer, share } = await ownShare(Date.now() + 60_000);
  const { announcement, pages, head } = share;
  const manifest = {
    head,
    files: share.source.files,
    verifier: await ShareVerifier.fromPublicKey(signer.publicKey),
    isHosts: false,
    passOnUntilMs: announcement.passOn?.untilMs,
    withdrawn: share.withdrawn,
    told: { announcement, pages },
  } as CheckedManifest;
  const parts = { vaults: new MemoryVaultStore(), ledger: new MemoryLedger() };
  const entry = { id: 'a', manifestSha256: head.sha256, name: 'a', files: 1, bytes: head.bytes };
  const blockStore = await BlockStore.open(parts, entry, 1, () => {});
  const write = async (block: number): Promise<void> => {
    const { bytes, blockSignature } = await share.block(block);
    await blockStore.write(block, bytes.slice(), blockSignature);
  };
  await write(0);
  await write(1);
  const copy = new PassedOnShare(manifest, onBlock);
  copy.serveFrom(blockStore);
  return { copy, blockStore, write };
}

/** Offered to everybody but `notTo`. */
function offered(share: PassedOnShare | ServedShare, notTo?: string) {
  const member = { id: PEER, number: 1, peer: { isLiving: true, connection: NO_CONNECTION } };
  const peers = { all: [member], get: () => member } as unknown as RoomPeers;
  return new Uploads(share, {}, () => peers, {
    isOfUse: (peer) => peer !== notTo,
    mostDownloads: () => Infinity,
    onReceipt: () => {},
    onDamaged: () => {},
    onState: () => {},
    onFigures: () => {},
  });
}

/** One end of a link on which it is announced. */
function announced(uploads: Uploads, peer = PEER) {
  const link = Object.assign(new OpenLink(), { id: peer });
  const frames: Uint8Array[] = [];
  Object.assign(link.lanes, { send: (frame: Uint8Array) => frames.push(frame.slice()) > 0 });
  const { session } = openSession(link);
  session.begin([uploads]);
  const ask = (block: number, length = 1000) =>
    session.gotFrame(encodeRequest(0, { block, offset: 0, length }) as Uint8Array<ArrayBuffer>, 0);
  return { link, session, frames, ask };
}

describe('a holder', () => {
  test('P2, P3: announces its part without a page, and says which blocks it has', async () => {
    const { copy } = await passedOn();
    const { link } = announced(offered(copy));
    expect(link.told.map(({ type }) => type)).toEqual(['shares', 'manifest', 'bitfield']);
    expect(link.told[0]).toMatchObject({ count: 0 }); // of its own
    expect(link.told[1]).toMatchObject({ isPart: true, passOn: { untilMs: expect.any(Number) } });
    expect(link.told[2]).toMatchObject({ first: 0, bits: Buffer.from([3]).toString('base64url') });
  });

  test('P2: tells the pages to who asks', async () => {
    const { copy } = await passedOn();
    const { link, session } = announced(offered(copy));
    expect(session.got({ type: 'pages', share: 0, first: 0, count: 1 })).toBe('taken');
    expect(link.told.at(-1)).toMatchObject({ type: 'page', page: 0 });
  });

  test('P2: announces it to nobody who gives it', async () => {
    const { copy } = await passedOn();
    const { link } = announced(offered(copy, PEER));
    expect(link.told).toEqual([{ type: 'shares', count: 0 }]);
  });

  test('P4: says what has come since, all at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let uploads: Uploads | undefined;
    const { copy, write } = await passedOn((block) => uploads?.gotBlock(block));
    uploads = offered(copy);
    const { link } = announced(uploads);
    await write(3);
    await write(2);
    expect(link.told.some(({ type }) => type === 'have')).toBe(false);
    vi.runOnlyPendingTimers();
    vi.useRealTimers();
    expect(link.told.filter(({ type }) => type === 'have')).toEqual([{ share: 0, type: 'have', blocks: [3, 2] }]);
  });

  test('P6: gives what it has told of, and asking for another block is misbehaviour', async () => {
    const { copy } = await passedOn();
    const { session, frames, ask } = announced(offered(copy));
    session.got({ type: 'accept', share: 0, bytes: 0, takesCompressed: false });
    expect(ask(1)).toBe('taken');
    await expect.poll(() => frames.map((frame) => shareOfFrame(frame as Uint8Array<ArrayBuffer>))).toEqual([0, 0]);
    expect(ask(2)).toBe('bad');
  });

  test('P6: a block that is damaged since stops the share, and it is announced again without it', async () => {
    const { copy, blockStore } = await passedOn();
    const { link, session, ask } = announced(offered(copy));
    session.got({ type: 'accept', share: 0, bytes: 0, takesCompressed: false });
    await blockStore.gotDamaged(1);
    expect(ask(1)).toBe('taken');
    await expect
      .poll(() => link.told.map(({ type }) => type))
      .toEqual(['shares', 'manifest', 'bitfield', 'stop', 'manifest', 'bitfield']);
    expect(link.told[3]).toMatchObject({ code: 'storage-lost' });
    expect(link.told[5]).toMatchObject({ bits: Buffer.from([1]).toString('base64url') });
  });

  test('P6: what is cancelled is not sent', async () => {
    const { copy } = await passedOn();
    const { session, frames, ask } = announced(offered(copy));
    session.got({ type: 'accept', share: 0, bytes: 0, takesCompressed: false });
    ask(0);
    expect(session.got({ type: 'cancel', share: 0, blocks: [0] })).toBe('taken');
    ask(1);
    await expect.poll(() => frames.length).toBe(2);
  });

  test('a holder gives by a few lanes', async () => {
    const { copy } = await passedOn();
    const { session } = announced(offered(copy));
    expect(MAX_HOLDER_LANES).toBeGreaterThan(1);
    const uploads = offered(copy);
    expect(uploads.of(PEER).mostLanes()).toBe(MAX_HOLDER_LANES);
    session.close();
  });

  test('P2: a page that was loaded again has what was kept, and one without a vault has nothing', async () => {
    const { copy, blockStore } = await passedOn();
    await blockStore.flush();
    expect([0, 1, 2].map((block) => copy.has(block))).toEqual([true, true, false]);
    await blockStore.close();
    expect([0, 1, 2].map((block) => copy.has(block))).toEqual([false, false, false]);
    await expect(copy.block(0)).rejects.toMatchObject({ code: 'storage-lost' });
  });
});

describe('a sender', () => {
  test('P1, P5: that lets it be passed on says so, and where to begin', async () => {
    const { share } = await ownShare(Date.now() + 60_000);
    const { link } = announced(offered(share));
    expect(link.told[1]).toMatchObject({ type: 'manifest', passOn: { untilMs: expect.any(Number) }, start: 0 });
  });

  test('P1: that does not says neither, and tells nobody what it gives', async () => {
    const { share } = await ownShare();
    const { link } = announced(offered(share));
    expect(link.told[1]).not.toHaveProperty('passOn');
    expect(link.told[1]).not.toHaveProperty('start');
  });

  /** Two who take it; what one asks for, and what the other hears of it. */
  async function twoTake(blocks: number, ask: (ask: (block: number) => void) => void): Promise<unknown[]> {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { share } = await ownShare(Date.now() + 60_000, blocks);
    const uploads = offered(share);
    const [one, other] = [announced(uploads, 'one'), announced(uploads, 'other')];
    for (const { session } of [one, other]) session.got({ type: 'accept', share: 0, bytes: 0, takesCompressed: false });
    ask((block) => one.ask(block));
    vi.runOnlyPendingTimers();
    vi.useRealTimers();
    const given = ({ link }: typeof one): unknown[] =>
      link.told.filter(({ type }) => type === 'given').flatMap((message) => message['blocks'] as number[]);
    expect(given(one)).toEqual([]); // it need not hear of itself
    return given(other);
  }

  test('P5: tells each what it has begun to give to others', async () => {
    expect(await twoTake(BLOCKS, (ask) => [2, 2, 0].forEach(ask))).toEqual([2, 0]);
  });

  test('P5: nobody hears of a block that the share has not, whoever asks for it', async () => {
    expect(await twoTake(BLOCKS, (ask) => [0xffff_ffff, BLOCKS].forEach(ask))).toEqual([]);
  });

  test('P5: who asks for everything, and takes nothing of it, keeps the others from little', async () => {
    const heard = await twoTake(40, (ask) => Array.from({ length: 40 }, (_, block) => ask(block)));
    expect(heard.length).toBeLessThanOrEqual(9);
  });
});
