/** What others announce in a room: each share once, from whomever it comes. */
import { describe, expect, test } from 'vitest';

import type { CheckedManifest } from '../../../src/files/fetch/checked-manifest.ts';
import type { Provider } from '../../../src/files/fetch/provider.ts';
import type { ProviderPool } from '../../../src/files/fetch/provider-pool.ts';
import { toBase64url } from '../../../src/protocol/base64url.ts';
import { MAX_SHARES } from '../../../src/protocol/limits.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import type { RoomPeers } from '../../../src/room/room-peers.ts';
import { GivenShares } from '../../../src/session/given-shares.ts';
import { ownSharing } from '../../support/sharing.ts';
import { TakenShare, type TakenPlace } from '../../../src/session/taken-share.ts';
import { announcedBy, checked } from '../files/announced.ts';

const founder = await ShareSigner.generate();
const { token } = founder;

const peers = {
  isJoined: true,
  isAway: false,
  isGreeting: false,
  hadOpenLink: true,
  isByHttp: false,
  peers: ['host', 'guest', 'other'].map((id) => ({ id, isHost: id === 'host', linkState: 'open' })),
  get: (id: string) => ({ id, isPresent: id !== 'gone' }),
} as unknown as RoomPeers;

const place: TakenPlace = {
  link: { token, hasPassword: false },
  relayChoice: { isRelayOnly: false, set: () => {}, onChange: () => {} },
  stores: () => new Promise(() => {}), // nothing is taken here
  isEnclosed: false,
  signal: new AbortController().signal,
  roomId: () => 'room',
  peers: () => peers,
  takePart: () => {},
  sharing: ownSharing(),
  offer: () => {},
  onState: () => {},
  onFigures: () => {},
};

const newManifest = async (isHosts: boolean, name?: string): Promise<CheckedManifest> =>
  checked(await announcedBy(await ShareSigner.generate(), isHosts ? founder : undefined, name), token);

/** As a guest's page has it, or a host's, which is about a share of its own. */
function given(isGuests: boolean, own: readonly string[] = []) {
  const first = isGuests ? new TakenShare(place) : undefined;
  return { first, shares: new GivenShares(place, first, (id) => own.includes(id)) };
}

function poolOf(pool: ProviderPool | 'own' | undefined): ProviderPool {
  if (pool === undefined || pool === 'own') throw new Error('it is not taken');
  return pool;
}

const providerOf = (peer: string): Provider => ({ peer, isPaused: false, isBroken: false }) as Provider;

describe('the shares that others give', () => {
  test('each is there once, with all who provide it, in the order in which they were announced', async () => {
    const { shares } = given(false);
    const [one, other] = [await newManifest(false), await newManifest(false)];
    const pool = poolOf(shares.poolFor(one, 'guest', false));
    expect(shares.poolFor(other, 'other', false)).not.toBe(pool);
    expect(shares.poolFor(one, 'other', false)).toBe(pool);
    expect(shares.list.map(({ id, from }) => [id, from])).toEqual([
      [toBase64url(one.verifier.shareId), 'guest'],
      [toBase64url(other.verifier.shareId), 'other'],
    ]);
  });

  test('M8: the one that a link is for is the first of the host’s, whatever guests announce before', async () => {
    const { shares, first } = given(true);
    const [guests, hosts, second] = [await newManifest(false), await newManifest(true), await newManifest(true)];
    const pools = [guests, hosts, second].map((manifest) => {
      const pool = poolOf(shares.poolFor(manifest, 'host', false));
      pool.add(providerOf('host'), manifest);
      return pool;
    });
    expect(first!.pool).toBe(pools[1]);
    expect(first!.shareId).toEqual(hosts.verifier.shareId);
    expect(first!.isHosts).toBe(true);
    expect(shares.list.map(({ share }) => [share.pool, share.isHosts])).toEqual([
      [pools[0], false],
      [pools[2], true],
    ]);
    expect(shares.all).toHaveLength(3);
  });

  test('S13: ahead of a link only the first is shown, and a guest’s never is', async () => {
    const { shares, first } = given(true);
    expect(shares.poolFor(await newManifest(false), 'guest', true)).toBeUndefined();
    const hosts = await newManifest(true);
    const pool = poolOf(shares.poolFor(hosts, 'host', true));
    expect(pool).toBe(first!.pool);
    pool.preview(hosts);
    expect(shares.poolFor(await newManifest(true), 'host', true)).toBeUndefined();
    expect(shares.poolFor(hosts, 'host', false)).toBe(pool);
    expect(shares.list).toEqual([]);
  });

  test('C11c: more than one may offer are not taken from a peer on all its links, and others feel nothing of it', async () => {
    const { shares } = given(false);
    const known = await newManifest(false);
    poolOf(shares.poolFor(known, 'guest', false));
    for (let count = 1; count < MAX_SHARES; count += 1)
      poolOf(shares.poolFor(await newManifest(false), 'guest', false));
    const more = await newManifest(false);
    expect(shares.poolFor(more, 'guest', false)).toBeUndefined();
    expect(shares.list).toHaveLength(MAX_SHARES);
    poolOf(shares.poolFor(known, 'guest', false));
    poolOf(shares.poolFor(more, 'other', false));
  });

  test('M1: what this person offers is not taken from others, and is no reason to drop them', async () => {
    const own = await newManifest(true);
    const { shares } = given(false, [toBase64url(own.verifier.shareId)]);
    expect(shares.poolFor(own, 'guest', false)).toBe('own');
    expect(shares.list).toEqual([]);
  });

  test('M1: another list under the same key is not the share that is known', async () => {
    const { shares } = given(false);
    const signer = await ShareSigner.generate();
    const [one, other] = [await announcedBy(signer), await announcedBy(signer, undefined, 'b.txt')];
    const manifest = await checked(one, token);
    expect(poolOf(shares.poolFor(manifest, 'guest', false)).add(providerOf('guest'), manifest)).toBe(true);
    const changed = await checked(other, token);
    expect(poolOf(shares.poolFor(changed, 'other', false)).add(providerOf('other'), changed)).toBe(false);
  });
});
