/**
 * What one who hides its address tells the other side (iceTransportPolicy "relay": W3C webrtc, section 4.2.5). Browsers
 * gather relay candidates alone then, but which address they name as the relay's client is left to them (`raddr`: RFC
 * 8839, section 5.1). Pure.
 */
const CANDIDATE = /^(?:a=)?candidate:/;
const RELAY = / typ relay(?: |$)/;
const CLIENT = / raddr \S+ rport \d+/;
const NO_CLIENT = ' raddr 0.0.0.0 rport 0';
/** Where media would go without ICE: nobody who trickles has to say (RFC 8840, section 4.1.1). */
const CONNECTION = /^c=IN .*/;
const NO_CONNECTION = 'c=IN IP4 0.0.0.0';

/** A candidate attribute with the relay's own address in it and no other; undefined when it is not a relay's. */
export function hiddenCandidate(candidate: string): string | undefined {
  return RELAY.test(candidate) ? candidate.replace(CLIENT, NO_CLIENT) : undefined;
}

/** A description with no address of ours in it. */
export function hiddenSdp(sdp: string): string {
  return sdp
    .split('\r\n')
    .flatMap((line) => (CANDIDATE.test(line) ? (hiddenCandidate(line) ?? []) : line.replace(CONNECTION, NO_CONNECTION)))
    .join('\r\n');
}
