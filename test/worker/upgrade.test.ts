import { env, exports } from 'cloudflare:workers';
import { listDurableObjectIds } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';

import { newIdentity, newRoomId, ORIGIN, upgrade } from './support/peer.ts';

const identity = 'AAAAAAAAAAAAAAAAAAAAAA';

async function expectRefusal(response: Response, status: number, error: string): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.webSocket).toBeNull();
  expect(await response.json()).toEqual({ error });
  expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
}

describe('upgrade', () => {
  test.each([
    ['no', null],
    ['no version in the', identity],
    ['no identity in the', 'beamline.1'],
    ['an empty', ''],
    ['two identities in the', `beamline.1, id.${identity}, id.${newIdentity()}`],
    ['a short identity in the', `beamline.1, id.${identity.slice(1)}`],
    ['a long identity in the', `beamline.1, id.${identity}A`],
    ['an identity of other characters in the', `beamline.1, id.${identity.slice(1)}=`],
    ['an identity that is not canonical in the', `beamline.1, id.${identity.slice(1)}B`],
    ['a version that is no number in the', `beamline.x, id.${identity}`],
  ])('R1, R2: %s subprotocol is refused', async (_, offered) => {
    await expectRefusal(await upgrade(newRoomId(), { 'Sec-WebSocket-Protocol': offered }), 400, 'subprotocol-bad');
  });

  test.each([
    null,
    'null',
    '',
    'https://evil.test',
    'http://beamline.test',
    'https://beamline.test:8443',
    'https://beamline.test/',
    'https://beamline.test.evil.test',
    'https://sub.beamline.test',
    'HTTPS://BEAMLINE.TEST',
    'http://localhost:5173',
  ])('R12: Origin %s is refused before the room is asked', async (origin) => {
    const before = (await listDurableObjectIds(env.ROOM)).length;
    await expectRefusal(await upgrade(newRoomId(), { Origin: origin }), 403, 'origin-refused');
    expect(await listDurableObjectIds(env.ROOM)).toHaveLength(before);
  });

  test.each([
    ['none', null],
    ['another', 'h2c'],
  ])('R16: without Upgrade: websocket (%s) the answer is 426', async (_, value) => {
    const response = await upgrade(newRoomId(), { Upgrade: value });
    expect(response.headers.get('Upgrade')).toBe('websocket');
    await expectRefusal(response, 426, 'upgrade-required');
  });

  test.each([
    '/api',
    '/api/',
    '/api/rooms',
    '/api/rooms/',
    '/api/rooms/short',
    '/api/rooms/AAAAAAAAAAAAAAAAAAAAAAA',
    '/api/rooms/AAAAAAAAAAAAAAAAAAAAAA/',
    '/api/rooms/AAAAAAAAAAAAAAAAAAAAAA/x',
    '/api/rooms/AAAAAAAAAAAAAAAAAAAAAA/constructor',
    '/api/rooms/AAAAAAAAAAAAAAAAAAAAAA/__proto__',
    '/api/rooms/AAAAAAAAAAAAAAAAAAAA%41A',
    '/api/index.html',
  ])('R16: %s is no room', async (path) => {
    const headers = {
      Upgrade: 'websocket',
      Origin: ORIGIN,
      'Sec-WebSocket-Protocol': `beamline.1, id.${identity}`,
      'Sec-Fetch-Mode': 'navigate',
    };
    await expectRefusal(await exports.default.fetch(ORIGIN + path, { headers }), 404, 'not-found');
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('R17: %s is not allowed', async (method) => {
    for (const path of ['/', '/anything', `/api/rooms/${identity}`]) {
      const response = await exports.default.fetch(ORIGIN + path, { method, headers: { Origin: ORIGIN } });
      expect(response.status).toBe(405);
      expect(response.headers.get('Allow')).toBe('GET, HEAD');
      expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    }
  });
});
