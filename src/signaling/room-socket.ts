/** The WebSocket to a room: stays connected, or says why it gave up. Payloads pass through it unread. */
import { BeamError } from '../protocol/errors.ts';
import {
  CLOSE_CODES, IDENTITY_PREFIX, PING, PONG, SUBPROTOCOL, parseServerMessage, type ClientMessage, type CloseCode, type ServerMessage,
} from '../protocol/room-message.ts';
import { backoffMs } from './backoff.ts';
import type { Identity } from './identity.ts';

/** Between pings: proxies and NATs drop what is silent for a minute. */
const PING_MS = 25_000;
/** A pong later than this means that the socket is dead, whatever it says of itself. */
const PONG_MS = 10_000;
/** A handshake that takes longer than this will not come. */
const OPEN_MS = 10_000;

export interface RoomSocketEvents {
  onMessage(message: ServerMessage): void;
  /** The socket is gone and comes back by itself. */
  onAway(): void;
  /** It does not come back. */
  onClosed(error: BeamError): void;
}

const isCloseCode = (code: number): code is CloseCode => code in CLOSE_CODES;

export class RoomSocket {
  private socket: WebSocket | undefined;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What could not be sent while the socket was away is not kept: peers greet each other again. */

  constructor(
    /** `wss://host/api/rooms/<room id>` */
    private readonly url: string,
    private readonly identity: Identity,
    private readonly events: RoomSocketEvents,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.stop());
    globalThis.addEventListener('online', () => this.hurry(), { signal });
    this.connect();
  }

  /** False when the socket is away: the message is lost. */
  send(message: ClientMessage): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private connect(): void {
    const socket = new WebSocket(this.url, [SUBPROTOCOL, IDENTITY_PREFIX + this.identity.secret]);
    this.socket = socket;
    this.after(OPEN_MS, () => this.drop(socket));
    socket.onopen = () => {
      this.after(PING_MS, () => this.ping(socket));
    };
    socket.onmessage = ({ data }) => this.gotText(socket, data);
    socket.onclose = ({ code }) => this.gotClose(socket, code);
  }

  private gotText(socket: WebSocket, data: unknown): void {
    if (socket !== this.socket) return;
    this.after(PING_MS, () => this.ping(socket));
    if (data === PONG || typeof data !== 'string') return;
    const message = parseServerMessage(data);
    if (message === undefined) return;
    if (message.type === 'welcome') this.attempt = 0;
    this.events.onMessage(message);
  }

  private gotClose(socket: WebSocket, code: number): void {
    if (socket !== this.socket || this.signal.aborted) return;
    this.socket = undefined;
    if (isCloseCode(code)) {
      clearTimeout(this.timer);
      this.events.onClosed(new BeamError(CLOSE_CODES[code]));
      return;
    }
    this.events.onAway();
    this.after(backoffMs(this.attempt++, Math.random()), () => this.connect());
  }

  private ping(socket: WebSocket): void {
    socket.send(PING);
    this.after(PONG_MS, () => this.drop(socket));
  }

  /** A dead socket's own close event may take minutes. */
  private drop(socket: WebSocket): void {
    socket.close();
    this.gotClose(socket, 1006);
  }

  private hurry(): void {
    if (this.socket === undefined) this.after(0, () => this.connect());
    else if (this.socket.readyState === WebSocket.OPEN) this.ping(this.socket);
  }

  private after(delayMs: number, act: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, delayMs);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.socket?.close(1000);
    this.socket = undefined;
  }
}
