import { describe, expect, test } from 'vitest';

import { addressKey } from '../../../worker/address.ts';
import { readAnswer } from '../../../worker/cloudflare-turn.ts';
import { coturnCredential } from '../../../worker/coturn-credential.ts';
import { chooseUrls } from '../../../worker/ice-urls.ts';
import { turnConfig } from '../../../worker/turn-config.ts';

describe('I4: out of many URLs', () => {
  test('the first of each kind is chosen, in the order in which they are tried', () => {
    expect(
      chooseUrls([
        'turns:a.test',
        'turn:b.test?transport=tcp',
        'turn:c.test',
        'turn:d.test',
        'stun:e.test',
        'stun:f.test',
      ]),
    ).toEqual(['stun:e.test', 'turn:c.test', 'turn:b.test?transport=tcp', 'turns:a.test']);
  });

  test('TLS on 443 comes before TLS elsewhere', () => {
    expect(chooseUrls(['turns:a.test:5349?transport=tcp', 'turns:a.test:443?transport=tcp'])).toEqual([
      'turns:a.test:443?transport=tcp',
    ]);
    expect(chooseUrls(['turns:a.test:5349', 'turns:a.test:4433', 'turns:b.test:443'])).toEqual(['turns:b.test:443']);
    expect(chooseUrls(['turns:a.test:5349'])).toEqual(['turns:a.test:5349']);
  });

  test('what browsers do not take is left out', () => {
    expect(chooseUrls(['turn:a.test:53', 'turns:a.test?transport=udp', 'http://a.test', ''])).toEqual([]);
  });
});

describe('I5: a credential for coturn', () => {
  test('is the one that openssl makes', async () => {
    // printf 1800000000:abc | openssl dgst -sha1 -hmac secret -binary | base64
    expect(await coturnCredential('secret', 1_800_000_000, 'abc')).toEqual({
      username: '1800000000:abc',
      credential: 'oQcsRKfx3841fH8mLrvaPDddA1w=',
    });
  });
});

describe('I4, I7: an answer of the API', () => {
  const relay = { urls: ['turn:turn.test:3478'], username: 'u', credential: 'c' };

  test('may have STUN and relay in one', () => {
    const urls = ['stun:stun.test', 'turn:turn.test:3478'];
    expect(readAnswer({ iceServers: [{ ...relay, urls }] })).toEqual([{ urls: ['stun:stun.test'] }, relay]);
  });

  test('may have no STUN', () => expect(readAnswer({ iceServers: [relay] })).toEqual([relay]));

  test('may have one URL that is no list', () =>
    expect(readAnswer({ iceServers: [{ ...relay, urls: relay.urls[0] }] })).toEqual([relay]));

  test.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['no servers', {}],
    ['no list', { iceServers: relay }],
    ['STUN alone', { iceServers: [{ urls: ['stun:stun.test'] }] }],
    ['nulls', { iceServers: [null, 1, 'x'] }],
    ['a relay on port 53 alone', { iceServers: [{ ...relay, urls: ['turn:turn.test:53'] }] }],
    ['a relay without name', { iceServers: [{ urls: relay.urls, credential: 'c' }] }],
    ['a credential without end', { iceServers: [{ ...relay, credential: 'c'.repeat(10_000) }] }],
  ])('%s is no relay', (_, answer) => expect(readAnswer(answer)).toBeUndefined());
});

describe('I9: what is set up', () => {
  const cloudflare = { TURN_KEY_ID: 'k', TURN_KEY_API_TOKEN: 't' };
  const coturn = { TURN_URLS: 'turn:turn.test', TURN_SECRET: 's' };

  test('may be nothing', () =>
    expect(turnConfig({})).toEqual({ relay: { type: 'none' }, stunUrls: [], ttlSeconds: 1800 }));

  test("is Cloudflare's before one's own", () => {
    expect(turnConfig({ ...coturn, ...cloudflare }).relay).toEqual({
      type: 'cloudflare',
      api: 'https://rtc.live.cloudflare.com',
      keyId: 'k',
      token: 't',
    });
  });

  test.each([
    { TURN_KEY_ID: 'k' },
    { TURN_KEY_API_TOKEN: 't' },
    { TURN_URLS: 'turn:turn.test' },
    { TURN_SECRET: 's' },
    { TURN_SECRET: 's', TURN_URLS: 'stun:x' },
  ])('%j is half of it: no relay', (vars) => expect(turnConfig(vars).relay).toEqual({ type: 'none' }));

  test('has at most one STUN server, wherever it is named', () => {
    expect(turnConfig({ STUN_URLS: 'stun:a.test,stun:b.test' }).stunUrls).toEqual(['stun:a.test']);
    expect(turnConfig({ ...coturn, TURN_URLS: 'turn:turn.test stun:turn.test' }).stunUrls).toEqual(['stun:turn.test']);
    expect(turnConfig(cloudflare).stunUrls).toEqual(['stun:stun.cloudflare.com:3478']);
  });

  test.each([
    ['1', 'none'],
    ['true', 'none'],
    ['on', 'none'],
    [' 1 ', 'none'],
    ['0', 'coturn'],
    ['false', 'coturn'],
    ['', 'coturn'],
  ])('with TURN_OFF "%s" is %s', (TURN_OFF, type) => expect(turnConfig({ ...coturn, TURN_OFF }).relay.type).toBe(type));

  test.each([
    ['600', 600],
    ['1', 60],
    ['86400', 3600],
    ['', 1800],
    ['soon', 1800],
    ['-5', 1800],
    ['1e9', 1800],
  ])('with TURN_TTL_SECONDS "%s" is good for %d s', (TURN_TTL_SECONDS, seconds) => {
    expect(turnConfig({ TURN_TTL_SECONDS }).ttlSeconds).toBe(seconds);
  });
});

describe('I3: the name of an address', () => {
  test('is the same for the same address, and another with another secret', async () => {
    const name = await addressKey('192.0.2.7', 'secret');
    expect(name).toMatch(/^[\w-]{16}$/);
    expect(await addressKey('192.0.2.7', 'secret')).toBe(name);
    expect(await addressKey('192.0.2.8', 'secret')).not.toBe(name);
    expect(await addressKey('192.0.2.7', 'other')).not.toBe(name);
    expect(await addressKey('', '')).toMatch(/^[\w-]{16}$/);
  });
});
