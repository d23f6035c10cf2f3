/** A room in this process with real peers in it, and strangers who say what a test wants. */
import { afterEach, vi } from 'vitest';

import { Connections } from '../../../src/connection/connections.ts';
import { toBase64url } from '../../../src/protocol/base64url.ts';
import type { GuestsWord } from '../../../src/protocol/messages/guests-word.ts';
import type { Introduction } from '../../../src/protocol/messages/introduction.ts';
import type { PeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import type { PeerId } from '../../../src/protocol/messages/room-message.ts';
import { signGuestsWord } from '../../../src/rendezvous/guests-word.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import { deriveCapability } from '../../../src/rendezvous/token.ts';
import type { Loss } from '../../../src/room/membership.ts';
import { RoomPeers } from '../../../src/room/room-peers.ts';
import type { PeerService, ServicePeer, Verdict } from '../../../src/room/service.ts';
import { Room } from '../../../src/signaling/room.ts';
import { MemoryConnection } from '../core/memory-connection.ts';
import { MemoryRoom } from '../core/memory-room.ts';

const SERVER = 'https://beamline.test';
const never = () => {};
const leaving: AbortController[] = [];
/** Connections, of all peers together. */
export const counted = { made: 0 };

afterEach(() => {
  vi.useRealTimers();
  for (const each of leaving.splice(0)) each.abort();
});

/** A service that notes what comes, and answers by `verdict`. */
export function serviceOf(name = 'files', version = 1, verdict: Verdict = 'taken') {
  const open: ServicePeer[] = [];
  const got: object[] = [];
  const service: PeerService = {
    name,
    version,
    open: (peer) => {
      open.push(peer);
      return {
        got: (message) => {
          got.push(message);
          return message['type'] === 'unheard' ? 'unknown' : verdict;
        },
        gotFrame: () => 'taken',
        close: () => void open.splice(open.indexOf(peer), 1),
      };
    },
  };
  return { service, open, got };
}

export interface World {
  readonly room: MemoryRoom;
  readonly founder: ShareSigner;
}

export const world = async (): Promise<World> => ({ room: new MemoryRoom(), founder: await ShareSigner.generate() });

export type Joined = Awaited<ReturnType<typeof join>>;

/** @param before it is in the room */
export async function join(
  { room, founder }: World,
  isHost: boolean,
  services = [serviceOf()],
  before: (peers: RoomPeers) => void = never,
) {
  const ending = new AbortController();
  leaving.push(ending);
  const losses: Loss[] = [];
  const waiting = new Set<() => void>();
  const peers = new RoomPeers(
    { token: founder.token, services: services.map(({ service }) => service), ...(isHost ? { founder } : {}) },
    {
      config: {},
      relayChoice: { isRelayOnly: false, set: never, onChange: never },
      life: { onLeave: never, onWake: never, onOnline: never },
      network: room.network,
      connections: new Connections((config) => {
        counted.made += 1;
        return new MemoryConnection(config) as unknown as RTCPeerConnection;
      }),
    },
    {
      onState: () => waiting.forEach((look) => look()),
      onFigures: never,
      onLost: (_, loss) => losses.push(loss),
      onClosed: never,
    },
    ending.signal,
  );
  /** Resolves when it is so. */
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  before(peers);
  await peers.join(SERVER, await deriveCapability(founder.token));
  await until(() => peers.isJoined);
  const id = room.latest;
  const isOpen = (): boolean => peers.peers.some(({ linkState }) => linkState === 'open');
  return { id, peers, services, losses, until, isOpen, opened: () => until(isOpen), leave: () => ending.abort() };
}

export const GUEST: Introduction = { versions: [2], services: { files: 1 } };
export const newLink = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(8)));

/** Somebody with the link who says in the room what the test wants. */
export async function stranger({ room, founder }: World, isHost = false) {
  const ending = new AbortController();
  leaving.push(ending);
  const heard: PeerMessage[] = [];
  const waiting = new Set<() => void>();
  let other = '';
  const { promise: joined, resolve } = Promise.withResolvers<void>();
  const self = await Room.join(
    { server: SERVER, network: room.network, isHost },
    await deriveCapability(founder.token),
    {
      onJoined: ([first = '']) => {
        other = first;
        resolve();
      },
      onPeerJoined: (peer) => (other = peer),
      onPeerLeft: never,
      onAway: never,
      onClosed: never,
      onMessage: (_, message) => {
        heard.push(message);
        waiting.forEach((look) => look());
      },
    },
    ending.signal,
  );
  await joined;
  /** The first of a type. @param isMeant of these */
  const hears = (type: string, isMeant: (message: PeerMessage) => boolean = () => true): Promise<PeerMessage> =>
    new Promise((done) => {
      const look = (): void => {
        const message = heard.find((each) => each.type === type && isMeant(each));
        if (message === undefined) return;
        waiting.delete(look);
        done(message);
      };
      waiting.add(look);
      look();
    });
  return {
    self: self.self,
    heard,
    hears,
    say: (message: PeerMessage, to: PeerId = other) => self.send(to, message),
    leave: () => ending.abort(),
  };
}

export const turns = async (count = 50): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

// --- guests among each other -----------------------------------------------------------------------------------------

export const takePart = (peers: RoomPeers): void => peers.takePart();
export const files = () => [serviceOf()];

/** With whom there is an open link. */
export const linked = ({ peers }: Joined): string[] =>
  peers.peers.filter(({ linkState, isLiving }) => linkState === 'open' && isLiving).map(({ id }) => id);
export const hasLinks =
  (one: Joined, ...others: Joined[]) =>
  (): boolean =>
    others.every(({ id }) => linked(one).includes(id)) && linked(one).length === others.length;
export const haveLinks = (one: Joined, ...others: Joined[]): Promise<void> => one.until(hasLinks(one, ...others));

/** A host with guests that have links with it and do not take part. */
export async function roomOf(guests: number) {
  const here = await world();
  const host = await join(here, true);
  const all: Joined[] = [];
  for (let each = 0; each < guests; each++) all.push(await join(here, false));
  await haveLinks(host, ...all);
  await Promise.all(all.map((guest) => guest.until(() => guest.peers.areGuestsAllowed)));
  return { here, host, guests: all as [Joined, Joined, Joined] };
}

/** Guests that take part and know that they may, in a room that the host has left. */
export async function roomWithoutHost(guests: number) {
  const room = await roomOf(guests);
  for (const { peers } of room.guests) peers.takePart();
  await Promise.all(room.guests.map((each) => each.until(() => linked(each).length === guests)));
  room.host.leave();
  await Promise.all(room.guests.map((each) => each.until(() => linked(each).length === guests - 1)));
  await turns();
  return room;
}

export const wordOf = ({ founder }: World, isAllowed = true, saidMs = Date.now()): Promise<GuestsWord> =>
  signGuestsWord(founder, isAllowed, saidMs);

export const offer = (link: string, about: object): PeerMessage =>
  ({ type: 'description', link, lane: 0, kind: 'offer', sdp: 'v=0\r\n', about }) as PeerMessage;
export const hello = (about: object, link = newLink()): PeerMessage =>
  ({ type: 'hello', link, role: 'receiver', about: { ...GUEST, ...about } }) as PeerMessage;

export const takes = (message: PeerMessage): boolean => message.type === 'hello' && message.about?.part === 'takes';
export const looks = (message: PeerMessage): boolean => message.type === 'hello' && message.about?.part === undefined;
export const asks = (message: PeerMessage): boolean => message.type === 'hello' && message.about?.part === 'asks';

/** The guest has answered the host by now: it would have answered as well whoever spoke before. */
export async function settled(here: World, guest: PeerId): Promise<void> {
  const host = await stranger(here);
  const link = newLink();
  host.say(hello({ host: await here.founder.signHost(host.self, link) }, link), guest);
  await host.hears('description', (each) => each.link === link);
}

export const someTime = (): void =>
  void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], shouldAdvanceTime: true });
