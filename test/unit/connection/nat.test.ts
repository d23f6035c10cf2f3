import { describe, expect, test } from 'vitest';

import { isNeighbour, isPrivate } from '../../../src/connection/address.ts';
import { natLook } from '../../../src/connection/nat.ts';
import type { CandidateFacts } from '../../../src/connection/statistics.ts';
import { candidate, relay, sample, srflx } from './facts.ts';

const look = (locals: readonly CandidateFacts[], changes = {}) => natLook(sample({ locals, ...changes }));
const prflx = (port: number, address?: string): CandidateFacts => candidate({ type: 'prflx', port, address });

describe('what a NAT looks like', () => {
  test.each<[string, readonly CandidateFacts[], object, string]>([
    ['the server sees the own address', [candidate({ address: '203.0.113.7' }), srflx()], {}, 'open'],
    ['an own address is public', [candidate({ address: '203.0.113.7' })], {}, 'open'],
    ['an own IPv6 address is public', [candidate({ address: '2001:db8::7' })], {}, 'open'],
    ['the server sees the own port, the address is hidden', [candidate(), srflx()], {}, 'port-preserving'],
    [
      'the server sees the own port on another address',
      [candidate({ address: '192.168.0.2' }), srflx()],
      {},
      'port-preserving',
    ],
    ['the server sees the related port', [srflx({ port: 6000, relatedPort: 6000 })], {}, 'port-preserving'],
    ['the server sees another port', [candidate(), srflx({ port: 40_000 })], {}, 'port-changing'],
    [
      'the other end sees a third port',
      [candidate(), srflx({ port: 40_000 }), prflx(40_001, '203.0.113.7')],
      {},
      'symmetric',
    ],
    ['… on an address that is hidden', [candidate(), srflx({ port: 40_000 }), prflx(40_001)], {}, 'symmetric'],
    [
      '… on another address, of another network',
      [candidate(), srflx({ port: 40_000 }), prflx(40_001, '192.0.2.9')],
      {},
      'port-changing',
    ],
    [
      'the other end sees the same port as the server',
      [candidate(), srflx({ port: 40_000 }), prflx(40_000)],
      {},
      'port-changing',
    ],
    [
      'two servers see two ports of one socket',
      [candidate(), srflx({ port: 61_633 }), srflx({ port: 4476 })],
      {},
      'symmetric',
    ],
    [
      'two servers see two sockets',
      [candidate(), candidate({ port: 6000 }), srflx({ port: 40_000 }), srflx({ port: 40_001 })],
      {},
      'port-changing',
    ],
    ['nobody answers by UDP', [candidate()], {}, 'udp-blocked'],
    ['only the relay by TCP answers', [candidate(), relay('tcp')], { isGathered: false }, 'udp-blocked'],
    ['only the relay by TLS answers', [candidate(), relay('tls')], {}, 'udp-blocked'],
    ['a TCP candidate is no UDP', [candidate({ transport: 'tcp', address: '192.168.0.2' })], {}, 'udp-blocked'],
    ['nobody has answered yet', [candidate()], { isGathered: false }, 'unknown'],
    ['nobody was asked', [candidate()], { hasUdpServer: false }, 'unknown'],
    ['nothing is gathered', [], {}, 'unknown'],
    ['relay only: nothing but the relay is gathered', [relay()], {}, 'unknown'],
  ])('%s', (_, locals, changes, expected) => expect(look(locals, changes)).toBe(expected));
});

describe('addresses', () => {
  test.each([
    '10.0.0.1',
    '192.168.1.1',
    '172.16.0.1',
    '172.31.9.9',
    '169.254.1.1',
    '127.0.0.1',
    '::1',
    'fe80::1',
    'fd00::1',
    'ab-cd.local',
  ])('%s is of an own network', (address) => expect(isPrivate(address)).toBe(true));
  test.each(['11.0.0.1', '172.32.0.1', '192.169.1.1', '100.64.0.1', '2001:db8::1', '203.0.113.9'])(
    '%s is not',
    (address) => expect(isPrivate(address)).toBe(false),
  );

  test.each([
    ['2001:db8:0:1::5', '2001:db8:0:1:aaaa::9', true],
    ['2001:0DB8:0000:0001::5', '2001:db8:0:1::9', true],
    ['2001:db8::5', '2001:db8:0:0:1::', true],
    ['2001:db8:0:1::5', '2001:db8:0:2::5', false],
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['203.0.113.7', '2001:db8::1', false],
  ])('%s and %s are neighbours: %s', (a, b, expected) => expect(isNeighbour(a, b)).toBe(expected));
});
