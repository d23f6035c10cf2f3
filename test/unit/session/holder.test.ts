/** When a page passes on what it has taken, and when it stops. */
import { beforeEach, describe, expect, test, vi } from 'vitest';

import type { CheckedManifest } from '../../../src/files/fetch/checked-manifest.ts';
import { BlockStore } from '../../../src/files/keep/block-store.ts';
import type { Uploads } from '../../../src/files/serve/uploads.ts';
import { MAX_PASS_ON_MS } from '../../../src/protocol/limits.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import type { RoomPeers } from '../../../src/room/room-peers.ts';
import { Holder } from '../../../src/session/holder.ts';
import { MemoryLedger } from '../../../src/storage/records/memory-ledger.ts';
import { MemoryVaultStore } from '../../../src/storage/vault/memory-vault.ts';
import { ownSharing } from '../../support/sharing.ts';
import { announcedBy, checked } from '../files/announced.ts';

let manifest: CheckedManifest;
let blockStore: BlockStore;
beforeEach(async () => {
  const founder = await ShareSigner.generate();
  manifest = await checked(await announcedBy(await ShareSigner.generate(), founder), founder.token);
  const { head } = manifest;
  const entry = { id: 'a', manifestSha256: head.sha256, name: 'a', files: 1, bytes: head.bytes };
  const parts = { vaults: new MemoryVaultStore(), ledger: new MemoryLedger() };
  blockStore = await BlockStore.open(parts, entry, 1, () => {});
});

const until = (passOnUntilMs: number | undefined): CheckedManifest => ({ ...manifest, passOnUntilMs });

function hold() {
  const offered: Uploads[] = [];
  const ending = new AbortController();
  const sharing = ownSharing();
  const holder = new Holder({
    sharing,
    signal: ending.signal,
    peers: () => ({ all: [], get: () => undefined }) as unknown as RoomPeers,
    isOfUse: () => true,
    offer: (uploads) => void offered.push(uploads),
    onState: () => {},
    onFigures: () => {},
  });
  return { holder, offered, ending, sharing };
}

describe('a holder', () => {
  test('P1: passes on by leave of the share alone, and what it has', () => {
    const { holder, offered } = hold();
    holder.gotManifest(until(Date.now() + 1000), true);
    expect(holder.isHelping).toBe(false);
    holder.serveFrom(blockStore);
    expect(holder.isHelping).toBe(true);
    holder.gotManifest(until(undefined), true);
    expect(holder.isHelping).toBe(false);
    expect(offered.map(({ isClosed }) => isClosed)).toEqual([true]);
  });

  test('P1: whoever passes it on cannot take the leave back, nor shorten it', () => {
    const { holder } = hold();
    holder.gotManifest(until(Date.now() + 1000), true);
    holder.serveFrom(blockStore);
    holder.gotManifest(until(undefined), false);
    holder.gotManifest(until(Date.now() - 1000), false);
    expect(holder.isHelping).toBe(true);
  });

  test.each([
    ['when the leave is over', 5000],
    ['P1: leave for longer than anybody may give ends as well', MAX_PASS_ON_MS * 3],
  ])('stops: %s', (_, forMs) => {
    vi.useFakeTimers();
    const { holder } = hold();
    holder.gotManifest(until(Date.now() + forMs), true);
    holder.serveFrom(blockStore);
    const lastMs = Math.min(forMs, MAX_PASS_ON_MS);
    vi.advanceTimersByTime(lastMs - 1);
    expect(holder.isHelping).toBe(true);
    vi.advanceTimersByTime(2);
    expect(holder.isHelping).toBe(false);
    vi.useRealTimers();
  });

  test('P1: what its host has ended begins no more', () => {
    const { holder } = hold();
    holder.gotManifest(until(Date.now() + 1000), true);
    holder.serveFrom(blockStore);
    holder.end();
    holder.gotManifest(until(Date.now() + 2000), true);
    expect([holder.isHelping, holder.isAllowed]).toEqual([false, false]);
  });

  test('by its person: off, on, and gone with the page', () => {
    const { holder, offered, sharing, ending } = hold();
    sharing.choice.setHelps(false);
    holder.gotManifest(until(Date.now() + 1000), true);
    holder.serveFrom(blockStore);
    expect(holder.isHelping).toBe(false);
    sharing.choice.setHelps(true);
    expect(holder.isHelping).toBe(true);
    ending.abort();
    expect(offered.map(({ isClosed }) => isClosed)).toEqual([true]);
    expect(holder.isHelping).toBe(false);
  });

  test('nothing is passed on of what was thrown away', () => {
    const { holder } = hold();
    holder.gotManifest(until(Date.now() + 1000), true);
    holder.serveFrom(blockStore);
    holder.forget();
    expect(holder.isHelping).toBe(false);
  });
});
