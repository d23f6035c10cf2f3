import { expect, test } from 'vitest';

import { hiddenCandidate, hiddenSdp } from '../../../src/connection/address-hiding.ts';

const HOST = 'candidate:1 1 udp 2113937151 192.168.1.7 5000 typ host generation 0';
const REFLEXIVE = 'candidate:2 1 udp 1677729535 203.0.113.9 5000 typ srflx raddr 192.168.1.7 rport 5000';
const RELAY =
  'candidate:3 1 udp 50340351 198.51.100.20 59742 typ relay raddr 203.0.113.9 rport 43081 generation 0 ufrag Io6r';

test('S9: a candidate tells the address of the relay, and no other', () => {
  expect(hiddenCandidate(RELAY)).toBe(
    'candidate:3 1 udp 50340351 198.51.100.20 59742 typ relay raddr 0.0.0.0 rport 0 generation 0 ufrag Io6r',
  );
  expect(hiddenCandidate('candidate:4 1 tcp 1 198.51.100.20 443 typ relay')).toBe(
    'candidate:4 1 tcp 1 198.51.100.20 443 typ relay',
  );
});

test.each([HOST, REFLEXIVE, HOST.replace('host', 'prflx'), ''])('S9: "%s" is not told', (candidate) =>
  expect(hiddenCandidate(candidate)).toBeUndefined(),
);

test('S9: neither candidates nor connection lines of a description tell an address; all else stays', () => {
  const lines = [
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'm=application 5000 UDP/DTLS/SCTP webrtc-datachannel',
  ];
  const rest = ['a=ice-ufrag:Io6r', 'a=ice-options:trickle', 'a=sctp-port:5000', ''];
  const sdp = [...lines, 'c=IN IP4 203.0.113.9', `a=${HOST}`, `a=${REFLEXIVE}`, `a=${RELAY}`, ...rest].join('\r\n');
  expect(hiddenSdp(sdp).split('\r\n')).toEqual([...lines, 'c=IN IP4 0.0.0.0', `a=${hiddenCandidate(RELAY)}`, ...rest]);
  expect(hiddenSdp(sdp.replace('IN IP4 203.0.113.9', 'IN IP6 2001:db8::7'))).not.toContain('2001:db8::7');
});
