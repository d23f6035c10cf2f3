/** A room in this process: the Worker's own decisions (worker/room-core.ts), and sockets that are calls. */
import type { Network } from '../../../src/signaling/transport.ts';
import { peerIdOf } from '../../../src/protocol/identity.ts';
import { PING, type PeerId } from '../../../src/protocol/messages/room-message.ts';
import { readJoinRequest } from '../../../worker/join-request.ts';
import { decide, type Member, type RoomEffect, type RoomEvent } from '../../../worker/room-core.ts';

/** What RoomSocket needs of a WebSocket. */
class MemorySocket {
  readonly OPEN = 1;
  readyState = 0;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  private readonly room: MemoryRoom;
  private peer: PeerId | undefined;
  isHost = false;

  constructor(room: MemoryRoom, protocols: readonly string[]) {
    this.room = room;
    void this.join(protocols.join(', '));
  }

  private async join(header: string): Promise<void> {
    const asked = readJoinRequest(header);
    if (asked.type !== 'join') throw new Error(`not a join: ${header}`);
    this.isHost = asked.isHost;
    this.peer = await peerIdOf(asked.identity);
    if (this.room.isCut(this.peer)) return; // it hears nothing
    this.readyState = this.OPEN;
    this.room.join(this.peer, this);
  }

  send(text: string): void {
    if (this.peer !== undefined) this.room.got(this.peer, text);
  }

  close(): void {
    this.readyState = 3;
    if (this.peer !== undefined) this.room.leave(this.peer, this);
  }
}

export class MemoryRoom {
  private readonly sockets = new Map<PeerId, MemorySocket>();
  private readonly members = new Map<PeerId, Member>();
  private readonly away = new Set<PeerId>();
  /** Messages that each has said to the room, and that the room has said to each. Pings are none. */
  readonly said = new Map<PeerId, number>();
  readonly heard = new Map<PeerId, number>();
  /** Those that it has thrown out, and why. */
  readonly closed: number[] = [];

  readonly network: Network = {
    socket: (_, protocols) => new MemorySocket(this, protocols) as unknown as WebSocket,
    fetch: () => Promise.reject(new Error('this room has no HTTP')),
  };

  /** The last one that has come. */
  get latest(): PeerId {
    return [...this.members.keys()].at(-1) ?? '';
  }

  /** It loses its place in the room and gets none again. Its links live on. */
  cut(peer: PeerId): void {
    const socket = this.sockets.get(peer);
    this.away.add(peer);
    socket?.close();
    socket?.onclose?.({ code: 1006 });
  }

  /** Its socket breaks, and it comes again. */
  drop(peer: PeerId): void {
    const socket = this.sockets.get(peer);
    socket?.close();
    socket?.onclose?.({ code: 1006 });
  }

  /** As a deploy does: it forgets everybody, and all come again. */
  restart(): void {
    const sockets = [...this.sockets.values()];
    this.sockets.clear();
    this.members.clear();
    for (const socket of sockets) socket.onclose?.({ code: 1006 });
  }

  isCut(peer: PeerId): boolean {
    return this.away.has(peer);
  }

  join(peer: PeerId, socket: MemorySocket): void {
    const { isHost } = socket;
    const sockets = this.sockets.size;
    const effects = this.decide({ type: 'join', peer, addressKey: 'memory', isHost, sockets, nowMs: Date.now() });
    this.sockets.set(peer, socket);
    this.perform(effects);
  }

  got(peer: PeerId, text: string): void {
    if (text !== PING) count(this.said, peer); // the platform answers these
    const from = this.members.get(peer);
    if (from !== undefined) this.perform(this.decide({ type: 'message', from, data: text, nowMs: Date.now() }));
  }

  leave(peer: PeerId, socket: MemorySocket): void {
    if (this.sockets.get(peer) !== socket) return;
    const member = this.members.get(peer);
    this.sockets.delete(peer);
    this.members.delete(peer);
    if (member !== undefined) this.perform(this.decide({ type: 'leave', member }));
  }

  private decide(event: RoomEvent): RoomEffect[] {
    return decide(this.members, event, Math.random);
  }

  private perform(effects: readonly RoomEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'admit' || effect.type === 'keep') this.members.set(effect.member.peer, effect.member);
      if (effect.type === 'close') this.closed.push(effect.code);
      if (effect.type === 'send' || effect.type === 'relay') this.tell(effect.to, effect.text);
      if (effect.type === 'mint') this.tell(effect.member.peer, NO_SERVERS);
    }
  }

  private tell(peer: PeerId, text: string): void {
    const socket = this.sockets.get(peer);
    count(this.heard, peer);
    queueMicrotask(() => socket?.onmessage?.({ data: text }));
  }
}

const count = (counts: Map<PeerId, number>, peer: PeerId): void => void counts.set(peer, (counts.get(peer) ?? 0) + 1);

const NO_SERVERS = JSON.stringify({ type: 'ice', servers: [], ttlSeconds: 600, missing: 'relay-none' });
