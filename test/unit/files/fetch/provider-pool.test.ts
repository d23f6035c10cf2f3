/** Who provides a share, and what is known of those who may. */
import { describe, expect, test } from 'vitest';

import type { CheckedManifest } from '../../../../src/files/fetch/checked-manifest.ts';
import { HeldBlocks } from '../../../../src/files/fetch/held-blocks.ts';
import type { Provider } from '../../../../src/files/fetch/provider.ts';
import { ProviderPool } from '../../../../src/files/fetch/provider-pool.ts';
import type { BeamError, ErrorCode } from '../../../../src/protocol/errors.ts';
import type { Peer } from '../../../../src/room/peer.ts';
import type { RoomPeers } from '../../../../src/room/room-peers.ts';

type Somebody = Pick<Peer, 'id' | 'isHost' | 'linkState'>;
const ofHost = { isHosts: true } as CheckedManifest;
const ofGuest = { isHosts: false } as CheckedManifest;

const somebody = (id: string, changes: Partial<Somebody> = {}): Somebody => ({
  id,
  isHost: false,
  linkState: 'open',
  ...changes,
});

function provider(peer: string, changes: Partial<Pick<Provider, 'isPaused' | 'isBroken' | 'held'>> = {}) {
  const stops: ErrorCode[] = [];
  const each = {
    peer,
    isPaused: false,
    isBroken: false,
    held: undefined,
    stops,
    stop: (code: ErrorCode) => stops.push(code),
    ...changes,
  };
  return each as typeof each & Provider;
}

function pool(...peers: Somebody[]) {
  const room = { isJoined: true, isAway: false, isGreeting: false, hadOpenLink: true, peers };
  const get = (id: string) => ({ peer: peers.find((each) => each.id === id) });
  const errors: BeamError[] = [];
  const each = new ProviderPool(() => ({ ...room, get }) as unknown as RoomPeers, {
    onPreview: () => {},
    onManifest: () => true,
    onNoProvider: (error) => void errors.push(error),
    onState: () => {},
  });
  return { each, peers, errors };
}

describe('before a share is announced', () => {
  test('everybody may have it', () => {
    const { each, peers } = pool();
    expect(each.hasSomebody).toBe(false);
    peers.push(somebody('guest', { linkState: 'connecting' }));
    expect([each.hasSomebody, each.hasHeard('guest')]).toEqual([true, false]);
    expect(each.facts).toMatchObject({ isConnecting: true, hasOpenLink: false });
  });
});

describe('when it was announced', () => {
  test('who did so has it, also when the link is gone; nobody else', () => {
    const { each, peers } = pool(somebody('guest'), somebody('other'));
    const first = provider('guest');
    each.add(first, ofGuest);
    expect([each.hasHeard('guest'), each.hasHeard('other')]).toEqual([true, false]);
    each.remove(first);
    expect([each.sources, each.get('guest')]).toEqual([[], undefined]);
    expect([each.hasHeard('guest'), each.hasSomebody]).toEqual([true, true]);
    peers.splice(0, 1);
    expect(each.hasSomebody).toBe(false); // the other one has never said that it has it
  });

  test('the facts are of those who have it', () => {
    const { each, peers } = pool(somebody('guest', { linkState: 'broken' }), somebody('other'));
    each.add(provider('guest', { isBroken: true }), ofGuest);
    expect(each.facts).toMatchObject({ hasOpenLink: false, hasBrokenLink: true, isPausedBySender: false });
    peers.push(somebody('third', { linkState: 'connecting' }));
    expect(each.facts.isConnecting).toBe(false);
    each.add(provider('other', { isPaused: true }), ofGuest);
    expect(each.facts).toMatchObject({ hasOpenLink: true, hasBrokenLink: true, isPausedBySender: true });
  });

  test('the host may come back under another id with what is the host’s, and with nothing else', () => {
    for (const [manifest, mayHave] of [
      [ofHost, true],
      [ofGuest, false],
    ] as const) {
      const { each, peers } = pool(somebody('host', { isHost: true }));
      const first = provider('host');
      each.add(first, manifest);
      each.remove(first);
      peers.splice(0, 1, somebody('reloaded', { isHost: true }));
      expect(each.hasSomebody).toBe(mayHave);
    }
  });

  test('M8: it stays the host’s when somebody passes it on without the mark', () => {
    const { each, peers } = pool(somebody('host', { isHost: true }), somebody('guest'));
    each.add(provider('host'), ofHost);
    each.add(provider('guest'), ofGuest);
    peers.splice(0, 2, somebody('reloaded', { isHost: true }));
    expect(each.hasSomebody).toBe(true);
  });
});

describe('C11b: when it is stopped', () => {
  test('by the last who provides it, nobody is left, and why is said', () => {
    const { each, errors } = pool(somebody('one'), somebody('other'));
    const [one, other] = [provider('one'), provider('other')];
    each.add(one, ofGuest);
    each.add(other, ofGuest);
    each.remove(one);
    each.gotStopped(one, { type: 'stop', code: 'share-stopped' });
    expect(errors).toEqual([]);
    each.remove(other);
    each.gotStopped(other, { type: 'stop', code: 'source-changed', path: 'a\u202etxt' });
    expect(errors.map(({ code }) => code)).toEqual(['source-changed']);
    expect(errors[0]?.figures.path).not.toContain('\u202e');
  });

  test('P7: a holder that stops is not the end, also when it is the last', () => {
    const { each, errors } = pool(somebody('one'));
    const holder = provider('one', { held: new HeldBlocks(1) });
    each.add(holder, ofHost);
    each.remove(holder);
    each.gotStopped(holder, { type: 'stop', code: 'cancelled-by-sender' });
    expect(errors).toEqual([]);
  });

  test('P1: what its host stops is over, whoever else has it', () => {
    const { each, errors } = pool(somebody('host', { isHost: true }), somebody('other'));
    const host = provider('host');
    each.add(host, ofHost);
    each.add(provider('other', { held: new HeldBlocks(1) }), ofHost);
    each.remove(host);
    each.gotStopped(host, { type: 'stop', code: 'share-stopped' });
    expect(errors.map(({ code }) => code)).toEqual(['share-stopped']);
  });

  test('by us, each of them is told', () => {
    const { each } = pool(somebody('one'), somebody('other'));
    const all = [provider('one'), provider('other')];
    for (const one of all) each.add(one, ofGuest);
    each.stopAll('cancelled-by-receiver');
    expect(all.map(({ stops }) => stops)).toEqual([['cancelled-by-receiver'], ['cancelled-by-receiver']]);
  });

  test('an older provider of a peer that goes leaves the newer one', () => {
    const { each } = pool(somebody('one'));
    const [old, now] = [provider('one'), provider('one')];
    each.add(old, ofGuest);
    each.add(now, ofGuest);
    each.remove(old);
    expect(each.get('one')).toBe(now);
  });
});
