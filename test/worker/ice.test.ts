import { evictDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { SIGNAL_BURST } from '../../src/protocol/limits.ts';
import { parseServerMessage, type IceMessage, type ServerMessage } from '../../src/protocol/messages/room-message.ts';
import { newAddress, newRoomId, open, roomOf, type Peer } from './support/peer.ts';
import { restoreVarsAfterEach, setVars } from './support/vars.ts';

/** As in wrangler.toml. */
const ICE_PER_MINUTE = 10;
const ROOM_ICE_PER_MINUTE = 60;
const TTL_SECONDS = 1800;

const STUN = 'stun:stun.test:3478';
const COTURN = {
  STUN_URLS: STUN,
  TURN_URLS:
    'turn:turn.test:3478, turn:turn.test:3478?transport=tcp, turns:turn.test:443?transport=tcp, turn:second.test:3478',
  TURN_SECRET: 'a secret of the deployment',
};
const CLOUDFLARE = { TURN_KEY_API_TOKEN: 'token-of-the-key' };

restoreVarsAfterEach();

/** Somebody at an address, whose message the app could read. */
class Asker {
  readonly peer: Peer;

  constructor(peer: Peer) {
    this.peer = peer;
  }

  static async join(roomId: string, address = newAddress()): Promise<Asker> {
    const peer = await open(roomId, { 'CF-Connecting-IP': address });
    const welcome = await peer.next();
    if (welcome.type === 'welcome') peer.id = welcome.self;
    return new Asker(peer);
  }

  ask(): void {
    this.peer.sendRaw('{"type":"ice"}');
  }

  async nextIce(): Promise<IceMessage> {
    for (;;) {
      const message = parseServerMessage(await this.peer.nextText());
      expect(message).toBeDefined();
      if (message?.type === 'ice' || message?.type === 'ice-refused') return message;
    }
  }

  async answer(): Promise<IceMessage> {
    this.ask();
    return this.nextIce();
  }

  /** All of it: on a busy machine any API is late (I8). */
  async wholeAnswer(): Promise<IceMessage> {
    const first = await this.answer();
    return first.type === 'ice' && first.missing === 'relay-unavailable' ? this.nextIce() : first;
  }
}

async function pair(roomId = newRoomId()): Promise<[Asker, Asker]> {
  const both: [Asker, Asker] = [await Asker.join(roomId), await Asker.join(roomId)];
  for (const { peer } of both) await peer.drain();
  return both;
}

const isIce = ({ type }: ServerMessage): boolean => type === 'ice' || type === 'ice-refused';

describe('who gets ICE servers', () => {
  test('I2: nobody who is alone in the room, whatever is set up', async () => {
    setVars(COTURN);
    const alone = await Asker.join(newRoomId());
    expect(await alone.answer()).toEqual({ type: 'ice-refused', code: 'relay-alone' });
  });

  test('I2: not one whose partner has left', async () => {
    setVars(COTURN);
    const [a, b] = await pair();
    b.peer.close();
    expect(await a.peer.next()).toMatchObject({ type: 'left' });
    expect(await a.answer()).toEqual({ type: 'ice-refused', code: 'relay-alone' });
  });

  test('I1: each peer for itself: another credential, and nobody else hears of it', async () => {
    setVars(COTURN);
    const [a, b] = await pair();
    const [first, second] = [await a.answer(), await b.answer()];
    expect(first).toMatchObject({ type: 'ice', ttlSeconds: TTL_SECONDS });
    expect(JSON.stringify(first)).not.toBe(JSON.stringify(second));
    expect((await a.peer.drain()).filter(isIce)).toEqual([]);
    expect((await b.peer.drain()).filter(isIce)).toEqual([]);
  });

  test('I1: no URL hands them out', async () => {
    setVars(COTURN);
    const { exports } = await import('cloudflare:workers');
    for (const path of ['/api/ice', '/api/turn', `/api/rooms/${newRoomId()}/ice`]) {
      expect((await exports.default.fetch(`https://beamline.test${path}`)).status).toBe(404);
    }
  });

  test('I1, R10: asking costs budget like any message', async () => {
    setVars(COTURN);
    const [a] = await pair();
    for (let i = 0; i < SIGNAL_BURST * 2; i++) a.ask();
    expect(await a.peer.closed).toMatchObject({ code: 4429 });
  });

  test('R14: whoever was in the room before it was evicted still is', async () => {
    setVars(COTURN);
    const roomId = newRoomId();
    const [a] = await pair(roomId);
    await evictDurableObject(roomOf(roomId));
    expect(await a.answer()).toMatchObject({ type: 'ice', ttlSeconds: TTL_SECONDS });
  });
});

/** Limits are counted by the clock's minutes: what must fall into one begins early in it. */
async function earlyInTheMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 5000) await new Promise((resolve) => setTimeout(resolve, left + 100));
}

/** STUN costs nobody anything. */
const LIMITED = { type: 'ice', servers: [{ urls: [expect.stringMatching(/^stun:/)] }], missing: 'relay-limited' };

describe('limits', { timeout: 30_000 }, () => {
  test('I3: the 11th request of an address within a minute gets no relay, in whatever room, and others get theirs', async () => {
    setVars(COTURN);
    await earlyInTheMinute();
    const address = newAddress();
    const roomId = newRoomId();
    const a = await Asker.join(roomId, address);
    const b = await Asker.join(roomId);
    for (let i = 0; i < ICE_PER_MINUTE; i++) expect(await a.answer()).not.toHaveProperty('missing');
    expect(await a.answer()).toMatchObject(LIMITED);
    expect(await b.answer()).not.toHaveProperty('missing');

    const elsewhere = newRoomId();
    const again = await Asker.join(elsewhere, address);
    await Asker.join(elsewhere);
    expect(await again.answer()).toMatchObject(LIMITED);
  });

  test('I3: a room has a limit of its own, however many addresses ask', async () => {
    setVars(COTURN);
    await earlyInTheMinute();
    const roomId = newRoomId();
    const askers = await Promise.all(Array.from({ length: 8 }, async () => Asker.join(roomId)));
    const answers: IceMessage[] = [];
    for (let round = 0; round < 8; round++)
      answers.push(...(await Promise.all(askers.map(async (asker) => asker.answer()))));
    expect(answers.filter((answer) => !('missing' in answer))).toHaveLength(ROOM_ICE_PER_MINUTE);
    expect(answers.at(-1)).toMatchObject(LIMITED);
    const [other] = await pair();
    expect(await other.answer()).not.toHaveProperty('missing');
  });
});

describe('without a relay', () => {
  test('I7: nothing set up is an empty list, good for long, and says so', async () => {
    const [a] = await pair();
    expect(await a.answer()).toEqual({ type: 'ice', servers: [], ttlSeconds: 86_400, missing: 'relay-none' });
  });

  test('I7: STUN alone is STUN alone', async () => {
    setVars({ STUN_URLS: `stun:stun.test:53,${STUN}, stun:second.test` });
    const [a] = await pair();
    expect(await a.answer()).toEqual({
      type: 'ice',
      servers: [{ urls: [STUN] }],
      ttlSeconds: 86_400,
      missing: 'relay-none',
    });
  });

  test.each(['1', 'true', 'yes'])('I9: TURN_OFF=%s leaves STUN, from the next request on', async (value) => {
    setVars(COTURN);
    const [a] = await pair();
    expect(await a.answer()).not.toHaveProperty('missing');
    setVars({ TURN_OFF: value });
    expect(await a.answer()).toEqual({
      type: 'ice',
      servers: [{ urls: [STUN] }],
      ttlSeconds: 86_400,
      missing: 'relay-none',
    });
  });
});

describe('coturn', () => {
  test('I5: a name that runs out and says nothing, a credential that follows from it, one URL of each kind', async () => {
    setVars(COTURN);
    const [a] = await pair();
    const answer = await a.answer();
    if (answer.type !== 'ice') throw new Error(answer.code);
    expect(answer.servers[0]).toEqual({ urls: [STUN] });
    const { urls, username = '', credential = '' } = answer.servers[1] ?? {};
    expect(urls).toEqual([
      'turn:turn.test:3478',
      'turn:turn.test:3478?transport=tcp',
      'turns:turn.test:443?transport=tcp',
    ]);
    expect(username).toMatch(/^\d{10}:[\w-]{16}$/);
    expect(Number(username.split(':')[0])).toBeCloseTo(Date.now() / 1000 + TTL_SECONDS, -1);
    const key = await crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode(COTURN.TURN_SECRET),
      { name: 'HMAC', hash: 'SHA-1' },
      false,
      ['verify'],
    );
    const mac = Uint8Array.from(atob(credential), (character) => character.charCodeAt(0));
    expect(await crypto.subtle.verify('HMAC', key, mac, new TextEncoder().encode(username))).toBe(true);
  });
});

describe('Cloudflare', { timeout: 20_000 }, () => {
  afterEach(() => vi.restoreAllMocks());

  test('I4: one URL of each kind, none on port 53, TLS on 443', async () => {
    setVars({ ...CLOUDFLARE, TURN_KEY_ID: 'good' });
    const [a] = await pair();
    expect(await a.wholeAnswer()).toEqual({
      type: 'ice',
      ttlSeconds: TTL_SECONDS,
      servers: [
        { urls: ['stun:stun.cloudflare.com:3478'] },
        {
          urls: [
            'turn:turn.cloudflare.com:3478?transport=udp',
            'turn:turn.cloudflare.com:3478?transport=tcp',
            'turns:turn.cloudflare.com:443?transport=tcp',
          ],
          username: 'u'.repeat(96),
          credential: 'c'.repeat(64),
        },
      ],
    });
  });

  test.each(['error', 'unauthorized', 'redirect', 'html', 'empty', 'endless', 'hostile', 'numbers', 'no/such?key'])(
    'I7, I10: an API that fails (%s) leaves STUN, says so, and logs nothing',
    async (key) => {
      const logs = (['log', 'warn', 'error', 'info', 'debug'] as const).map((level) => vi.spyOn(console, level));
      setVars({ ...CLOUDFLARE, TURN_KEY_ID: key, STUN_URLS: STUN });
      const [a] = await pair();
      expect(await a.answer()).toEqual({
        type: 'ice',
        servers: [{ urls: [STUN] }],
        ttlSeconds: TTL_SECONDS,
        missing: 'relay-unavailable',
      });
      for (const log of logs) expect(log).not.toHaveBeenCalled();
    },
  );

  test("I7: without STUN of one's own, Cloudflare's is named", async () => {
    setVars({ ...CLOUDFLARE, TURN_KEY_ID: 'error' });
    const [a] = await pair();
    expect(await a.answer()).toMatchObject({
      servers: [{ urls: ['stun:stun.cloudflare.com:3478'] }],
      missing: 'relay-unavailable',
    });
  });

  test('I8: an API that is late: first what there is without it, then all', async () => {
    setVars({ ...CLOUDFLARE, TURN_KEY_ID: 'late', STUN_URLS: STUN });
    const [a] = await pair();
    const askedAt = Date.now();
    expect(await a.answer()).toMatchObject({ servers: [{ urls: [STUN] }], missing: 'relay-unavailable' });
    expect(Date.now() - askedAt).toBeLessThan(1500);
    const full = await a.nextIce();
    expect(full).toMatchObject({ type: 'ice', ttlSeconds: TTL_SECONDS });
    expect(full).not.toHaveProperty('missing');
  });

  test('I8: an API that takes 10 s holds up nobody: not the one who asked, not the room', async () => {
    setVars({ ...CLOUDFLARE, TURN_KEY_ID: 'never' });
    const [a, b] = await pair();
    const askedAt = Date.now();
    a.ask();
    a.peer.send(b.peer.id, 'offer');
    expect(await b.peer.next()).toEqual({ type: 'message', from: a.peer.id, payload: 'offer' });
    b.peer.send(a.peer.id, 'answer');
    expect(await a.peer.next()).toEqual({ type: 'message', from: b.peer.id, payload: 'answer' });
    expect(Date.now() - askedAt).toBeLessThan(2000);
    expect(await a.nextIce()).toMatchObject({ missing: 'relay-unavailable' });
    await new Promise((resolve) => setTimeout(resolve, 3500));
    expect((await a.peer.drain()).filter(isIce)).toEqual([]);
  });

  test('I8: an answer for one who has left reaches nobody, and harms nobody', async () => {
    setVars({ ...CLOUDFLARE, TURN_KEY_ID: 'late' });
    const [a, b] = await pair();
    a.ask();
    a.peer.close();
    expect(await b.peer.next()).toMatchObject({ type: 'left' });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    b.peer.send(b.peer.id, 'fine');
    expect(await b.peer.next()).toMatchObject({ payload: 'fine' });
  });
});
