/** How the bytes travel, in a sentence for people. */
import { msg, str } from '@lit/localize';

import type { ConnectionView, PathView, Stage } from '../../session/view/connection.ts';
import { formatCount, formatElapsed } from '../parts/format.ts';
import { currentLocale } from './locale.ts';

export const stageTexts: Record<Stage, () => string> = {
  signaling: () => msg('Being introduced', { id: 'stage.signaling' }),
  connecting: () => msg('Finding a way', { id: 'stage.connecting' }),
  securing: () => msg('Locking the door', { id: 'stage.securing' }),
  communicating: () => msg('Carrying the files', { id: 'stage.communicating' }),
};

export const stageSentences: Record<Stage, () => string> = {
  signaling: () => msg('The two browsers are being introduced to each other.', { id: 'path.signaling' }),
  connecting: () => msg('Trying every way between the two browsers to find the best one.', { id: 'path.connecting' }),
  securing: () => msg('A way is found. Agreeing on the keys that only the two ends know.', { id: 'path.securing' }),
  communicating: () => msg('Connected, and encrypted from end to end.', { id: 'path.communicating' }),
};

/** How far a connection came before it ended. The error says what to do. */
export const failedSentences: Record<Stage, () => string> = {
  signaling: () => msg('The two browsers could not be introduced to each other.', { id: 'path.failed.signaling' }),
  connecting: () =>
    msg('Every way between the two browsers was tried, and none got through.', { id: 'path.failed.connecting' }),
  securing: () =>
    msg('A way was found, but the two ends could not agree on keys over it.', { id: 'path.failed.securing' }),
  communicating: () =>
    msg('The two browsers were connected, and the line went dead.', { id: 'path.failed.communicating' }),
};

type WhyRelayed = Exclude<PathView['why'], WhyDirect>;

export const relayedSentences: Record<WhyRelayed, () => string> = {
  unanswered: () =>
    msg('Through a relay: no direct way between the two networks was open.', { id: 'relayed.unanswered' }),
  'relay-only-here': () =>
    msg('Through a relay, because you chose to hide your address.', { id: 'relayed.relay-only-here' }),
  'relay-only-there': () =>
    msg('Through a relay, because the other side chose to hide its address.', { id: 'relayed.relay-only-there' }),
  'relay-only-both': () =>
    msg('Through a relay, because both sides chose to hide their address.', { id: 'relayed.relay-only-both' }),
  'policy-here': () =>
    msg('Through a relay: a setting, an extension or a policy of this browser lets it connect in no other way.', {
      id: 'relayed.policy-here',
    }),
  'policy-there': () =>
    msg(
      'Through a relay: a setting, an extension or a policy of the other side’s browser lets it connect in no other way.',
      { id: 'relayed.policy-there' },
    ),
  'policy-both': () =>
    msg('Through a relay: settings, extensions or policies of both browsers let them connect in no other way.', {
      id: 'relayed.policy-both',
    }),
  'udp-blocked-here': () =>
    msg('Through a relay: your network blocks UDP, which direct connections need.', { id: 'relayed.udp-blocked-here' }),
  'udp-blocked-there': () =>
    msg('Through a relay: the other side’s network blocks UDP, which direct connections need.', {
      id: 'relayed.udp-blocked-there',
    }),
  'udp-blocked-both': () =>
    msg('Through a relay: the networks on both sides block UDP, which direct connections need.', {
      id: 'relayed.udp-blocked-both',
    }),
  'nat-here': () => msg('Through a relay: your network does not allow direct connections.', { id: 'relayed.nat-here' }),
  'nat-there': () =>
    msg('Through a relay: the other side’s network does not allow direct connections.', { id: 'relayed.nat-there' }),
  'nat-both': () =>
    msg('Through a relay: the networks on both sides do not allow direct connections.', { id: 'relayed.nat-both' }),
};

export const pathSentences = {
  sameNetwork: () => msg('Straight across, on your own network.', { id: 'path.sameNetwork' }),
  direct: () => msg('Straight across, through the internet.', { id: 'path.direct' }),
  directOverTcp: () =>
    msg('Straight across, but over TCP, because something blocks UDP here: it may be slower.', {
      id: 'path.directOverTcp',
    }),
  relayOverTcp: () => msg('It is reached over TCP, because a firewall is in the way.', { id: 'path.relayOverTcp' }),
  relayOverTls: () =>
    msg('It is reached over TLS, as web pages are, because a firewall lets nothing else through.', {
      id: 'path.relayOverTls',
    }),
  relayBlind: () => msg('The relay cannot read what it passes on.', { id: 'path.relayBlind' }),
  reconnected: () => msg('The line broke, and reconnected by itself.', { id: 'path.reconnected' }),
};

type WhyDirect = 'same-network' | 'public' | 'through-nat';

const isDirect = (why: PathView['why']): why is WhyDirect =>
  why === 'same-network' || why === 'public' || why === 'through-nat';

function pathSentence({ why, transport }: PathView): string {
  if (isDirect(why)) {
    if (transport !== 'udp') return pathSentences.directOverTcp();
    return why === 'same-network' ? pathSentences.sameNetwork() : pathSentences.direct();
  }
  const over = { udp: undefined, tcp: pathSentences.relayOverTcp, tls: pathSentences.relayOverTls }[transport];
  return [relayedSentences[why](), over?.(), pathSentences.relayBlind()].filter((each) => each !== undefined).join(' ');
}

export const reconnectingSentence = (time: string): string =>
  msg(str`The line broke ${time} ago. Looking for another way between the two browsers.`, { id: 'path.reconnecting' });

export const attemptSentence = (number: string): string =>
  msg(str`This is connection ${number} to the same browser.`, { id: 'path.attempt' });

/** One sentence for people: the path if there is one, otherwise what is being done about it, or how it ended. */
export function connectionSentence({ stage, path, failure, brokenMs }: ConnectionView): string {
  if (failure !== undefined) return failedSentences[stage]();
  if (brokenMs !== undefined)
    return reconnectingSentence(formatElapsed(Math.max(1000, brokenMs - (brokenMs % 1000)), currentLocale()));
  return path === undefined || stage !== 'communicating' ? stageSentences[stage]() : pathSentence(path);
}

/** Earlier attempts and restarts; empty for most connections. */
export function connectionHistory({ restarts, attempt, failure, brokenMs }: ConnectionView): string {
  const isUp = failure === undefined && brokenMs === undefined;
  const sentences = [
    isUp && restarts > 0 && pathSentences.reconnected(),
    attempt > 1 && attemptSentence(formatCount(attempt, currentLocale())),
  ];
  return sentences.filter((each) => each !== false).join(' ');
}

export const pathWords = {
  details: () => msg('Details', { id: 'path.details' }),
  connection: () => msg('Connection', { id: 'path.connection' }),
};
