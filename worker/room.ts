/**
 * The Durable Object of one room, which carries out what room-core.ts decides. It may be evicted between any two
 * events. So the state is in the attachments of the sockets, and `sockets` and `members` are only an index and a copy of
 * them. The room stores nothing on disk and logs nothing.
 */
import { DurableObject } from 'cloudflare:workers';

import { Budget } from '../src/protocol/budget.ts';
import {
  CLOSE_CODES,
  HOST_MARK,
  PING,
  PONG,
  type IceMessage,
  type PeerId,
} from '../src/protocol/messages/room-message.ts';
import { ROOM_BURST_CHARS, ROOM_CHARS_PER_SECOND } from './limits.ts';
import { decide, type Member, type RoomEffect, type RoomEvent } from './room-core.ts';
import { answerIce } from './turn.ts';

/** Headers in which the Worker names the new peer, its address, and its role. Only the Worker can reach the room. */
export const PEER_HEADER = 'Beamline-Peer';
export const ADDRESS_HEADER = 'Beamline-Address';
export const ROLE_HEADER = 'Beamline-Role';

const NORMAL = 1000;
const FAILED = 1011;

/** Close codes that a close event can report, but that must not be sent (RFC 6455, section 7.4.1). */
const REPORTED_ONLY: readonly number[] = [1005, 1006, 1015];

/** null if the socket no longer belongs to a member. Its closing handshake may still be under way. */
const memberOf = (socket: WebSocket): Member | null => socket.deserializeAttachment() as Member | null;

export class Room extends DurableObject<Env> {
  private readonly sockets: Map<PeerId, WebSocket>;
  /** In the order in which they joined. */
  private readonly members: Map<PeerId, Member>;

  /** A room that was evicted was silent for long enough to begin anew. */
  private readonly relays = new Budget(ROOM_BURST_CHARS, ROOM_CHARS_PER_SECOND, Date.now());

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    const all = ctx.getWebSockets().flatMap((socket) => {
      const member = memberOf(socket);
      return member === null ? [] : [{ member, socket }];
    });
    all.sort((a, b) => a.member.joinedAtMs - b.member.joinedAtMs);
    this.sockets = new Map(all.map(({ member, socket }) => [member.peer, socket]));
    this.members = new Map(all.map(({ member }) => [member.peer, member]));
  }

  /** Answers with a socket, or without one if the room is full. */
  override fetch(request: Request): Response {
    const peer = request.headers.get(PEER_HEADER) ?? '';
    const addressKey = request.headers.get(ADDRESS_HEADER) ?? '';
    const isHost = request.headers.get(ROLE_HEADER) === HOST_MARK;
    const sockets = this.ctx.getWebSockets().length;
    const effects = this.decide({ type: 'join', peer, addressKey, isHost, sockets, nowMs: Date.now() });
    if (effects.some(({ type }) => type === 'refuse')) return new Response(null, { status: 503 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.apply(effects, server);
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
    const from = memberOf(socket);
    if (from === null) return;
    try {
      this.apply(this.decide({ type: 'message', from, data, nowMs: Date.now() }), socket);
    } catch {
      // An exception would leave the socket open, without anybody reading it.
      this.drop(from.peer, FAILED);
    }
  }

  /**
   * A message by HTTP counts as if it had come on the peer's socket (H4). False if the peer has no socket, or lost it.
   */
  say(peer: PeerId, texts: readonly string[]): boolean {
    return texts.every((text) => {
      const socket = this.sockets.get(peer);
      if (socket !== undefined) this.webSocketMessage(socket, text);
      return socket !== undefined;
    });
  }

  /**
   * A peer by HTTP leaves. The request is needed because a proxy may hold its stream open for long after (H3). False if
   * the peer is not in the room.
   */
  leave(peer: PeerId): boolean {
    return this.drop(peer, NORMAL);
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    this.gotEnd(socket);
    // Without this answer the browser would wait for its close event.
    close(socket, REPORTED_ONLY.includes(code) ? NORMAL : code);
  }

  override webSocketError(socket: WebSocket): void {
    this.gotEnd(socket);
    close(socket, FAILED);
  }

  private gotEnd(socket: WebSocket): void {
    const member = memberOf(socket);
    if (member === null) return;
    this.remove(member.peer);
    this.apply(this.decide({ type: 'leave', member }), socket);
  }

  private decide(event: RoomEvent): RoomEffect[] {
    return decide(this.members, event, Math.random);
  }

  /** `socket`: the one on which the event came. */
  private apply(effects: readonly RoomEffect[], socket: WebSocket): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'admit':
          this.ctx.acceptWebSocket(socket);
          this.sockets.set(effect.member.peer, socket);
          this.keep(effect.member);
          break;
        case 'keep':
          this.keep(effect.member);
          break;
        case 'close':
          close(this.remove(effect.peer), effect.code, CLOSE_CODES[effect.code]);
          break;
        case 'send':
          this.send(effect.to, effect.text);
          break;
        case 'relay':
          if (this.relays.spend(Date.now(), effect.text.length)) this.send(effect.to, effect.text);
          break;
        case 'mint':
          // Not awaited: workerd delivers the events of a socket one by one, so the peer's next messages would wait.
          this.ctx.waitUntil(this.mint(effect.member, socket));
          break;
        case 'refuse':
          break;
      }
    }
  }

  /** A member that sending to the others has dropped meanwhile is not kept. */
  private keep(member: Member): void {
    const socket = this.sockets.get(member.peer);
    if (socket === undefined) return;
    socket.serializeAttachment(member);
    this.members.set(member.peer, member);
  }

  private async mint({ peer, addressKey }: Member, socket: WebSocket): Promise<void> {
    const answer = (message: IceMessage): void => {
      // If the peer has left or rejoined in the meantime, the answer is not for the new socket.
      if (this.sockets.get(peer) === socket) this.send(peer, JSON.stringify(message));
    };
    try {
      await answerIce(this.env, { addressKey, roomKey: this.ctx.id.toString() }, Date.now(), answer);
    } catch {
      answer({ type: 'ice-refused', code: 'relay-unavailable' });
    }
  }

  /** If sending to one socket fails, only that peer is dropped: the other peers still get their messages. */
  private send(to: PeerId, text: string): void {
    try {
      this.sockets.get(to)?.send(text);
    } catch {
      this.drop(to, FAILED);
    }
  }

  private drop(peer: PeerId, code: number): boolean {
    const member = this.members.get(peer);
    const socket = this.remove(peer);
    if (socket === undefined || member === undefined) return false;
    close(socket, code);
    this.apply(this.decide({ type: 'leave', member }), socket);
    return true;
  }

  private remove(peer: PeerId): WebSocket | undefined {
    const socket = this.sockets.get(peer);
    this.sockets.delete(peer);
    this.members.delete(peer);
    socket?.serializeAttachment(null);
    return socket;
  }
}

function close(socket: WebSocket | undefined, code: number, reason?: string): void {
  try {
    socket?.close(code, reason);
  } catch {
    // It is closed already.
  }
}
