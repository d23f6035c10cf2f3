/**
 * The connection to a room: stays up, by whatever way gets through, or says why it gave up. Payloads pass through it
 * unread.
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
 * Between pings: proxies and NATs drop what is silent for a minute. Streams have comments more often, and need no
 * pings.
 */
const PING_MS = 25_000;
/** A pong later than this means that the connection is dead, whatever it says of itself. */
const PONG_MS = 10_000;
/** When there is reason to think so already. */
const HURRIED_PONG_MS = 3_000;

/**
 * Codes that others bring about: a crowd in the room, or behind the same address. Whoever was in the room already comes
 * back by and by, and its links live on meanwhile.
 */
const PASSING: readonly CloseCode[] = [CLOSE.flood, CLOSE.joins, CLOSE.full];

/** Of what the room allows: its clock stands still while it is busy, and messages that were apart come together. */
const CAUTION = 0.8;

const freshBudget = (): Budget =>
  new Budget(CAUTION * SIGNAL_ALLOWANCE.burst, CAUTION * SIGNAL_ALLOWANCE.perSecond, performance.now());

export interface RoomConnectionEvents {
  onMessage(message: ServerMessage): void;
  /** The connection is gone and comes back by itself. */
  onAway(): void;
  /** It does not come back. */
  onClosed(error: BeamError): void;
}

/**
 * Few networks need the stream: it is no part of the first load. Rejects where an extension or a policy has taken the
 * way away.
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
  /** Ever. */
  private wasWelcome = false;
  private attempt = 0;
  /** As the room keeps it for this connection: a crowd that greets all at once must not have it closed. */
  private budget = freshBudget();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly door: Door;
  private readonly events: RoomConnectionEvents;

  /** What could not be sent while the connection was away is not kept: peers greet each other again. */
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
   * False when the connection is away, or the room would close it for so much (R10), whoever made us say it: the
   * message is lost.
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
        else transport.drop(); // given up while it was loaded
      },
      () => isPresent() && this.lose('refused'),
    );
  }

  /** Nothing of an attempt before the next one counts any more. */
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

  /** Until the welcome, life alone is no reason to wait longer for it. */
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

  /** A dead connection's own end may take minutes to be seen: it is not waited for. */
  private lose(how: 'refused' | 'silent'): void {
    this.transport?.drop();
    this.forget();
    this.isWelcome = false;
    const before = this.choice.way;
    this.choice = failed(this.choice, how);
    this.events.onAway();
    // Another way is worth an attempt at once, until all have been tried.
    const isNewWay = this.choice.way !== before && this.choice.way !== 'socket';
    this.after(isNewWay ? 0 : backoffMs(this.attempt++, Math.random()), () => this.connect());
  }

  /**
   * The network has changed or is in trouble: what did not get through may do now, and a dead connection is soon found
   * out.
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
