/** Texts for the "Details" of a connection. Loaded when they are first opened. */
import { msg, str } from '@lit/localize';

import type { EndView, PathView } from '../../session/view/connection.ts';

export const detailWords = {
  candidates: () => msg('Candidates', { id: 'detail.candidates' }),
  kind: () => msg('Kind', { id: 'detail.kind' }),
  here: () => msg('You', { id: 'detail.here' }),
  there: () => msg('Them', { id: 'detail.there' }),
  pair: () => msg('Selected pair', { id: 'detail.pair' }),
  why: () => msg('Why', { id: 'detail.why' }),
  protocol: () => msg('Protocol', { id: 'detail.protocol' }),
  natHere: () => msg('Your network', { id: 'detail.natHere' }),
  natThere: () => msg('Their network', { id: 'detail.natThere' }),
  checks: () => msg('Checks', { id: 'detail.checks' }),
  roundTrip: () => msg('Round trip', { id: 'detail.roundTrip' }),
  encryption: () => msg('Encryption', { id: 'detail.encryption' }),
  certificateHere: () => msg('Your certificate', { id: 'detail.certificateHere' }),
  certificateThere: () => msg('Their certificate', { id: 'detail.certificateThere' }),
  lanes: () => msg('Connections at once', { id: 'detail.lanes' }),
  largestMessage: () => msg('Largest message', { id: 'detail.largestMessage' }),
  noLimit: () => msg('no limit', { id: 'detail.noLimit' }),
  sending: () => msg('Sending', { id: 'detail.sending' }),
  receiving: () => msg('Receiving', { id: 'detail.receiving' }),
};

export const checksText = (sent: string, answered: string): string =>
  msg(str`${sent} sent, ${answered} answered`, { id: 'detail.checksOf' });

/** Candidate types (RFC 8445, section 5.1.1), in words. */
export const candidateTexts: Record<PathView['here'], () => string> = {
  host: () => msg('own address', { id: 'candidate.host' }),
  srflx: () => msg('public address of the router', { id: 'candidate.srflx' }),
  prflx: () => msg('address that they see', { id: 'candidate.prflx' }),
  relay: () => msg('relay', { id: 'candidate.relay' }),
};

export const natTexts: Record<NonNullable<EndView['nat']>, () => string> = {
  unknown: () => msg('Not known: no server was asked.', { id: 'nat.unknown' }),
  open: () => msg('Looks open: there is no NAT.', { id: 'nat.open' }),
  'port-preserving': () => msg('Looks easy: open, or a NAT that keeps the port.', { id: 'nat.port-preserving' }),
  'port-changing': () =>
    msg('Looks like a NAT that gives out other ports, perhaps another one for every destination.', {
      id: 'nat.port-changing',
    }),
  symmetric: () => msg('Looks like a symmetric NAT: another port for every destination.', { id: 'nat.symmetric' }),
  'udp-blocked': () => msg('Looks as if UDP is blocked.', { id: 'nat.udp-blocked' }),
};

type Cause = 'same-network' | 'public' | 'through-nat' | 'unanswered' | 'relay-only' | 'policy' | 'udp-blocked' | 'nat';

export const causeTexts: Record<Cause, () => string> = {
  'same-network': () =>
    msg('Both are on one network, or on one machine: nothing has to leave it.', { id: 'cause.same-network' }),
  public: () => msg('Both can be reached at their own address.', { id: 'cause.public' }),
  'through-nat': () => msg('Both sent first, and a NAT lets in what answers to that.', { id: 'cause.through-nat' }),
  unanswered: () => msg('No check of a direct pair was answered.', { id: 'cause.unanswered' }),
  'relay-only': () => msg('Somebody hides their IP address, so only relays are used.', { id: 'cause.relay-only' }),
  policy: () =>
    msg('A browser gathers no address of its own: WebRTC may use relays only there.', { id: 'cause.policy' }),
  'udp-blocked': () =>
    msg('Direct connections need UDP, and a firewall lets none through.', { id: 'cause.udp-blocked' }),
  nat: () =>
    msg('A NAT gives every destination another port, so the one that was announced leads nowhere.', {
      id: 'cause.nat',
    }),
};

export const whyText = (why: PathView['why']): string => causeTexts[why.replace(/-(here|there|both)$/, '') as Cause]();
