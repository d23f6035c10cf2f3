/** How the bytes travel, in a sentence for people. */
import { msg, str } from '@lit/localize';

import type { ConnectionView, PathView, Stage } from '../../session/view/connection.ts';
import { formatCount, formatElapsed } from '../parts/format.ts';
import { currentLocale } from './locale.ts';

export const stageTexts: Record<Stage, () => string> = {
  signaling: () => msg('Finding each other', { id: 'stage.signaling' }),
  connecting: () => msg('Trying addresses', { id: 'stage.connecting' }),
  securing: () => msg('Agreeing on keys', { id: 'stage.securing' }),
  communicating: () => msg('Transferring files', { id: 'stage.communicating' }),
};

export const stageSentences: Record<Stage, () => string> = {
  signaling: () => msg('The two browsers are exchanging connection data through the server.', { id: 'path.signaling' }),
  connecting: () =>
    msg('Trying all addresses of the two browsers to find the best connection.', { id: 'path.connecting' }),
  securing: () => msg('Reached. Agreeing on keys that only the two browsers know.', { id: 'path.securing' }),
  communicating: () => msg('Connected, and encrypted from end to end.', { id: 'path.communicating' }),
};

/** How far a connection came before it ended. The error says what to do. */
export const failedSentences: Record<Stage, () => string> = {
  signaling: () => msg('The two browsers couldn’t exchange connection data.', { id: 'path.failed.signaling' }),
  connecting: () =>
    msg('All addresses of the two browsers were tried, and none got through.', { id: 'path.failed.connecting' }),
  securing: () =>
    msg('The two browsers reached each other, but couldn’t agree on keys.', { id: 'path.failed.securing' }),
  communicating: () =>
    msg('The two browsers were connected, and the connection broke.', { id: 'path.failed.communicating' }),
};

type WhyRelayed = Exclude<PathView['why'], WhyDirect>;

export const relayedSentences: Record<WhyRelayed, () => string> = {
  unanswered: () => msg('Through a relay: the two networks allow no direct connection.', { id: 'relayed.unanswered' }),
  'relay-only-here': () => msg('Through a relay, because you hide your IP address.', { id: 'relayed.relay-only-here' }),
  'relay-only-there': () =>
    msg('Through a relay, because they hide their IP address.', { id: 'relayed.relay-only-there' }),
  'relay-only-both': () =>
    msg('Through a relay, because you both hide your IP address.', { id: 'relayed.relay-only-both' }),
  'policy-here': () =>
    msg('Through a relay: a setting, an extension or a policy of your browser allows nothing else.', {
      id: 'relayed.policy-here',
    }),
  'policy-there': () =>
    msg('Through a relay: a setting, an extension or a policy of their browser allows nothing else.', {
      id: 'relayed.policy-there',
    }),
  'policy-both': () =>
    msg('Through a relay: settings, extensions or policies of both browsers allow nothing else.', {
      id: 'relayed.policy-both',
    }),
  'udp-blocked-here': () =>
    msg('Through a relay: your network blocks UDP, which direct connections need.', { id: 'relayed.udp-blocked-here' }),
  'udp-blocked-there': () =>
    msg('Through a relay: their network blocks UDP, which direct connections need.', {
      id: 'relayed.udp-blocked-there',
    }),
  'udp-blocked-both': () =>
    msg('Through a relay: both networks block UDP, which direct connections need.', { id: 'relayed.udp-blocked-both' }),
  'nat-here': () => msg('Through a relay: your network does not allow direct connections.', { id: 'relayed.nat-here' }),
  'nat-there': () =>
    msg('Through a relay: their network does not allow direct connections.', { id: 'relayed.nat-there' }),
  'nat-both': () => msg('Through a relay: both networks do not allow direct connections.', { id: 'relayed.nat-both' }),
};

export const pathSentences = {
  sameNetwork: () => msg('Direct, on your own network.', { id: 'path.sameNetwork' }),
  direct: () => msg('Direct, through the internet.', { id: 'path.direct' }),
  directOverTcp: () =>
    msg('Direct, but over TCP, because something blocks UDP: it may be slower.', { id: 'path.directOverTcp' }),
  relayOverTcp: () => msg('The relay is reached over TCP, because of a firewall.', { id: 'path.relayOverTcp' }),
  relayOverTls: () =>
    msg('The relay is reached over TLS, as web pages are, because a firewall lets nothing else through.', {
      id: 'path.relayOverTls',
    }),
  relayBlind: () => msg('The relay cannot read what it passes on.', { id: 'path.relayBlind' }),
  reconnected: () => msg('The connection broke, and came back automatically.', { id: 'path.reconnected' }),
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
  msg(str`The connection broke ${time} ago. Connecting again.`, { id: 'path.reconnecting' });

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
