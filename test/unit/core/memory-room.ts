/** A room in this process: the Worker's own decisions (worker/room-core.ts), and sockets that are calls. */
import type { Network } from '../../../src/signaling/transport.ts';
import { peerIdOf } from '../../../src/protocol/identity.ts';
import type { PeerId } from '../../../src/protocol/messages/room-message.ts';
import { readJoinRequest } from '../../../worker/join-request.ts';
import { decide, type Member, type RoomEffect } from '../../../worker/room-core.ts';

/** What RoomSocket needs of a WebSocket. */
class MemorySocket {
  readonly OPEN = 1;
  readyState = 0;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  private readonly room: MemoryRoom;
  private peer: PeerId | undefined;

  constructor(room: MemoryRoom, protocols: readonly string[]) {
    this.room = room;
    void this.join(protocols.join(', '));
  }

  private async join(header: string): Promise<void> {
    const asked = readJoinRequest(header);
    if (asked.type !== 'join') throw new Error(`not a join: ${header}`);
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

  isCut(peer: PeerId): boolean {
    return this.away.has(peer);
  }

  join(peer: PeerId, socket: MemorySocket): void {
    const event = { type: 'join', peer, addressKey: 'memory', sockets: this.sockets.size, nowMs: Date.now() } as const;
    const effects = decide(this.members, event);
    this.sockets.set(peer, socket);
    this.perform(effects);
  }

  got(peer: PeerId, text: string): void {
    const from = this.members.get(peer);
    if (from !== undefined)
      this.perform(decide(this.members, { type: 'message', from, data: text, nowMs: Date.now() }));
  }

  leave(peer: PeerId, socket: MemorySocket): void {
    if (this.sockets.get(peer) !== socket) return;
    this.sockets.delete(peer);
    this.members.delete(peer);
    this.perform(decide(this.members, { type: 'leave', peer }));
  }

  private perform(effects: readonly RoomEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'admit' || effect.type === 'keep') this.members.set(effect.member.peer, effect.member);
      if (effect.type === 'send') this.tell(effect.to, effect.text);
      if (effect.type === 'mint') this.tell(effect.member.peer, NO_SERVERS);
    }
  }

  private tell(peer: PeerId, text: string): void {
    const socket = this.sockets.get(peer);
    queueMicrotask(() => socket?.onmessage?.({ data: text }));
  }
}

const NO_SERVERS = JSON.stringify({ type: 'ice', servers: [], ttlSeconds: 600, missing: 'relay-none' });
