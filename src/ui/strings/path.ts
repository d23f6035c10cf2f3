/** How the bytes travel, in a sentence for people. */
import { msg } from '@lit/localize';

import type { ConnectionView, PathView, Stage } from '../../session/view.ts';

export const stageTexts: Record<Stage, () => string> = {
  signaling: () => msg('Being introduced', { id: 'stage.signaling' }),
  connecting: () => msg('Finding a way', { id: 'stage.connecting' }),
  securing: () => msg('Locking the door', { id: 'stage.securing' }),
  communicating: () => msg('Connected', { id: 'stage.communicating' }),
};

export const stageSentences: Record<Stage, () => string> = {
  signaling: () => msg('The two browsers are being introduced to each other.', { id: 'path.signaling' }),
  connecting: () => msg('Trying every way between the two browsers to find the best one.', { id: 'path.connecting' }),
  securing: () => msg('A way is found. Agreeing on the keys that only the two ends know.', { id: 'path.securing' }),
  communicating: () => msg('Connected, and encrypted from end to end.', { id: 'path.communicating' }),
};

export const pathSentences = {
  sameNetwork: () => msg('Straight across, on your own network.', { id: 'path.sameNetwork' }),
  direct: () => msg('Straight across, through the internet.', { id: 'path.direct' }),
  relayed: () =>
    msg('Through a relay, because the networks on both sides allow no direct way. The relay cannot read what it passes on.', {
      id: 'path.relayed',
    }),
  relayedOverTcp: () =>
    msg('Through a relay and over TCP, because a firewall lets nothing else through. The relay cannot read what it passes on.', {
      id: 'path.relayedOverTcp',
    }),
  directOverTcp: () => msg('Straight across, but over TCP, because something blocks UDP here: it may be slower.', { id: 'path.directOverTcp' }),
};

function pathSentence({ kind, protocol }: PathView): string {
  if (kind === 'relayed') return protocol === 'udp' ? pathSentences.relayed() : pathSentences.relayedOverTcp();
  if (protocol !== 'udp') return pathSentences.directOverTcp();
  return kind === 'same-network' ? pathSentences.sameNetwork() : pathSentences.direct();
}

/** One sentence for people: the path when there is one, else what is being done about it. */
export function connectionSentence({ stage, path }: ConnectionView): string {
  return path === undefined || stage !== 'communicating' ? stageSentences[stage]() : pathSentence(path);
}

export const pathWords = {
  details: () => msg('Details', { id: 'path.details' }),
  connection: () => msg('Connection', { id: 'path.connection' }),
  protocol: () => msg('Protocol', { id: 'path.protocol' }),
  here: () => msg('This end', { id: 'path.here' }),
  there: () => msg('Other end', { id: 'path.there' }),
  roundTrip: () => msg('Round trip', { id: 'path.roundTrip' }),
  encryption: () => msg('Encryption', { id: 'path.encryption' }),
};

/** Candidate types (RFC 8445 section 5.1.1), in words. */
export const candidateTexts: Record<RTCIceCandidateType, () => string> = {
  host: () => msg('own address', { id: 'candidate.host' }),
  srflx: () => msg('public address of the router', { id: 'candidate.srflx' }),
  prflx: () => msg('address seen by the other end', { id: 'candidate.prflx' }),
  relay: () => msg('relay', { id: 'candidate.relay' }),
};
