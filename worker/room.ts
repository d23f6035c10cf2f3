/**
 * The Durable Object of one room, which carries out what room-core.ts decides. It may be evicted between any two
 * events. So the state is in the attachments of the sockets, and `sockets` is only an index of them. The room stores
 * nothing on disk and logs nothing.
 */
import { DurableObject } from 'cloudflare:workers';

import { CLOSE_CODES, PING, PONG, type IceMessage, type PeerId } from '../src/protocol/messages/room-message.ts';
import { decide, type Member, type RoomEffect } from './room-core.ts';
import { answerIce } from './turn.ts';

/** Headers in which the Worker names the new peer and its address. Only the Worker can reach the room. */
export const PEER_HEADER = 'Beamline-Peer';
export const ADDRESS_HEADER = 'Beamline-Address';

const NORMAL = 1000;
const FAILED = 1011;

/** Close codes that a close event can report, but that must not be sent (RFC 6455, section 7.4.1). */
const REPORTED_ONLY: readonly number[] = [1005, 1006, 1015];

/** null if the socket no longer belongs to a member. Its closing handshake may still be under way. */
const memberOf = (socket: WebSocket): Member | null => socket.deserializeAttachment() as Member | null;

export class Room extends DurableObject<Env> {
  /** By peer, in the order in which the peers joined. */
  private readonly sockets: Map<PeerId, WebSocket>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    const members = ctx.getWebSockets().flatMap((socket) => {
      const member = memberOf(socket);
      return member === null ? [] : [{ member, socket }];
    });
    members.sort((a, b) => a.member.joinedAtMs - b.member.joinedAtMs);
    this.sockets = new Map(members.map(({ member, socket }) => [member.peer, socket]));
  }

  /** Answers with a socket, or without one if the room is full. */
  override fetch(request: Request): Response {
    const peer = request.headers.get(PEER_HEADER) ?? '';
    const addressKey = request.headers.get(ADDRESS_HEADER) ?? '';
    const sockets = this.ctx.getWebSockets().length;
    const effects = decide(this.sockets, { type: 'join', peer, addressKey, sockets, nowMs: Date.now() });
    if (effects.some(({ type }) => type === 'refuse')) return new Response(null, { status: 503 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.apply(effects, server);
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
    const from = memberOf(socket);
    if (from === null) return;
    try {
      this.apply(decide(this.sockets, { type: 'message', from, data, nowMs: Date.now() }), socket);
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
    this.apply(decide(this.sockets, { type: 'leave', peer: member.peer }), socket);
  }

  /** `socket`: the one on which the event came. */
  private apply(effects: readonly RoomEffect[], socket: WebSocket): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'admit':
          this.ctx.acceptWebSocket(socket);
          socket.serializeAttachment(effect.member);
          this.sockets.set(effect.member.peer, socket);
          break;
        case 'keep':
          socket.serializeAttachment(effect.member);
          break;
        case 'close':
          close(this.remove(effect.peer), effect.code, CLOSE_CODES[effect.code]);
          break;
        case 'send':
          this.send(effect.to, effect.text);
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
    const socket = this.remove(peer);
    if (socket === undefined) return false;
    close(socket, code);
    this.apply(decide(this.sockets, { type: 'leave', peer }), socket);
    return true;
  }

  private remove(peer: PeerId): WebSocket | undefined {
    const socket = this.sockets.get(peer);
    this.sockets.delete(peer);
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
