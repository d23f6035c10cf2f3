import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { iceUrlKind, parseIceServers } from '../../../../src/protocol/messages/ice-server.ts';
import {
  MAX_ICE_SECRET_CHARS,
  MAX_ICE_TTL_SECONDS,
  MAX_ICE_URL_CHARS,
  MAX_ICE_URLS,
} from '../../../../src/protocol/limits.ts';
import { parseServerMessage } from '../../../../src/protocol/messages/room-message.ts';

describe('I4: a URL', () => {
  test.each([
    ['stun:stun.test', 'stun'],
    ['stun:192.0.2.1:3478', 'stun'],
    ['stun:[2001:db8::1]:3478', 'stun'],
    ['STUN:STUN.test', 'stun'],
    ['turn:turn.test', 'turn-udp'],
    ['turn:turn.test:3478?transport=udp', 'turn-udp'],
    ['turn:turn.test:3478?transport=tcp', 'turn-tcp'],
    ['turn:turn.test:53530', 'turn-udp'],
    ['turns:turn.test:443?transport=tcp', 'turn-tls'],
    ['turns:turn.test', 'turn-tls'],
  ])('%s is %s', (url, kind) => expect(iceUrlKind(url)).toBe(kind));

  test.each([
    '',
    'stun:',
    'turn.test',
    'https://turn.test',
    'javascript:alert(1)',
    'stuns:turn.test',
    'stun://stun.test',
    'stun:stun.test?transport=udp',
    'turn:turn.test?transport=sctp',
    'turn:turn.test?transport=tcp&x=1',
    'turns:turn.test:443?transport=udp',
    'turn:turn.test:53',
    'turn:turn.test:053?transport=tcp',
    'turn:turn.test:0',
    'turn:turn.test:65536',
    'turn:user@turn.test',
    'turn:turn.test/path',
    'turn:-turn.test',
    'turn:turn test',
    'turn:turn.test\n',
    'turn:[::1',
    `turn:${'a'.repeat(MAX_ICE_URL_CHARS)}`,
  ])('%j is none', (url) => expect(iceUrlKind(url)).toBeUndefined());
});

const stun = { urls: ['stun:stun.test'] };
const relay = {
  urls: ['turn:turn.test', 'turn:turn.test?transport=tcp', 'turns:turn.test:443'],
  username: 'u',
  credential: 'c',
};

describe('I4: servers', () => {
  test.each([[[]], [[stun]], [[stun, relay]]])('%j are taken', (servers) =>
    expect(parseIceServers(servers)).toEqual(servers),
  );

  test('lose what is not theirs', () => {
    expect(parseIceServers([{ ...stun, credentialType: 'oauth', onclick: 1 }])).toEqual([stun]);
  });

  test.each<readonly [string, unknown]>([
    ['no list', stun],
    ['one URL too many', [stun, { ...relay, urls: Array.from({ length: MAX_ICE_URLS }, () => 'turn:turn.test') }]],
    ['one server too many', Array.from({ length: MAX_ICE_URLS + 1 }, () => stun)],
    ['no URL', [{ urls: [] }]],
    ['a text for URLs', [{ urls: 'stun:stun.test' }]],
    ['a URL that is none', [{ urls: ['stun:stun.test', 'x'] }]],
    ['a relay without credential', [{ urls: ['turn:turn.test'] }]],
    ['a relay with half of it', [{ urls: ['turn:turn.test'], username: 'u' }]],
    ['an empty credential', [{ ...relay, credential: '' }]],
    ['a credential that is no text', [{ ...relay, credential: {} }]],
    ['a name without end', [{ ...relay, username: 'u'.repeat(MAX_ICE_SECRET_CHARS + 1) }]],
    ['null', [null]],
  ])('%s is refused', (_, servers) => expect(parseIceServers(servers)).toBeUndefined());
});

describe('I1: what the room says', () => {
  test.each([
    { type: 'ice', servers: [], ttlSeconds: 1 },
    { type: 'ice', servers: [stun, relay], ttlSeconds: MAX_ICE_TTL_SECONDS },
    { type: 'ice', servers: [stun], ttlSeconds: 600, missing: 'relay-unavailable' },
    { type: 'ice-refused', code: 'relay-limited' },
  ])('%j is read', (message) => expect(parseServerMessage(JSON.stringify(message))).toEqual(message));

  test.each([
    { type: 'ice', servers: [{ urls: ['x'] }], ttlSeconds: 600 },
    { type: 'ice', servers: [], ttlSeconds: 0 },
    { type: 'ice', servers: [], ttlSeconds: 1.5 },
    { type: 'ice', servers: [], ttlSeconds: MAX_ICE_TTL_SECONDS + 1 },
    { type: 'ice', servers: [], ttlSeconds: '600' },
    { type: 'ice', servers: [], ttlSeconds: 600, missing: 'internal' },
    { type: 'ice', ttlSeconds: 600 },
    { type: 'ice-refused' },
    { type: 'ice-refused', code: 'room-full' },
  ])('%j is not', (message) => expect(parseServerMessage(JSON.stringify(message))).toBeUndefined());

  test('whatever comes, what is read can be given to RTCPeerConnection', () => {
    const server = fc.record({ urls: fc.anything(), username: fc.anything(), credential: fc.anything() });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(fc.oneof(fc.anything(), server))), (value) => {
        for (const { urls } of parseIceServers(value) ?? [])
          for (const url of urls) expect(iceUrlKind(url)).toBeDefined();
      }),
    );
  });
});
