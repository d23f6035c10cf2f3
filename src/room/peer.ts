/**
 * One other peer of the room, as both sides have it: the link to it, how its bytes travel, and the services that use
 * it. Which of the two made the offer makes no difference to anybody above.
 */
import type { Connections } from '../connection/connections.ts';
import type { ConnectionView } from '../connection/connection-view.ts';
import type { LaneState } from '../connection/lane.ts';
import { PathWatch, type PathWatchParts } from '../connection/path-watch.ts';
import { PeerLink } from '../connection/peer-link.ts';
import { Budget } from '../protocol/budget.ts';
import type { ErrorCode, RelayCode } from '../protocol/errors.ts';
import { CONTROL_BURST, CONTROL_PER_SECOND, LEAST_MESSAGE_BYTES, MAX_CONTROL_CHARS } from '../protocol/limits.ts';
import type { GuestsWord } from '../protocol/messages/guests-word.ts';
import type { Introduction } from '../protocol/messages/introduction.ts';
import { isLinkControlType, readLinkMessage } from '../protocol/messages/link-message.ts';
import type { LinkMessage, PeerMessage } from '../protocol/messages/peer-message.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import { parseFields, type Fields } from '../protocol/parse.ts';
import { PeerServices } from './peer-services.ts';
import type { PeerService, Verdict } from './service.ts';

/** The channel still has our last word to carry; the other side closes when it has it, else this does. */
const LAST_WORD_MS = 1000;

export interface PeerParts {
  /** Chosen at random by the one who said hello. */
  readonly linkId: string;
  readonly config: RTCConfiguration;
  /** It said hello, and we make the offer. */
  readonly isOfferer: boolean;
  /** What it says of itself. */
  readonly about: Introduction;
  /** Proven for this link. */
  readonly isHost: boolean;
  readonly services: readonly PeerService[];
  readonly connections: Connections;
  readonly watch: PathWatchParts;
  /** Why there is no relay, if there is none. */
  missingRelay(): RelayCode | undefined;
  /** Through the room. */
  send(message: PeerMessage): void;
  /** What it says to be the host's (V8). */
  onWord(peer: Peer, word: GuestsWord): void;
  /** The link is open, broken, back, or closed: see `linkState` and `failure`. */
  onState(peer: Peer): void;
}

export class Peer {
  linkState: LaneState = 'connecting';
  /** Ever. */
  wasOpen = false;
  /** Why the link is over; undefined while it is not, and where this side has closed it without a word. */
  failure: ErrorCode | undefined;
  /** The other side has said so: it needs no answer. */
  isEndedByPeer = false;
  /** Of the file that its end is about. */
  endPath: string | undefined;
  /** In the room, as far as the room says. */
  isThere = true;
  /** Messages that were not known, and ignored (V6). */
  unknownMessages = 0;
  private isClosed = false;
  private closing: ReturnType<typeof setTimeout> | undefined;
  private readonly link: PeerLink;
  private readonly watch: PathWatch;
  private readonly services: PeerServices;
  private readonly budget = new Budget(CONTROL_BURST, CONTROL_PER_SECOND, performance.now());

  readonly id: PeerId;
  readonly isHost: boolean;
  readonly attempt: number;
  /** We made the offer: it greeted us. */
  readonly isOfferer: boolean;
  private readonly parts: PeerParts;

  /** @throws BeamError `connections-many` where the browser makes no more of them */
  constructor(id: PeerId, parts: PeerParts) {
    this.id = id;
    this.parts = parts;
    this.isHost = parts.isHost;
    this.isOfferer = parts.isOfferer;
    this.attempt = parts.watch.attempt;
    this.link = new PeerLink(
      parts.linkId,
      parts.config,
      parts.isOfferer,
      {
        send: (message) => parts.send(message),
        onState: (state) => this.gotLinkState(state),
        onStep: (step) => this.watch.gotStep(step),
        onControl: (text) => this.gotControl(text),
        onLane: (lane, isOpen) => this.services.onLane(lane, isOpen),
        onFrame: (bytes, lane) => this.judge(this.services.gotFrame(bytes, lane)),
        onDrain: (lane) => this.services.onDrain(lane),
        onRoundTrip: (ms) => this.services.onRoundTrip(ms),
        mostLanes: () => this.services.mostLanes,
      },
      parts.connections,
    );
    this.watch = new PathWatch(this.link, parts.watch);
    this.services = new PeerServices(this, this.link, parts.services, parts.about.services, {
      path: () => this.watch.view.path,
      roundTripMs: () => this.watch.roundTripMs,
      judge: (verdict) => this.judge(verdict),
    });
  }

  get linkId(): string {
    return this.link.id;
  }

  get connection(): ConnectionView {
    return this.watch.view;
  }

  /** It is neither closed nor about to be. */
  get isLiving(): boolean {
    return !this.isClosed && this.failure === undefined && this.linkState !== 'closed';
  }

  /** The other side has used a service: what it has is not as good as nothing. */
  get hasServed(): boolean {
    return this.services.hasServed;
  }

  look(): void {
    void this.watch.look();
  }

  /** The room's messages for this link. */
  got(message: LinkMessage): void {
    if (message.link !== this.link.id) return;
    if (message.type === 'end') this.gotEnd(message);
    else if (message.type !== 'preview') this.link.got(message);
  }

  gotPresence(isThere: boolean): void {
    this.isThere = isThere;
    this.link.gotPresence(isThere);
  }

  setIceServers(iceServers: RTCIceServer[]): void {
    this.link.setIceServers(iceServers);
  }

  /** Looks for another way under the same link. */
  restart(): void {
    this.link.restart();
  }

  /** See PeerLink. */
  checkNow(): void {
    this.link.checkNow();
  }

  sendControl(message: object): boolean {
    return this.link.sendControl(message);
  }

  /**
   * Ends it from our side, by both ways: the room overtakes what is queued on the channel. @param path of the file that
   * it is about
   */
  end(code: ErrorCode, path?: string): void {
    if (this.isClosed || this.failure !== undefined) return;
    const end = { type: 'end', code, ...(path === undefined ? {} : { path }) } as const;
    this.sendControl(end);
    this.parts.send({ ...end, link: this.link.id });
    this.failure = code;
    this.services.close();
    this.closing = setTimeout(() => this.close(), LAST_WORD_MS);
    this.parts.onState(this);
  }

  /**
   * There is no way to the peer that this side would take: it is told why there is no relay, and people here that they
   * want one.
   */
  giveUp(told: RelayCode): void {
    this.parts.send({ type: 'end', link: this.link.id, code: told });
    this.watch.gotStep('described');
    this.failure = 'relay-required';
    this.close();
    this.watch.diagnose(this.isThere, undefined, this.failure);
    this.parts.onState(this);
  }

  /** Why its link, which is closed, could not be made or was lost. @param told what the other side has found */
  diagnose(told?: ErrorCode): ErrorCode {
    this.failure = this.watch.diagnose(this.isThere, this.parts.missingRelay(), told);
    return this.failure;
  }

  /** Without a word: the page goes, or a new link takes its place. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearTimeout(this.closing);
    this.watch.stop();
    this.services.close();
    this.link.close();
  }

  private gotLinkState(state: LaneState): void {
    const wasBroken = this.linkState === 'broken';
    this.linkState = state;
    if (state === 'open' && !this.wasOpen) {
      this.wasOpen = true;
      if (this.link.mostMessageBytes() < LEAST_MESSAGE_BYTES) return this.end('messages-small');
      this.services.open();
    } else if (state === 'broken' || (wasBroken && state === 'open')) this.services.onBroken(state === 'broken');
    if (state === 'closed') this.services.close();
    this.parts.onState(this);
  }

  private gotControl(text: string): void {
    if (!this.isLiving) return;
    const fields = this.budget.spend(performance.now()) ? parseFields(text, MAX_CONTROL_CHARS) : undefined;
    if (fields === undefined) return this.end('peer-misbehaved');
    const { service } = fields;
    if (service === undefined) return this.judge(this.gotOwn(fields));
    this.judge(typeof service === 'string' ? this.services.got(service, fields) : 'bad');
  }

  /** A message of the link itself, and of no service. */
  private gotOwn(fields: Fields): Verdict {
    if (!isLinkControlType(fields['type'])) return 'unknown';
    const message = readLinkMessage(fields);
    if (message === undefined) return 'bad';
    if (message.type === 'path') this.watch.gotReport(message);
    else if (message.type === 'guests') this.parts.onWord(this, message);
    else this.gotEnd(message);
    return 'taken';
  }

  private judge(verdict: Verdict): void {
    if (verdict === 'unknown') this.unknownMessages += 1;
    if (verdict === 'bad' && this.isLiving) this.end('peer-misbehaved');
  }

  /** What the other side says of a link that never opened is a finding; of an open one it is the end. */
  private gotEnd({ code, path }: { code: ErrorCode; path?: string }): void {
    // A link that never opened may be over here as well: what the other side has found still says why.
    if (this.wasOpen ? !this.isLiving : this.isEndedByPeer) return;
    this.isEndedByPeer = true;
    this.endPath = path;
    this.failure = code;
    if (!this.wasOpen) this.watch.gotStep('described'); // it knows of our description
    this.close();
    if (!this.wasOpen) this.diagnose(code);
    this.parts.onState(this);
  }
}
