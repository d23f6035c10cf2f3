/** Everything that connects us with one other peer: its lanes, and the messages that make them. */
import { parseLaneMessage, type LaneMessage } from '../protocol/messages/lane-message.ts';
import { Budget } from '../protocol/budget.ts';
import {
  CONTROL_BURST,
  CONTROL_PER_SECOND,
  HIGH_WATER_BYTES,
  LANE_BURST,
  LANES_PER_SECOND,
  LEAST_MESSAGE_BYTES,
  PROBE_BURST,
  PROBES_PER_SECOND,
} from '../protocol/limits.ts';
import type { NegotiationMessage } from '../protocol/messages/peer-message.ts';
import type { Connections } from './connections.ts';
import { directServers } from './direct-servers.ts';
import { Lane, type LaneState, type TextChannel } from './lane.ts';
import { echoOf, Prober } from './prober.ts';
import type { Sample } from './statistics.ts';
import type { LinkStep } from './timeline.ts';

/** Of frames on all lanes since the beginning, and when that was read (performance.now()). */
export interface Traffic {
  readonly atMs: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

export interface PeerLinkEvents {
  send(message: NegotiationMessage): void;
  /** Of the first lane, with which the link stands and falls. */
  onState(state: LaneState): void;
  /** Of the other lanes: open for frames, or not any more. */
  onLane(lane: number, isOpen: boolean): void;
  /** Ahead of the state that comes of it. */
  onStep(step: LinkStep): void;
  onControl(text: string): void;
  onFrame(bytes: Uint8Array<ArrayBuffer>, lane: number): void;
  onDrain(lane: number): void;
  /** Lanes that there may be at the moment, the first included; as many as are wanted, if this is left out. */
  mostLanes?(): number;
  /** Of a probe: see `probe`. */
  onRoundTrip?(ms: number): void;
}

/** For the echo of a probe on any path that is of use. */
const ECHO_MS = 1500;

const LANES_AT_ONCE = 3;
const OPENING_STEP_MS = 30;

export class PeerLink {
  private readonly first: Lane;
  /**
   * By their number, 1 and up. Each is a connection of its own, made by messages on the first lane: the room has no
   * part in it.
   */
  private readonly others = new Map<number, Lane>();
  /** What the other side may still say about lanes, and how many more it may have made. */
  private readonly words = new Budget(CONTROL_BURST, CONTROL_PER_SECOND, performance.now());
  private readonly openings = new Budget(LANE_BURST, LANES_PER_SECOND, performance.now());
  private readonly echoes = new Budget(PROBE_BURST, PROBES_PER_SECOND, performance.now());
  private readonly prober = new Prober(
    (bytes) => this.first.sendProbe(bytes),
    (ms) => this.events.onRoundTrip?.(ms),
  );
  private sentBytes = 0;
  private receivedBytes = 0;
  private isLeft = false;
  /** Messages of any kind that have come. */
  private heard = 0;
  private checking: ReturnType<typeof setTimeout> | undefined;
  /** Lanes, the first included, that this end wants, and those that the other one wants. */
  private wish = 1;
  private asked = 1;
  /** Of those that are not opened yet. */
  private opening: ReturnType<typeof setTimeout> | undefined;
  private state: LaneState = 'connecting';
  /** What was seen last. */
  private sample: Sample | undefined;

  readonly id: string;
  private config: RTCConfiguration;
  private readonly isOfferer: boolean;
  private readonly events: PeerLinkEvents;
  private readonly connections: Connections;

  /** @param id of this attempt, in every message of it (S5) @throws BeamError `connections-many` */
  constructor(
    id: string,
    config: RTCConfiguration,
    isOfferer: boolean,
    events: PeerLinkEvents,
    connections: Connections,
  ) {
    this.id = id;
    this.config = config;
    this.isOfferer = isOfferer;
    this.events = events;
    this.connections = connections;
    this.first = this.makeLane(
      0,
      (message) => events.send(message),
      (state) => this.gotState(state),
      (step) => events.onStep(step),
    );
  }

  got(message: NegotiationMessage): void {
    if (message.lane === 0) negotiate(this.first, message);
  }

  /**
   * The room says that the peer is gone or back. A link that still carries bytes outlives its peer's room socket; one
   * that breaks while its peer is away is over.
   */
  gotPresence(isThere: boolean): void {
    this.isLeft = !isThere;
    if (this.isLeft && this.state !== 'open') this.close();
    if (isThere) this.first.repeat();
  }

  /** There are to be this many lanes, or as many as the other end wants if that is more; the rest are closed. */
  wantLanes(count: number): void {
    this.wish = count;
    this.say({ type: 'lanes', count });
    this.makeLanes();
  }

  /** Measures the round trip once in so many milliseconds; undefined: no more. */
  probe(intervalMs: number | undefined): void {
    if (intervalMs === undefined) this.prober.stop();
    else this.prober.start(intervalMs);
  }

  /** For the lanes that come as well: credentials run out. */
  setIceServers(iceServers: RTCIceServer[]): void {
    this.config = { ...this.config, iceServers };
    this.first.setIceServers(iceServers);
  }

  restart(): void {
    this.first.restart();
  }

  /**
   * The page was asleep, or may have been: is the other end still there? Anything that comes from it within moments
   * says so, an answer of ICE included; silence has another way looked for, long before ICE gives this one up.
   */
  checkNow(): void {
    if (this.state === 'broken') this.restart();
    if (this.state !== 'open' || this.checking !== undefined) return;
    this.prober.ping(); // answered in one round trip
    const heard = this.heard;
    const answered = this.answered();
    this.checking = setTimeout(() => {
      this.checking = undefined;
      void this.restartUnless(async () => this.heard > heard || (await this.answered()) > (await answered));
    }, ECHO_MS);
  }

  private async restartUnless(isAlive: () => Promise<boolean>): Promise<void> {
    if (!(await isAlive()) && this.state === 'open') this.restart();
  }

  /** Connectivity checks that the other end has answered. */
  private async answered(): Promise<number> {
    return (await this.first.look().catch(() => undefined))?.checks.answered ?? 0;
  }

  sendControl(message: object): boolean {
    return this.first.sendText('control', JSON.stringify(message));
  }

  sendFrame(bytes: Uint8Array<ArrayBuffer>, lane = 0): boolean {
    const isSent = this.lane(lane)?.sendFrame(bytes) ?? false;
    if (isSent) this.sentBytes += bytes.length;
    return isSent;
  }

  /** Of one message on a lane, that the other end takes. */
  mostMessageBytes(lane = 0): number {
    return this.lane(lane)?.mostMessageBytes ?? Infinity;
  }

  /** How many bytes may be sent on a lane now without filling the browser's queue. */
  freeBytes(lane = 0): number {
    return HIGH_WATER_BYTES / this.laneCount - (this.lane(lane)?.bufferedBytes ?? 0);
  }

  get traffic(): Traffic {
    return { atMs: performance.now(), sentBytes: this.sentBytes, receivedBytes: this.receivedBytes };
  }

  /** The first and those beside it, on their way or open. */
  get laneCount(): number {
    return this.others.size + 1;
  }

  get isOpen(): boolean {
    return this.state === 'open';
  }

  get controlBufferedBytes(): number {
    return this.first.controlBufferedBytes;
  }

  /** What the browser says of the first lane now. Not for every second of a transfer: it costs. */
  async look(): Promise<Sample> {
    this.sample = await this.first.look();
    return this.sample;
  }

  close(): void {
    this.closeFrom(1);
    this.first.close();
  }

  private lane(lane: number): Lane | undefined {
    return lane === 0 ? this.first : this.others.get(lane);
  }

  /** Of the lane made next. */
  private get laneConfig(): RTCConfiguration {
    const pair = this.sample?.pair;
    const isDirect = pair !== undefined && pair.local.type !== 'relay' && pair.remote.type !== 'relay';
    return isDirect ? { ...this.config, iceServers: directServers(this.config.iceServers ?? []) } : this.config;
  }

  private makeLane(
    lane: number,
    send: (message: NegotiationMessage) => void,
    onState: (state: LaneState) => void,
    onStep: (step: LinkStep) => void = () => {},
  ): Lane {
    const { id: link, events } = this;
    return new Lane(
      this.laneConfig,
      this.isOfferer,
      lane === 0,
      {
        sendDescription: ({ kind, sdp }) => send({ type: 'description', link, lane, kind, sdp }),
        sendCandidate: (candidate) => send({ type: 'candidate', link, lane, candidate }),
        onState,
        onStep,
        onText: (channel, text) => {
          this.heard += 1;
          this.gotText(channel, text);
        },
        onFrame: (bytes) => {
          this.heard += 1;
          this.receivedBytes += bytes.length;
          this.prober.onTraffic();
          events.onFrame(bytes, lane);
        },
        onProbe: (bytes) => this.gotProbe(bytes),
        onDrain: () => events.onDrain(lane),
      },
      this.connections,
    );
  }

  private gotText(channel: TextChannel, text: string): void {
    if (channel === 'control') return this.events.onControl(text);
    const message = this.words.spend(performance.now()) ? parseLaneMessage(text) : undefined;
    if (message === undefined) return;
    if (message.type !== 'lanes') return this.gotNegotiation(message);
    this.asked = message.count;
    this.makeLanes();
  }

  /**
   * As many as either end wants, and may be; the offerer makes them. To be called when `mostLanes` has changed.
   */
  makeLanes(): void {
    this.closeFrom(this.wanted);
    clearTimeout(this.opening);
    if (this.isOfferer && this.state === 'open') this.openNext(LANES_AT_ONCE);
  }

  private get wanted(): number {
    return Math.min(Math.max(this.wish, this.asked), this.events.mostLanes?.() ?? Infinity);
  }

  /**
   * Some of those that are wanted, and then one by one: what each takes to open would overrun a slow line's buffer
   * together.
   */
  private openNext(most: number): void {
    const missing = Array.from({ length: this.wanted - 1 }, (_, index) => index + 1).filter(
      (lane) => !this.others.has(lane),
    );
    for (const lane of missing.slice(0, most)) this.openOther(lane);
    if (missing.length > most && this.state !== 'closed')
      this.opening = setTimeout(() => this.openNext(1), OPENING_STEP_MS);
  }

  private gotProbe(bytes: Uint8Array<ArrayBuffer>): void {
    this.heard += 1;
    const echo = echoOf(bytes);
    if (echo === undefined) this.prober.gotEcho(bytes);
    else if (this.echoes.spend(performance.now())) this.first.sendProbe(echo);
  }

  private gotNegotiation(message: NegotiationMessage): void {
    // The other side saw the end of it first, and has made it anew: what was asked for on the old one will not come on
    // that.
    const known = this.others.get(message.lane);
    if (message.type === 'description' && known?.isOtherThan(message) === true) known.close();
    const lane = this.others.get(message.lane) ?? (this.isOfferer ? undefined : this.answerOther(message.lane));
    if (lane !== undefined) negotiate(lane, message);
  }

  /** Not beyond what there may be on this side. */
  private answerOther(number: number): Lane | undefined {
    return number < (this.events.mostLanes?.() ?? Infinity) ? this.openOther(number) : undefined;
  }

  private openOther(number: number): Lane | undefined {
    const known = this.others.get(number);
    if (
      known !== undefined ||
      !this.connections.isPlenty ||
      !this.openings.spend(performance.now()) ||
      !this.connections.furtherLanes.take()
    )
      return known;
    try {
      return this.makeOther(number);
    } catch {
      this.connections.furtherLanes.giveBack(); // the link goes on with the lanes that it has
      return undefined;
    }
  }

  private makeOther(number: number): Lane {
    const lane: Lane = this.makeLane(
      number,
      (message) => this.say(message),
      (state) => {
        if (state === 'open' && lane.mostMessageBytes < LEAST_MESSAGE_BYTES) return lane.close();
        if (state === 'open') this.events.onLane(number, true);
        if (state === 'broken') lane.close(); // a new one costs less than to mend it
        if (state === 'closed' && this.others.get(number) === lane) {
          this.others.delete(number);
          this.connections.furtherLanes.giveBack();
          this.events.onLane(number, false);
        }
      },
    );
    this.others.set(number, lane);
    return lane;
  }

  private say(message: LaneMessage): void {
    this.first.sendText('lanes', JSON.stringify(message));
  }

  private closeFrom(lane: number): void {
    clearTimeout(this.opening);
    for (const [number, other] of this.others) if (number >= lane) other.close();
  }

  private gotState(state: LaneState): void {
    this.state = state;
    if (state === 'closed') {
      this.prober.stop();
      clearTimeout(this.checking);
      this.closeFrom(1);
    }
    this.events.onState(state);
    if (state === 'broken' && this.isLeft) this.close();
  }
}

function negotiate(lane: Lane, message: NegotiationMessage): void {
  if (message.type === 'description') lane.gotDescription(message);
  else lane.gotCandidate(message.candidate);
}
