/**
 * The connection to a room. It reconnects by itself, by WebSocket or by HTTP, or says why it gave up. It does not read
 * the payloads.
 */
import { Budget, SIGNAL_ALLOWANCE, signalCost } from '../protocol/budget.ts';
import { BeamError } from '../protocol/errors.ts';
import { isCloseCode } from '../protocol/messages/room-http.ts';
import {
  CLOSE,
  CLOSE_CODES,
  PING,
  PONG,
  parseServerMessage,
  type ClientMessage,
  type CloseCode,
  type ServerMessage,
} from '../protocol/messages/room-message.ts';
import { backoffMs } from './backoff.ts';
import { RoomSocket } from './room-socket.ts';
import type { Door, Transport, TransportEvents } from './transport.ts';
import { failed, FIRST_CHOICE, welcomeMs, worked, type Choice, type Way } from './way.ts';

/**
 * Time between pings: proxies and NATs drop a connection that is silent for a minute. An HTTP stream has comments more
 * often, so it needs no pings.
 */
const PING_MS = 25_000;
/** Without a pong after this time the connection is dead, whatever state the socket reports. */
const PONG_MS = 10_000;
/** The same when there is a sign already that the connection may be dead. */
const HURRIED_PONG_MS = 3_000;

/**
 * Close codes that other peers cause: too many in the room, or behind the same address. A peer that was in the room
 * before tries again, and its links stay up meanwhile.
 */
const PASSING: readonly CloseCode[] = [CLOSE.flood, CLOSE.joins, CLOSE.full];

/** The part of the room's budget that we use. The room's clock stands still while it is busy, so it can count more. */
const CAUTION = 0.8;

const freshBudget = (): Budget =>
  new Budget(CAUTION * SIGNAL_ALLOWANCE.burst, CAUTION * SIGNAL_ALLOWANCE.perSecond, performance.now());

export interface RoomConnectionEvents {
  onMessage(message: ServerMessage): void;
  /** The connection is gone and comes back by itself. */
  onAway(): void;
  /** The connection is over, and does not come back. */
  onClosed(error: BeamError): void;
}

/**
 * Begins an attempt. The HTTP stream is loaded when it is needed, because few networks need it. Rejects if an extension
 * or a policy has removed WebSocket or fetch.
 */
async function open(way: Way, door: Door, events: TransportEvents): Promise<Transport> {
  if (way === 'socket') return new RoomSocket(door, events);
  const { RoomStream } = await import('./room-stream.ts');
  return new RoomStream(door, way === 'padded-stream', events);
}

export class RoomConnection {
  private transport: Transport | undefined;
  /** The present attempt. */
  private opening: symbol | undefined;
  private choice: Choice = FIRST_CHOICE;
  private isWelcome = false;
  /** The room has welcomed us at least once. */
  private wasWelcome = false;
  private attempt = 0;
  /** The same budget as the room keeps for this connection. Without it, many peers that join at once could close it. */
  private budget = freshBudget();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly door: Door;
  private readonly events: RoomConnectionEvents;

  /** Messages are not kept while the connection is away: peers greet each other again when it is back. */
  constructor(door: Door, events: RoomConnectionEvents, signal: AbortSignal) {
    this.door = door;
    this.events = events;
    signal.addEventListener('abort', () => this.stop());
    this.connect();
  }

  /** In the room by plain HTTP, because no WebSocket gets through. */
  get isByHttp(): boolean {
    return this.isWelcome && this.choice.way !== 'socket';
  }

  /**
   * False if the message is lost: the connection is away, or the message is over the room's budget (R10), which would
   * close the connection.
   */
  send(message: ClientMessage): boolean {
    const text = JSON.stringify(message);
    if (!this.budget.spend(performance.now(), signalCost(text.length))) return false;
    return this.transport?.send(text) ?? false;
  }

  private connect(): void {
    this.isWelcome = false;
    this.budget = freshBudget();
    this.after(welcomeMs(this.choice), () => this.lose('silent'));
    const attempt = Symbol(this.choice.way);
    this.opening = attempt;
    const isPresent = (): boolean => this.opening === attempt;
    open(this.choice.way, this.door, {
      onText: (text) => isPresent() && this.gotText(text),
      onSign: () => isPresent() && this.gotSign(),
      onEnd: (code) => isPresent() && this.gotEnd(code),
    }).then(
      (transport) => {
        if (isPresent()) this.transport = transport;
        else transport.drop(); // the attempt was given up while room-stream.ts was loaded
      },
      () => isPresent() && this.lose('refused'),
    );
  }

  /** Ends the present attempt: its events do not count any more. */
  private forget(): void {
    this.opening = undefined;
    this.transport = undefined;
  }

  private gotText(text: string): void {
    this.gotSign();
    if (text === PONG) return;
    const message = parseServerMessage(text);
    if (message === undefined) return;
    if (message.type === 'welcome') this.gotWelcome();
    this.events.onMessage(message);
  }

  private gotWelcome(): void {
    this.attempt = 0;
    this.isWelcome = true;
    this.wasWelcome = true;
    this.choice = worked(this.choice);
    this.gotSign();
  }

  /** Sets the clock back. Before the welcome a sign of life does not extend the time to wait for it. */
  private gotSign(): void {
    if (this.isWelcome) this.after(PING_MS, () => this.ping());
  }

  private gotEnd(code: number): void {
    if (!isCloseCode(code) || (this.wasWelcome && PASSING.includes(code))) return this.lose('refused');
    clearTimeout(this.timer);
    this.forget();
    this.events.onClosed(new BeamError(CLOSE_CODES[code]));
  }

  private ping(patienceMs = PONG_MS): void {
    this.transport?.send(PING);
    this.after(patienceMs, () => this.lose('silent'));
  }

  /** Does not wait for the close event: for a dead connection it can take minutes. */
  private lose(how: 'refused' | 'silent'): void {
    this.transport?.drop();
    this.forget();
    this.isWelcome = false;
    const before = this.choice.way;
    this.choice = failed(this.choice, how);
    this.events.onAway();
    // Another way is tried at once, until all have been tried.
    const isNewWay = this.choice.way !== before && this.choice.way !== 'socket';
    this.after(isNewWay ? 0 : backoffMs(this.attempt++, Math.random()), () => this.connect());
  }

  /**
   * The network has changed or may be down. A connection is checked at once, and without one the next attempt begins at
   * once, by WebSocket.
   */
  checkNow(): void {
    if (this.isWelcome) return this.ping(HURRIED_PONG_MS);
    this.transport?.drop();
    this.forget();
    this.choice = FIRST_CHOICE;
    this.after(0, () => this.connect());
  }

  private after(delayMs: number, act: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, delayMs);
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.transport?.leave();
    this.forget();
  }
}
