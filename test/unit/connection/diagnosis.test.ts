import { describe, expect, test } from 'vitest';

import { diagnosis, type Findings } from '../../../src/connection/diagnosis.ts';
import { advance, begin, type LinkStep } from '../../../src/connection/timeline.ts';
import { candidate, relay, sample, srflx } from './facts.ts';

const closedAfter = (...steps: LinkStep[]) =>
  [...steps, 'closed' as const].reduce((timeline, step, index) => advance(timeline, step, index), begin(0));

const NO_PAIR = closedAfter('described');
const OPEN = ['described', 'paired', 'secured', 'opened'] as const;

const findings = (changes: Partial<Findings>): Findings => ({
  timeline: NO_PAIR,
  sample: sample({ locals: [candidate(), srflx(), relay()] }),
  isPartnerThere: true,
  missingRelay: undefined,
  told: undefined,
  ...changes,
});

test.each<[string, Partial<Findings>, string]>([
  ['the partner has left', { isPartnerThere: false }, 'peer-left'],
  ['it was open', { timeline: closedAfter(...OPEN) }, 'connection-lost'],
  ['it was open, and broke', { timeline: closedAfter(...OPEN, 'broke') }, 'connection-lost'],
  ['the other end never described itself', { timeline: closedAfter() }, 'signaling-failed'],
  ['a pair worked, DTLS did not', { timeline: closedAfter('described', 'paired') }, 'securing-failed'],
  [
    'DTLS worked, the channels did not open',
    { timeline: closedAfter('described', 'paired', 'secured') },
    'securing-failed',
  ],
  ['nothing is wrong here', {}, 'connection-failed'],
  ['nothing is wrong here, but there', { told: 'udp-blocked' }, 'udp-blocked'],
  ['there was no look at it', { sample: undefined, missingRelay: 'relay-none' }, 'relay-none'],
  ['no candidate at all', { sample: sample({ locals: [] }) }, 'candidates-none'],
  [
    'relays only by a policy, and there is none',
    { sample: sample({ locals: [], hasRelayServer: false }), missingRelay: 'relay-none' },
    'webrtc-limited',
  ],
  [
    'relays only by a policy, and the relay led nowhere',
    { sample: sample({ locals: [relay('tcp')] }) },
    'webrtc-limited',
  ],
  [
    'the same, with hosts for TCP (Chromium)',
    {
      sample: sample({ locals: [candidate({ transport: 'tcp' })], hasRelayServer: false }),
      missingRelay: 'relay-none',
    },
    'webrtc-limited',
  ],
  [
    'relays only by choice is no policy',
    { sample: sample({ locals: [relay('tcp')], isRelayOnly: true }) },
    'connection-failed',
  ],
  [
    'no candidate yet',
    { sample: sample({ locals: [], isGathered: false, hasRelayServer: false }) },
    'connection-failed',
  ],
  [
    'UDP is blocked and there is no relay',
    { sample: sample({ hasRelayServer: false }), missingRelay: 'relay-none' },
    'udp-blocked',
  ],
  [
    'UDP is blocked and the relay is late',
    { sample: sample({ hasRelayServer: false }), missingRelay: 'relay-unavailable' },
    'relay-unavailable',
  ],
  [
    'there is no relay',
    { sample: sample({ locals: [candidate(), srflx()], hasRelayServer: false }), missingRelay: 'relay-none' },
    'relay-none',
  ],
  ['too many asked for one', { missingRelay: 'relay-limited' }, 'relay-limited'],
  ['nobody else was there to ask for one', { missingRelay: 'relay-alone' }, 'relay-alone'],
  ['the relay does not answer', { sample: sample({ locals: [candidate(), srflx()] }) }, 'relay-unavailable'],
  [
    'relay only, and none',
    { sample: sample({ locals: [], isRelayOnly: true, hasRelayServer: false }) },
    'relay-required',
  ],
  [
    'relay only, where there is none',
    { sample: sample({ locals: [], isRelayOnly: true }), missingRelay: 'relay-none' },
    'relay-required',
  ],
])('%s', (_, changes, expected) => expect(diagnosis(findings(changes))).toBe(expected));

describe('what the other side found', () => {
  test('counts more where it may use relays only', () => {
    expect(diagnosis(findings({ told: 'webrtc-limited', missingRelay: 'relay-none' }))).toBe('webrtc-limited');
  });

  test('counts less than what is found here', () => {
    expect(diagnosis(findings({ told: 'connection-failed', sample: sample({ locals: [candidate(), srflx()] }) }))).toBe(
      'relay-unavailable',
    );
  });
});
