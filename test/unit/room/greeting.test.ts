import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Greetings } from '../../../src/room/greeting.ts';

const ALICE = 'alicealice__';
const BOB = 'bobbobbobbob';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A receiver that notes whom it says hello to. */
function receiver(): { greetings: Greetings; said: { peer: string; link: string }[] } {
  const said: { peer: string; link: string }[] = [];
  const greetings = new Greetings(
    (peer, link) => said.push({ peer, link }),
    () => {},
    new AbortController().signal,
  );
  greetings.gotPeers([ALICE, BOB]);
  return { greetings, said };
}

test('S6: everybody who is there is greeted, each by a link of its own', () => {
  const { greetings, said } = receiver();
  greetings.greetAll();
  expect(said.map(({ peer }) => peer)).toEqual([ALICE, BOB]);
  expect(new Set(said.map(({ link }) => link)).size).toBe(2);
  for (const { link } of said) expect(link).toMatch(/^[\w-]{11}$/);
});

test('S5a: an offer counts once, for the latest greeting of its peer, and for nothing else', () => {
  const { greetings, said } = receiver();
  greetings.greet(ALICE);
  greetings.greet(ALICE);
  const [earlier, latest] = said.map(({ link }) => link);
  expect(greetings.take(ALICE, earlier ?? '')).toBeUndefined();
  expect(greetings.take(BOB, latest ?? '')).toBeUndefined();
  expect(greetings.take(ALICE, latest ?? '')).toBeDefined();
  expect(greetings.take(ALICE, latest ?? '')).toBeUndefined();
});

test('S5a: nor does one that comes too late, or from a peer that has left', () => {
  const { greetings, said } = receiver();
  greetings.greet(ALICE);
  vi.advanceTimersByTime(4000);
  expect(greetings.take(ALICE, said[0]?.link ?? '')).toBeUndefined();
  greetings.greet(BOB);
  greetings.gotLeft(BOB);
  expect(greetings.take(BOB, said[1]?.link ?? '')).toBeUndefined();
});

test('S8: a link that could not be made bans nobody: the peer is greeted again, by another link', () => {
  const { greetings, said } = receiver();
  greetings.greet(ALICE);
  expect(greetings.retry(ALICE, false)).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(said.map(({ peer }) => peer)).toEqual([ALICE, ALICE]);
  expect(said[1]?.link).not.toBe(said[0]?.link);
  expect(greetings.retry(ALICE, false)).toBe(false);
});
