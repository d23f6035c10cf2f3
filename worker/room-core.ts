/**
 * The decisions of a room. In go its members and an event. Out come effects, in order. It uses no socket and no clock:
 * room.ts does. See src/protocol/SPEC.md, section R.
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
import { MAX_ROOM_SOCKETS } from './limits.ts';

/** All that the room knows of a peer. It is stored in the attachment of the peer's socket. */
export interface Member {
  readonly peer: PeerId;
  /** Opaque name of its address (worker/address.ts), for the limit on ICE servers. */
  readonly addressKey: string;
  readonly joinedAtMs: number;
  readonly budget: Left;
}

/** The peers in the room, in the order in which they joined. A Map or a Set has these methods. */
export interface Peers {
  has(peer: PeerId): boolean;
  keys(): Iterable<PeerId>;
}

export type RoomEvent =
  /** `sockets`: how many the room has so far, including those that are closing. */
  | {
      readonly type: 'join';
      readonly peer: PeerId;
      readonly addressKey: string;
      readonly sockets: number;
      readonly nowMs: number;
    }
  | { readonly type: 'message'; readonly from: Member; readonly data: string | ArrayBuffer; readonly nowMs: number }
  /** The socket closed, or failed. */
  | { readonly type: 'leave'; readonly peer: PeerId };

export type RoomEffect =
  | { readonly type: 'admit'; readonly member: Member }
  | { readonly type: 'refuse' }
  | { readonly type: 'keep'; readonly member: Member }
  | { readonly type: 'close'; readonly peer: PeerId; readonly code: CloseCode }
  | { readonly type: 'send'; readonly to: PeerId; readonly text: string }
  /** Get ICE servers for the member, and send them when they are there. */
  | { readonly type: 'mint'; readonly member: Member };

export function decide(peers: Peers, event: RoomEvent): RoomEffect[] {
  if (event.type === 'join') return decideJoin(peers, event);
  if (event.type === 'message') return decideMessage(peers, event);
  return tellOthers(peers, event.peer, 'left');
}

function decideJoin(
  peers: Peers,
  { peer, addressKey, sockets, nowMs }: Extract<RoomEvent, { type: 'join' }>,
): RoomEffect[] {
  const others = othersThan(peers, peer);
  if (others.length >= MAX_PEERS || sockets >= MAX_ROOM_SOCKETS) return [{ type: 'refuse' }];
  const effects: RoomEffect[] = [];
  if (peers.has(peer)) effects.push({ type: 'close', peer, code: CLOSE.replaced });
  effects.push({
    type: 'admit',
    member: { peer, addressKey, joinedAtMs: nowMs, budget: fullBudget(SIGNAL_ALLOWANCE, nowMs) },
  });
  effects.push(send(peer, { type: 'welcome', self: peer, peers: others }));
  return [...effects, ...tellOthers(peers, peer, 'joined')];
}

/** The cheap checks come first, so that a flood of messages is not parsed. */
function decideMessage(peers: Peers, { from, data, nowMs }: Extract<RoomEvent, { type: 'message' }>): RoomEffect[] {
  if (typeof data !== 'string') return expel(peers, from.peer, CLOSE.bad);
  if (data.length > MAX_SIGNAL_CHARS) return expel(peers, from.peer, CLOSE.large);
  const budget = spend(from.budget, signalCost(data.length), SIGNAL_ALLOWANCE, nowMs);
  if (budget === undefined) return expel(peers, from.peer, CLOSE.flood);
  // The platform answers a ping on a socket itself. A ping by HTTP comes here (H6).
  if (data === PING)
    return [
      { type: 'keep', member: { ...from, budget } },
      { type: 'send', to: from.peer, text: PONG },
    ];
  const message = parseClientMessage(data);
  if (message === undefined) return expel(peers, from.peer, CLOSE.bad);
  const member = { ...from, budget };
  if (message.type === 'ice') return [{ type: 'keep', member }, answerIce(peers, member)];
  const relay = send(message.to, { type: 'message', from: from.peer, payload: message.payload });
  // Relaying adds some characters. The receiver has the same limit, and would take a longer message for a fault of the
  // room.
  if (relay.text.length > MAX_SIGNAL_CHARS) return expel(peers, from.peer, CLOSE.large);
  return [
    { type: 'keep', member },
    peers.has(message.to) ? relay : send(from.peer, { type: 'left', peer: message.to }),
  ];
}

/** A relay costs money, so a peer gets access to it only if there is another peer in the room (I2). */
function answerIce(peers: Peers, member: Member): RoomEffect {
  if (othersThan(peers, member.peer).length === 0)
    return send(member.peer, { type: 'ice-refused', code: 'relay-alone' });
  return { type: 'mint', member };
}

function expel(peers: Peers, peer: PeerId, code: CloseCode): RoomEffect[] {
  return [{ type: 'close', peer, code }, ...tellOthers(peers, peer, 'left')];
}

function tellOthers(peers: Peers, peer: PeerId, type: 'joined' | 'left'): RoomEffect[] {
  return othersThan(peers, peer).map((other) => send(other, { type, peer }));
}

const othersThan = (peers: Peers, peer: PeerId): PeerId[] => [...peers.keys()].filter((other) => other !== peer);

const send = (to: PeerId, message: ServerMessage) => ({ type: 'send', to, text: JSON.stringify(message) }) as const;
