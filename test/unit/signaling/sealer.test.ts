import { describe, expect, test } from 'vitest';

import { fromBase64url, toBase64url } from '../../../src/protocol/base64url.ts';
import type { PeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import { deriveCapability, type Token } from '../../../src/rendezvous/token.ts';
import { Sealer } from '../../../src/signaling/sealer.ts';
import { backoffMs } from '../../../src/signaling/backoff.ts';

const hello: PeerMessage = {
  type: 'hello',
  link: 'abcdefghijk',
  role: 'receiver',
  about: { versions: [2], services: { files: 1 } },
};
const ALICE = 'alicealice__';
const BOB = 'bobbobbobbob';
const CAROL = 'carolcarol__';

async function peers(token = 'AAECAwQFBgcICQoLDA0ODw') {
  const { roomId, signalingKey } = await deriveCapability(token as Token);
  const sealer = (self: string, room = roomId) => new Sealer(signalingKey, room, self);
  return { alice: sealer(ALICE), bob: sealer(BOB), carol: sealer(CAROL), sealer };
}

describe('sealed messages', () => {
  test('S1: what is sealed for a peer opens there', async () => {
    const { alice, bob } = await peers();
    expect(await bob.open(ALICE, await alice.seal(BOB, hello))).toEqual(hello);
  });

  test('S1: nothing of it can be read', async () => {
    const { alice } = await peers();
    const payload = await alice.seal(BOB, {
      type: 'description',
      link: 'abcdefghijk',
      lane: 0,
      kind: 'offer',
      sdp: 'a=fingerprint:sha-256 AA:BB',
    });
    expect(new TextDecoder('latin1').decode(fromBase64url(payload))).not.toMatch(/fingerprint|offer|abcdefghijk/);
  });

  test('S2: a replay, and what comes after a later one, is dropped', async () => {
    const { alice, bob } = await peers();
    const first = await alice.seal(BOB, hello);
    const second = await alice.seal(BOB, hello);
    const third = await alice.seal(BOB, hello);
    expect(await bob.open(ALICE, second)).toEqual(hello);
    expect(await bob.open(ALICE, second)).toBeUndefined();
    expect(await bob.open(ALICE, first)).toBeUndefined();
    expect(await bob.open(ALICE, third)).toEqual(hello);
  });

  test('S3: the server cannot name another sender or receiver, nor another room', async () => {
    const { alice, bob, carol, sealer } = await peers();
    const payload = await alice.seal(BOB, hello);
    expect(await carol.open(ALICE, payload)).toBeUndefined();
    expect(await bob.open(CAROL, payload)).toBeUndefined();
    expect(await sealer(BOB, 'AAAAAAAAAAAAAAAAAAAAAA').open(ALICE, payload)).toBeUndefined();
    expect(await alice.open(BOB, payload)).toBeUndefined(); // reflected
    expect(await bob.open(ALICE, payload)).toEqual(hello);
  });

  test('S3: a flipped bit anywhere is noticed, and a forged sequence blocks nothing', async () => {
    const { alice, bob } = await peers();
    const bytes = fromBase64url(await alice.seal(BOB, hello)) ?? new Uint8Array();
    for (let at = 0; at < bytes.length; at++) {
      const forged = bytes.slice();
      forged[at] = (forged[at] ?? 0) ^ 1;
      expect(await bob.open(ALICE, toBase64url(forged))).toBeUndefined();
    }
    expect(await bob.open(ALICE, toBase64url(bytes))).toEqual(hello);
  });

  test('S4: another token opens nothing', async () => {
    const { alice } = await peers();
    const { bob: stranger } = await peers('AQECAwQFBgcICQoLDA0ODw');
    expect(await stranger.open(ALICE, await alice.seal(BOB, hello))).toBeUndefined();
  });

  test.each(['', 'A', '!!', 'AAAA', 'AQ'.repeat(40)])('S1: garbage %j is dropped', async (payload) => {
    const { bob } = await peers();
    expect(await bob.open(ALICE, payload)).toBeUndefined();
  });
});

test('waiting grows to its bound, with jitter', () => {
  expect([0, 1, 2, 3].map((attempt) => backoffMs(attempt, 1))).toEqual([500, 1000, 2000, 4000]);
  expect(backoffMs(50, 1)).toBe(8_000);
  expect(backoffMs(50, 0)).toBe(4_000);
});
