/** A room as a peer sees it: who is there, and messages in order, which are sealed on the way. */
import type { BeamError } from '../protocol/errors.ts';
import type { Identity } from '../protocol/identity.ts';
import { MAX_SIGNAL_CHARS } from '../protocol/limits.ts';
import type { PeerMessage } from '../protocol/messages/peer-message.ts';
import type { PeerId, ServerMessage } from '../protocol/messages/room-message.ts';
import { IceServers } from './ice-servers.ts';
import { RoomConnection } from './room-connection.ts';
import { Sealer } from './sealer.ts';
import { newIdentity, type Door } from './transport.ts';

/** The longest sealed payload of a message: the rest of MAX_SIGNAL_CHARS is for the JSON around it. */
const MAX_PAYLOAD_CHARS = MAX_SIGNAL_CHARS - 256;

export interface RoomEvents {
  /**
   * We are in the room, for the first time or again. `peers`: those of the others that we are told of; `hosts`: those of
   * them that say that they are the host.
   */
  onJoined(peers: readonly PeerId[], hosts: readonly PeerId[]): void;
  /** Others that we did not know, as we asked: none when we know everybody. */
  onPeers?(peers: readonly PeerId[]): void;
  onPeerJoined(peer: PeerId): void;
  onPeerLeft(peer: PeerId): void;
  onMessage(from: PeerId, message: PeerMessage): void;
  onAway(): void;
  onClosed(error: BeamError): void;
}

export class Room {
  /** STUN and TURN servers for connections with peers of this room. */
  readonly ice: IceServers;
  private connection: RoomConnection | undefined;
  /** Sealing and opening are asynchronous. Each of the two queues keeps the order. */
  private outgoing: Promise<unknown> = Promise.resolve();
  private incoming: Promise<unknown> = Promise.resolve();

  /** Our own id in it. */
  readonly self: PeerId;
  private readonly sealer: Sealer;
  private readonly events: RoomEvents;
  private readonly signal: AbortSignal;

  private constructor(self: PeerId, sealer: Sealer, events: RoomEvents, signal: AbortSignal) {
    this.self = self;
    this.sealer = sealer;
    this.events = events;
    this.signal = signal;
    this.ice = new IceServers(() => this.connection?.send({ type: 'ice' }) ?? false, signal);
  }

  /**
   * @param door the server, how it is reached, as whom the room is entered (as somebody new if that is left out), and
   * whether as its host
   * @param signal ends the membership
   */
  static async join(
    door: Pick<Door, 'server' | 'network' | 'isHost'> & { readonly identity?: Promise<Identity> | undefined },
    capability: { roomId: string; signalingKey: CryptoKey },
    events: RoomEvents,
    signal: AbortSignal,
  ): Promise<Room> {
    const { server, network, isHost } = door;
    const identity = await (door.identity ?? newIdentity());
    const { peerId } = identity;
    const sealer = new Sealer(capability.signalingKey, capability.roomId, peerId);
    const room = new Room(peerId, sealer, events, signal);
    if (signal.aborted) return room;
    room.connection = new RoomConnection(
      { server, network, roomId: capability.roomId, identity, isHost },
      {
        onMessage: (message) => room.gotMessage(message),
        onAway: () => room.gotAway(),
        onClosed: (error) => {
          room.ice.gotAway();
          events.onClosed(error);
        },
      },
      signal,
    );
    return room;
  }

  /** In the room by plain HTTP, because no WebSocket gets through. */
  get isByHttp(): boolean {
    return this.connection?.isByHttp ?? false;
  }

  /** The network may be down: finds out at once whether we are still in the room. */
  checkNow(): void {
    this.connection?.checkNow();
  }

  /** Asks for peers that we do not know. False while the connection is away. */
  askMore(): boolean {
    return this.connection?.send({ type: 'more' }) ?? false;
  }

  /** While the connection is away the message is lost, without an error: peers greet each other when it is back. */
  send(to: PeerId, message: PeerMessage): void {
    this.outgoing = this.outgoing
      .then(async () => {
        const payload = await this.sealer.seal(to, message);
        // A payload that is too large is dropped: the room would close our connection for it, with all other peers.
        if (payload.length <= MAX_PAYLOAD_CHARS) this.connection?.send({ type: 'send', to, payload });
      })
      .catch(throwUncaught);
  }

  private gotAway(): void {
    this.ice.gotAway();
    this.events.onAway();
  }

  /** All messages go through one queue, so that a `left` does not overtake a message that came before it. */
  private gotMessage(message: ServerMessage): void {
    // An error stops this message, and not those after it.
    this.incoming = this.incoming.then(() => this.handle(message)).catch(throwUncaught);
  }

  private async handle(message: ServerMessage): Promise<void> {
    const opened = message.type === 'message' ? await this.sealer.open(message.from, message.payload) : undefined;
    if (this.signal.aborted) return;
    switch (message.type) {
      case 'welcome':
        this.ice.gotPeers(message.peers);
        return this.events.onJoined(message.peers, message.hosts ?? []);
      case 'peers':
        for (const peer of message.peers) this.ice.gotJoined(peer);
        return this.events.onPeers?.(message.peers);
      case 'joined':
        this.ice.gotJoined(message.peer);
        return this.events.onPeerJoined(message.peer);
      case 'left':
        this.ice.gotLeft(message.peer);
        return this.events.onPeerLeft(message.peer);
      case 'message':
        if (opened === undefined) return;
        this.ice.gotJoined(message.from); // of one that was told of us, and we not of it
        return this.events.onMessage(message.from, opened);
      case 'ice':
      case 'ice-refused':
        return this.ice.got(message);
    }
  }
}

/** Reports it as an uncaught error, as the page or Node does for any other. */
function throwUncaught(thrown: unknown): void {
  queueMicrotask(() => {
    throw thrown;
  });
}
