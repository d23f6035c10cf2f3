/** The Worker under attack, in short: npm run test:attack has 1,000 rooms. */
import { request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { besiege } from './siege.ts';
import { newAddress, newRoomId, RoomClient } from './room-client.ts';
import { startServer, type Server } from '../support/server.ts';
import { nastyText } from '../unit/fuzz/hostile.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
}, 30_000);
afterAll(() => server.stop());

/** 0: the server broke it off, as it may with what is no HTTP. */
const statusOf = (path: string, method: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve) => {
    try {
      const { hostname, port } = new URL(server.origin);
      const asked = request({
        hostname,
        port,
        path,
        method,
        headers: { 'CF-Connecting-IP': newAddress(), ...headers },
      });
      asked.on('response', (response) => {
        response.destroy(); // a stream would go on
        resolve(response.statusCode ?? 0);
      });
      asked.on('upgrade', (_, socket) => {
        socket.destroy();
        resolve(101);
      });
      asked.on('error', () => resolve(0));
      asked.end(method === 'POST' ? 'x\n\n{}' : undefined);
    } catch {
      resolve(0); // Node itself refuses to say it
    }
  });

describe('R15, R16: the Worker', () => {
  test('answers any request at all without failing', async () => {
    const part = fc.oneof(
      nastyText.map((text) => encodeURIComponent(text.slice(0, 200).toWellFormed())),
      fc.constantFrom(
        'api',
        'rooms',
        newRoomId(),
        'stream',
        'messages',
        'constructor',
        '__proto__',
        'toString',
        '%',
        '%00',
        '..',
        'download',
        'index.html',
        '?padded',
      ),
    );
    const path = fc.array(part, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`);
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'PUT');
    const value = nastyText.map((text) => text.slice(0, 300).replace(/[^\t\x20-\x7e\x80-\xff]/g, '?'));
    const headers = fc.dictionary(
      fc.constantFrom(
        'Origin',
        'Upgrade',
        'Sec-WebSocket-Protocol',
        'Beamline-Join',
        'Sec-Fetch-Mode',
        'Sec-Fetch-Site',
        'Accept',
        'CF-Connecting-IP',
      ),
      fc.oneof(
        value,
        fc.constantFrom(
          'websocket',
          'navigate',
          'same-origin',
          'text/html',
          'beamline.1, id.AAAAAAAAAAAAAAAAAAAAAA',
          '2001:db8::1',
          'null',
        ),
      ),
    );
    const requests = fc.sample(fc.tuple(path, method, headers), {
      numRuns: 250 * Number(process.env['FUZZ_RUNS'] ?? 1),
      seed: Number(process.env['FUZZ_SEED'] ?? 20_261_120),
    });
    for (const [asked, how, said] of requests)
      expect(await statusOf(asked, how, said), JSON.stringify([asked, how, said])).toBeLessThan(500);
    expect(server.logs()).toEqual([]);
  }, 60_000);

  test('serves a room in use while 200 attack it in 100 others, and logs nothing of anybody', async () => {
    const { joined, calm, attacked, did } = await besiege(server.origin, {
      rooms: 100,
      messagesPerSecond: 300,
      seconds: 4,
    });
    console.log(`calm ${JSON.stringify(calm)}, attacked ${JSON.stringify(attacked)}, ${JSON.stringify(did)}`);
    expect(joined).toBeGreaterThan(190);
    expect(calm.lost).toBe(0);
    expect(attacked.lost).toBe(0);
    // The claim is of both p99 (test:attack measures it for long): of the 100 messages of this short form that is a
    // single one, and any pause of a busy machine.
    expect(attacked.p90Ms).toBeLessThanOrEqual(Math.max(2 * calm.p99Ms, 50));
    expect(server.logs()).toEqual([]);
  }, 60_000);

  test('is as it was before', async () => {
    const roomId = newRoomId();
    const alice = await RoomClient.join(server.origin, roomId);
    const bob = await RoomClient.join(server.origin, roomId);
    const got = new Promise((resolve) => (bob.onMessage = resolve));
    alice.send(bob.self, 'Zm9v');
    expect(await got).toEqual({ type: 'message', from: alice.self, payload: 'Zm9v' });
    expect(await statusOf('/', 'GET', { Accept: 'text/html' })).toBe(200);
  });
});
