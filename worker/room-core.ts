/**
 * The decisions of a room. In go its members and an event. Out come effects, in order. It uses no socket, no clock and
 * no chance: room.ts does. See src/protocol/SPEC.md, section R.
 */
import { fullBudget, SIGNAL_ALLOWANCE, signalCost, spend, type Left } from '../src/protocol/budget.ts';
import { MAX_PEERS, MAX_SIGNAL_CHARS } from '../src/protocol/limits.ts';
import {
  CLOSE,
  parseClientMessage,
  PING,
  PONG,
  type CloseCode,
  type PeerId,
  type ServerMessage,
} from '../src/protocol/messages/room-message.ts';
import { circleOf, knowing, strangersOf, type Random } from './circle.ts';
import { MAX_ROOM_SOCKETS } from './limits.ts';

/** All that the room knows of a peer. It is stored in the attachment of the peer's socket. */
export interface Member {
  readonly peer: PeerId;
  /** Opaque name of its address (worker/address.ts), for the limit on ICE servers. */
  readonly addressKey: string;
  readonly joinedAtMs: number;
  readonly budget: Left;
  /** It says that it is the host. That is not checked: who says so falsely is greeted in vain (R19). */
  readonly isHost: boolean;
  /** Peers that it was told of or has spoken with, and those it with them, here or gone (R3, R5). */
  readonly knows: readonly PeerId[];
}

/** Those in the room, in the order in which they joined. */
export type Members = ReadonlyMap<PeerId, Member>;

export type RoomEvent =
  /** `sockets`: how many the room has so far, including those that are closing. */
  | {
      readonly type: 'join';
      readonly peer: PeerId;
      readonly addressKey: string;
      readonly isHost: boolean;
      readonly sockets: number;
      readonly nowMs: number;
    }
  | { readonly type: 'message'; readonly from: Member; readonly data: string | ArrayBuffer; readonly nowMs: number }
  /** The socket closed, or failed. The member may be among the others still. */
  | { readonly type: 'leave'; readonly member: Member };

export type RoomEffect =
  | { readonly type: 'admit'; readonly member: Member }
  | { readonly type: 'refuse' }
  | { readonly type: 'keep'; readonly member: Member }
  | { readonly type: 'close'; readonly peer: PeerId; readonly code: CloseCode }
  | { readonly type: 'send'; readonly to: PeerId; readonly text: string }
  /** The same of another member's message: it is lost when too much is said in the room (R10). */
  | { readonly type: 'relay'; readonly to: PeerId; readonly text: string }
  /** Get ICE servers for the member, and send them when they are there. */
  | { readonly type: 'mint'; readonly member: Member };

export function decide(members: Members, event: RoomEvent, random: Random): RoomEffect[] {
  if (event.type === 'join') return decideJoin(members, event, random);
  if (event.type === 'message') return decideMessage(members, event, random);
  return tellLeft(members, event.member);
}

function decideJoin(
  members: Members,
  { peer, addressKey, isHost, sockets, nowMs }: Extract<RoomEvent, { type: 'join' }>,
  random: Random,
): RoomEffect[] {
  const others = members.size - (members.has(peer) ? 1 : 0);
  if (others >= MAX_PEERS || sockets >= MAX_ROOM_SOCKETS) return [{ type: 'refuse' }];
  const effects: RoomEffect[] = [];
  if (members.has(peer)) effects.push({ type: 'close', peer, code: CLOSE.replaced });
  const circle = circleOf(members, { peer, isHost }, random);
  const peers = circle.map((other) => other.peer);
  const hosts = circle.filter((other) => other.isHost).map((other) => other.peer);
  effects.push({
    type: 'admit',
    member: {
      peer,
      addressKey,
      joinedAtMs: nowMs,
      budget: fullBudget(SIGNAL_ALLOWANCE, nowMs),
      isHost,
      knows: peers,
    },
  });
  // Before anything is sent: a socket that turns out to be dead must be known to all whom its end is to be told.
  for (const other of circle) effects.push(...meet(members, other, [peer]));
  effects.push(send(peer, { type: 'welcome', self: peer, peers, ...(hosts.length === 0 ? {} : { hosts }) }));
  for (const other of circle) effects.push(send(other.peer, { type: 'joined', peer }));
  return effects;
}

/** The cheap checks come first, so that a flood of messages is not parsed. */
function decideMessage(
  members: Members,
  { from, data, nowMs }: Extract<RoomEvent, { type: 'message' }>,
  random: Random,
): RoomEffect[] {
  if (typeof data !== 'string') return expel(members, from, CLOSE.bad);
  if (data.length > MAX_SIGNAL_CHARS) return expel(members, from, CLOSE.large);
  const budget = spend(from.budget, signalCost(data.length), SIGNAL_ALLOWANCE, nowMs);
  if (budget === undefined) return expel(members, from, CLOSE.flood);
  const member = { ...from, budget };
  // The platform answers a ping on a socket itself. A ping by HTTP comes here (H6).
  if (data === PING)
    return [
      { type: 'keep', member },
      { type: 'send', to: from.peer, text: PONG },
    ];
  const message = parseClientMessage(data);
  if (message === undefined) return expel(members, from, CLOSE.bad);
  if (message.type === 'ice') return [{ type: 'keep', member }, answerIce(members, member)];
  if (message.type === 'more') return tellMore(members, member, random);
  const text: ServerMessage = { type: 'message', from: from.peer, payload: message.payload };
  const relay = { ...send(message.to, text), type: 'relay' } as const;
  // Relaying adds some characters. The receiver has the same limit, and would take a longer message for a fault of the
  // room.
  if (relay.text.length > MAX_SIGNAL_CHARS) return expel(members, from, CLOSE.large);
  const to = members.get(message.to);
  if (to === undefined) return [{ type: 'keep', member }, send(from.peer, { type: 'left', peer: message.to })];
  if (to.peer === from.peer) return [{ type: 'keep', member }, relay];
  return [{ type: 'keep', member: knowing(member, [to.peer], members) }, ...meet(members, to, [from.peer]), relay];
}

/** Nobody hears of it before the one who asked speaks (R20). */
function tellMore(members: Members, member: Member, random: Random): RoomEffect[] {
  const strangers = strangersOf(members, member, random);
  const peers = strangers.map(({ peer }) => peer);
  return [
    { type: 'keep', member: knowing(member, peers, members) },
    ...strangers.flatMap((stranger) => meet(members, stranger, [member.peer])),
    send(member.peer, { type: 'peers', peers }),
  ];
}

/** A member comes to know others. */
function meet(members: Members, member: Member, peers: readonly PeerId[]): RoomEffect[] {
  if (peers.every((peer) => member.knows.includes(peer))) return [];
  return [{ type: 'keep', member: knowing(member, peers, members) }];
}

/** A relay costs money, so a peer gets access to it only if there is another peer in the room (I2). */
function answerIce(members: Members, member: Member): RoomEffect {
  if (members.size <= 1) return send(member.peer, { type: 'ice-refused', code: 'relay-alone' });
  return { type: 'mint', member };
}

function expel(members: Members, member: Member, code: CloseCode): RoomEffect[] {
  return [{ type: 'close', peer: member.peer, code }, ...tellLeft(members, member)];
}

/** Those that know it (R6). To know somebody is mutual. */
function tellLeft(members: Members, { peer, knows }: Member): RoomEffect[] {
  return knows.filter((other) => members.has(other)).map((other) => send(other, { type: 'left', peer }));
}

const send = (to: PeerId, message: ServerMessage) => ({ type: 'send', to, text: JSON.stringify(message) }) as const;
