import { describe, expect, test } from 'vitest';

import { pathOf, reportOf, tallyOf } from '../../../src/connection/path.ts';
import { fingerprintOf } from '../../../src/connection/statistics.ts';
import type { PathReport } from '../../../src/protocol/messages/path-report.ts';
import { candidate, relay, report, sample, srflx } from './facts.ts';

const MIRRORED = { here: 'there', there: 'here', both: 'both' } as const;

describe('the path, from both ends', () => {
  test.each<[string, Partial<PathReport>, Partial<PathReport>, object]>([
    ['one network, both are sure', { isNear: true }, { isNear: true }, { kind: 'same-network', why: 'same-network' }],
    ['one network, one end has not found the name', { isNear: true }, { isNear: null }, { kind: 'same-network' }],
    ['two open hosts', { isNear: false }, { isNear: false }, { kind: 'direct', why: 'public' }],
    ['two hosts that know nothing', { isNear: null }, { isNear: null }, { kind: 'direct', why: 'public' }],
    [
      'through NAT',
      { candidate: 'srflx' },
      { candidate: 'srflx' },
      { kind: 'direct', why: 'through-nat', here: 'srflx', there: 'srflx' },
    ],
    [
      'a private address across a NAT',
      { isNear: true },
      { candidate: 'prflx' },
      { kind: 'direct', why: 'through-nat' },
    ],
    ['over TCP', { transport: 'tcp' }, { transport: 'tcp' }, { kind: 'direct', transport: 'tcp' }],
    ['one relay', { candidate: 'relay', transport: 'tls' }, {}, { kind: 'relayed', transport: 'tls', relayAt: 'here' }],
    [
      'two relays: the weakest counts',
      { candidate: 'relay', transport: 'udp' },
      { candidate: 'relay', transport: 'tls' },
      { kind: 'relayed', transport: 'tls', relayAt: 'both' },
    ],
    [
      'the transport of who uses no relay does not count',
      { candidate: 'relay', transport: 'udp' },
      { candidate: 'host', transport: 'tcp' },
      { transport: 'udp' },
    ],
    ['relay only', { candidate: 'relay', isRelayOnly: true }, { nat: 'symmetric' }, { why: 'relay-only-here' }],
    [
      'relays only, by a policy',
      { candidate: 'relay', gathered: [{ type: 'relay', transport: 'tcp', count: 1 }], nat: 'udp-blocked' },
      { nat: 'symmetric' },
      { why: 'policy-here' },
    ],
    [
      'relays only, by choice',
      { candidate: 'relay', isRelayOnly: true, gathered: [{ type: 'relay', transport: 'tcp', count: 1 }] },
      {},
      { why: 'relay-only-here' },
    ],
    [
      'a relay beside its own address',
      {
        candidate: 'relay',
        gathered: [
          { type: 'host', transport: 'udp', count: 1 },
          { type: 'relay', transport: 'udp', count: 1 },
        ],
      },
      {},
      { why: 'unanswered' },
    ],
    ['UDP is blocked', { candidate: 'relay', nat: 'udp-blocked' }, { nat: 'symmetric' }, { why: 'udp-blocked-here' }],
    [
      'UDP is blocked twice',
      { candidate: 'relay', nat: 'udp-blocked' },
      { nat: 'udp-blocked' },
      { why: 'udp-blocked-both' },
    ],
    ['a symmetric NAT', { candidate: 'relay', nat: 'port-preserving' }, { nat: 'symmetric' }, { why: 'nat-there' }],
    ['two of them', { candidate: 'relay', nat: 'port-changing' }, { nat: 'symmetric' }, { why: 'nat-both' }],
    [
      'nothing to be seen',
      { candidate: 'relay', nat: 'port-preserving' },
      { nat: 'port-preserving' },
      { why: 'unanswered' },
    ],
  ])('%s: %o and %o', (_, here, there, expected) => {
    const path = pathOf(report(here), report(there), 'prflx');
    expect(path).toMatchObject(expected);
    // The other end tells the same, the other way round.
    const back = pathOf(report(there), report(here), 'prflx');
    expect(back).toMatchObject({
      kind: path.kind,
      here: path.there,
      there: path.here,
      relayAt: path.relayAt && MIRRORED[path.relayAt],
    });
    expect(back.why.replace(/-(here|there)$/, '')).toBe(path.why.replace(/-(here|there)$/, ''));
    if (path.kind === 'relayed') expect(back.transport).toBe(path.transport);
  });

  test('until the other end has spoken, what is seen of it counts', () => {
    expect(pathOf(report({ isNear: null }), undefined, 'prflx')).toMatchObject({ kind: 'direct', there: 'prflx' });
    expect(pathOf(report(), undefined, 'relay')).toMatchObject({ kind: 'relayed', relayAt: 'there' });
    expect(pathOf(report({ isNear: true }), undefined, 'host')).toMatchObject({ kind: 'same-network' });
  });
});

describe('C8: what an end tells of itself', () => {
  const pairWith = (remote: object, locals = [candidate()]) =>
    reportOf(sample({ locals, pair: { local: candidate(), remote: candidate(remote), roundTripMs: 1 } }));

  test('nothing, without a pair', () => expect(reportOf(sample())).toBeUndefined());

  test.each([
    ['a name that only the own network resolves', { address: undefined }, true],
    ['a private address', { address: '192.168.0.9' }, true],
    ['a public address', { address: '198.51.100.2' }, false],
    ['the address that others see of us', { address: '203.0.113.7' }, true],
    ['an address that is hidden', { type: 'prflx', address: undefined }, null],
  ])('%s: %o is near: %s', (_, remote, isNear) =>
    expect(pairWith(remote, [candidate(), srflx()])?.isNear).toBe(isNear),
  );

  test('how many candidates there are of each kind', () => {
    expect(
      tallyOf([candidate(), candidate({ port: 6000 }), candidate({ transport: 'tcp' }), srflx(), relay('tls')]),
    ).toEqual([
      { type: 'host', transport: 'udp', count: 2 },
      { type: 'host', transport: 'tcp', count: 1 },
      { type: 'srflx', transport: 'udp', count: 1 },
      { type: 'relay', transport: 'tls', count: 1 },
    ]);
  });
});

describe('fingerprints', () => {
  test('of the description', () => {
    expect(fingerprintOf('v=0\r\na=fingerprint:sha-256 ab:CD:01\r\na=setup:actpass\r\n')).toBe('AB:CD:01');
    expect(fingerprintOf('v=0\r\na=fingerprint:sha-1 AB:CD\r\n')).toBeUndefined();
    expect(fingerprintOf(undefined)).toBeUndefined();
  });
});
