import { describe, expect, test } from 'vitest';

import { MAX_SIGNAL_CHARS, SIGNAL_BURST, SIGNAL_COST_CHARS, SIGNAL_PER_SECOND } from '../../src/protocol/limits.ts';
import { CLOSE } from '../../src/protocol/messages/room-message.ts';
import { ROOM_BURST_CHARS, ROOM_CHARS_PER_SECOND } from '../../worker/limits.ts';
import { join, newAddress, newRoomId, open, type Peer } from './support/peer.ts';

/** As in wrangler.toml. */
const JOINS_PER_MINUTE = 100;

async function two(): Promise<[Peer, Peer]> {
  const roomId = newRoomId();
  const peers: [Peer, Peer] = [await join(roomId), await join(roomId)];
  for (const peer of peers) await peer.drain();
  return peers;
}

describe('budget', { timeout: 30_000 }, () => {
  test.each([
    ['small', 1, SIGNAL_BURST],
    ['large', 50_000, SIGNAL_BURST / Math.ceil(50_060 / SIGNAL_COST_CHARS)],
  ])('R10: a flood of %s messages closes the socket that it comes on', async (_, chars, burst) => {
    const [a, b] = await two();
    const startedAt = performance.now();
    for (let i = 0; i < burst * 3; i++) a.send(b.id, 'x'.repeat(chars));
    expect(await a.closed).toEqual({ code: 4429, reason: 'messages-limited' });
    const heard = await b.drain();
    const regained = ((performance.now() - startedAt) / 1000) * SIGNAL_PER_SECOND;
    expect(heard.pop()).toEqual({ type: 'left', peer: a.id });
    // The greeting of the two has cost a little.
    expect(heard.length).toBeGreaterThan(burst - 5);
    expect(heard.length).toBeLessThanOrEqual(burst + regained);
  });

  test('R10: blanks are charged like anything else', async () => {
    const [a, b] = await two();
    for (let i = 0; i < SIGNAL_BURST; i++)
      a.sendRaw(' '.repeat(MAX_SIGNAL_CHARS - 200) + JSON.stringify({ type: 'send', to: b.id, payload: 'x' }));
    expect(await a.closed).toMatchObject({ code: 4429 });
  });

  test("R10: is each socket's own", async () => {
    const [a, b] = await two();
    for (let i = 0; i < SIGNAL_BURST * 2; i++) a.send(b.id, 'x');
    await a.closed;
    for (let i = 0; i < SIGNAL_BURST / 2; i++) b.send(b.id, 'y');
    expect((await b.drain()).filter((message) => message.type === 'message' && message.from === b.id)).toHaveLength(
      SIGNAL_BURST / 2,
    );
  });
});

describe('a room', { timeout: 30_000 }, () => {
  test('R10: passes on no more than it has memory for, whatever many members say it, and goes on', async () => {
    const roomId = newRoomId();
    const reader = await join(roomId);
    const crowd = await Promise.all(Array.from({ length: 8 }, () => join(roomId)));
    const startedAt = performance.now();
    const payload = 'x'.repeat(MAX_SIGNAL_CHARS - 256);
    const each = Math.floor(SIGNAL_BURST / Math.ceil(MAX_SIGNAL_CHARS / SIGNAL_COST_CHARS)) - 1;
    expect(crowd.length * each * payload.length).toBeGreaterThan(1.2 * ROOM_BURST_CHARS);
    for (const peer of crowd) for (let said = 0; said < each; said++) peer.send(reader.id, payload);
    for (const peer of crowd) {
      peer.close(); // behind all that it has said
      await peer.closed;
    }
    const heard = (await reader.drain()).flatMap((message) => (message.type === 'message' ? [message.payload] : []));
    const regained = ((performance.now() - startedAt) / 1000) * ROOM_CHARS_PER_SECOND;
    const chars = heard.reduce((sum, { length }) => sum + length, 0);
    expect(chars).toBeGreaterThan(0.9 * ROOM_BURST_CHARS);
    expect(chars).toBeLessThanOrEqual(ROOM_BURST_CHARS + regained);
    expect(heard.length).toBeLessThan(crowd.length * each);
  });
});

/**
 * Joins until it is refused. Limits are counted by the clock's minutes: the attempts can fall into two of them, not
 * three.
 */
async function attemptsUntilRefused(headers: (attempt: number) => Record<string, string>): Promise<number> {
  for (let attempt = 1; attempt <= 2 * JOINS_PER_MINUTE + 1; attempt++) {
    const peer = await open(newRoomId(), headers(attempt));
    const first = await Promise.race([peer.closed, peer.next()]);
    if ('code' in first) {
      expect(first).toEqual({ code: CLOSE.joins, reason: 'joins-limited' });
      return attempt;
    }
    peer.close();
  }
  return Infinity;
}

describe('joins', { timeout: 30_000 }, () => {
  test('R11: more than the limit from one address are closed, whatever X-Forwarded-For says', async () => {
    const address = newAddress();
    const attempts = await attemptsUntilRefused(() => ({
      'CF-Connecting-IP': address,
      'X-Forwarded-For': newAddress(),
    }));
    expect(attempts).toBeGreaterThan(JOINS_PER_MINUTE);
    expect(attempts).toBeLessThan(Infinity);
    const other = await open(newRoomId());
    expect(await other.next()).toMatchObject({ type: 'welcome' });
  });

  test('R11: the addresses of one IPv6 /64 are counted as one', async () => {
    const prefix = `2001:db8:${Math.floor(Math.random() * 0xffff).toString(16)}:7`;
    const attempts = await attemptsUntilRefused((attempt) => ({
      'CF-Connecting-IP': `${prefix}::${attempt.toString(16)}`,
    }));
    expect(attempts).toBeGreaterThan(JOINS_PER_MINUTE);
    expect(attempts).toBeLessThan(Infinity);
  });
});
