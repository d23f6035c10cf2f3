/** One receiver, as the sender serves it: its link, its requests, its receipt. */
import {
  parseReceiverMessage,
  type ReceiptMessage,
  type ReceiverMessage,
  type SenderMessage,
} from '../../protocol/messages/control-message.ts';
import { isUnreached, toBeamError, type BeamError, type ErrorCode, type RelayCode } from '../../protocol/errors.ts';
import { decodeFrame } from '../../protocol/frame.ts';
import { Budget } from '../../protocol/budget.ts';
import { CONTROL_BURST, CONTROL_PER_SECOND, LEAST_MESSAGE_BYTES, MAX_LANES } from '../../protocol/limits.ts';
import type { LinkMessage, PeerMessage } from '../../protocol/messages/peer-message.ts';
import { filesIn } from '../../protocol/withdrawal.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Connections } from '../../connection/connections.ts';
import type { LaneState } from '../../connection/lane.ts';
import { PeerLink } from '../../connection/peer-link.ts';
import { WithdrawnFiles } from '../../transfer/exchange/withdrawn-files.ts';
import { RateMeter, rateView } from '../../transfer/watch/rate.ts';
import { ManifestSender } from './manifest-sender.ts';
import type { ServedShare } from './served-share.ts';
import type { Compression } from '../compress/compression.ts';
import { PathWatch, type PathWatchParts } from '../../connection/path-watch.ts';
import { BlockSender } from './block-sender.ts';
import type { ReceiverView } from './receiver-view.ts';

type State =
  /** `paused`: by the receiver. */
  | { readonly type: 'connecting' | 'ready' | 'sending' | 'paused' | 'saving' | 'done' }
  | { readonly type: 'failed'; readonly error: ErrorCode };

/** Between a link that could not be made and the receiver's next greeting, with time to spare. */
const RETRY_MS = 4000;

export interface UploadParts {
  readonly share: ServedShare;
  readonly config: RTCConfiguration;
  readonly compression: Compression;
  readonly connections: Connections;
  /** In the middle of a transfer whose link was lost: what it goes through again is no news to people. */
  readonly isReturning: boolean;
  /** Many only look: whoever does has one lane. */
  isCrowded(): boolean;
  /** Why this receiver may not begin, if it may not. */
  whyNot(): ErrorCode | undefined;
  /** It has it all. Once. */
  onReceipt(): void;
  /** A file cannot be read as it was announced: nobody will ever get it. */
  onDamaged(error: BeamError): void;
  /** The person here has paused the whole share. */
  isHeld(): boolean;
  readonly watch: Omit<PathWatchParts, 'onChange'>;
  /** Why there is no relay, if there is none. */
  missingRelay(): RelayCode | undefined;
  send(to: PeerId, message: PeerMessage): void;
  onState(): void;
  onFigures(): void;
}

export class Upload {
  private state: State = { type: 'connecting' };
  private readonly link: PeerLink;
  private readonly path: PathWatch;
  private readonly blockSender: BlockSender;
  private readonly rate = new RateMeter();
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private linkState: LaneState = 'connecting';
  private wasOpen = false;
  private isThere = true;
  private bytesDone = 0;
  /** By its receipt. */
  private filesLeftOut = 0;
  /** Of the files that it takes, by its `accept`. */
  private bytesWanted: number;
  private readonly budget = new Budget(CONTROL_BURST, CONTROL_PER_SECOND, performance.now());
  private readonly manifestSender: ManifestSender;

  readonly peer: PeerId;
  readonly number: number;
  private readonly parts: UploadParts;

  constructor(peer: PeerId, number: number, linkId: string, parts: UploadParts) {
    this.peer = peer;
    this.number = number;
    this.parts = parts;
    this.bytesWanted = parts.share.head.bytes;
    this.link = new PeerLink(
      linkId,
      parts.config,
      true,
      {
        send: (message) => {
          parts.send(peer, message);
          const preview = message.type === 'description' ? this.manifestSender.takePreview() : undefined;
          if (preview !== undefined) parts.send(peer, preview);
        },
        onState: (state) => this.gotLinkState(state),
        onStep: (step) => this.path.gotStep(step),
        onControl: (text) => this.gotControl(text),
        onLane: (lane, isOpen) => {
          if (!isOpen) this.blockSender.forget(lane);
        },
        onFrame: (bytes, lane) => this.gotFrame(bytes, lane),
        onDrain: (lane) => this.blockSender.onDrain(lane),
        mostLanes: () => (this.isLooking && parts.isCrowded() ? 1 : MAX_LANES),
      },
      parts.connections,
    );
    this.manifestSender = new ManifestSender(parts.share, this.link);
    this.path = new PathWatch(this.link, { ...parts.watch, onChange: () => parts.onFigures() });
    this.blockSender = new BlockSender(parts.share, this.link, parts.compression, {
      isHeld: () => parts.isHeld(),
      onMisbehaved: () => this.cancel('peer-misbehaved'),
      onError: (thrown) => {
        const error = toBeamError(thrown, 'source-changed');
        this.cancel(error.code, error.figures.path);
        parts.onDamaged(error);
      },
    });
  }

  get view(): ReceiverView {
    const { type } = this.state;
    const isBroken =
      this.linkState === 'broken'
        ? type !== 'connecting' && type !== 'done' && type !== 'failed'
        : this.parts.isReturning && (type === 'connecting' || type === 'ready');
    const isHeld = type === 'sending' && this.parts.isHeld();
    return {
      id: this.peer,
      number: this.number,
      status: isBroken ? 'reconnecting' : isHeld ? 'paused' : type,
      error: this.state.type === 'failed' ? this.state.error : undefined,
      bytesDone: this.bytesDone,
      bytesWanted: this.bytesWanted,
      filesLeftOut: this.filesLeftOut,
      rate:
        type === 'sending' && !isHeld
          ? rateView(this.rate, this.bytesWanted - this.bytesDone, performance.now())
          : undefined,
      connection: this.path.view,
    };
  }

  /** The person on the other side has asked for the files. */
  get hasAccepted(): boolean {
    return this.blockSender.hasBegun;
  }

  /** It looks at the list, or is about to. */
  get isLooking(): boolean {
    return !this.hasAccepted && this.state.type !== 'failed';
  }

  /** It has begun, and may still finish. */
  get isTaking(): boolean {
    return this.hasAccepted && this.state.type !== 'done' && this.state.type !== 'failed';
  }

  /** Its link has something to carry, or is about to. */
  get isUnderWay(): boolean {
    return (
      this.linkState !== 'closed' &&
      (this.state.type === 'connecting' ||
        this.state.type === 'ready' ||
        this.state.type === 'sending' ||
        this.state.type === 'paused')
    );
  }

  get isOver(): boolean {
    return this.linkState === 'closed';
  }

  get attempt(): number {
    return this.parts.watch.attempt;
  }

  /** The room's messages for this link. */
  got(message: LinkMessage): void {
    if (message.link !== this.link.id) return;
    if (message.type === 'end') this.fail(this.wasOpen ? message.code : this.diagnose(message.code));
    else if (message.type !== 'preview') this.link.got(message);
  }

  setIceServers(iceServers: RTCIceServer[]): void {
    this.link.setIceServers(iceServers);
  }

  restart(): void {
    this.link.restart();
  }

  /** See PeerLink. */
  checkNow(): void {
    this.link.checkNow();
  }

  look(): void {
    void this.path.look();
  }

  tellChecking(): void {
    if (this.state.type === 'sending') this.tell({ type: 'checking' });
  }

  /** More look, or fewer, than before. */
  tendLanes(): void {
    this.link.makeLanes();
  }

  gotPresence(isThere: boolean): void {
    this.isThere = isThere;
    this.link.gotPresence(isThere);
  }

  /** The person here has paused the share, or goes on with it. */
  heldOrReleased(): void {
    this.tell({ type: this.parts.isHeld() ? 'pause' : 'resume' });
    this.rate.reset();
    this.blockSender.onReleased();
  }

  /** Ends it from our side, by both ways: the room overtakes what is queued on the channel. */
  cancel(code: ErrorCode, path?: string): void {
    if (this.state.type === 'done' || this.state.type === 'failed') return this.close();
    this.tellEnd(code, path);
    this.fail(code);
  }

  /** There is no way to the receiver that this side would take. */
  giveUp(told: RelayCode): void {
    this.tellEnd(told);
    this.path.gotStep('described');
    this.fail('relay-required');
    this.close();
    this.path.diagnose(this.isThere, undefined, 'relay-required');
  }

  /** Without a word: the page goes, or a new link takes its place. */
  close(): void {
    clearTimeout(this.retryTimer);
    this.path.stop();
    this.link.close();
  }

  private gotLinkState(state: LaneState): void {
    this.linkState = state;
    if (state === 'open' && !this.wasOpen) {
      this.wasOpen = true;
      if (this.link.mostMessageBytes() < LEAST_MESSAGE_BYTES) return this.cancel('messages-small');
      this.become({ type: 'ready' });
      const code = this.manifestSender.begin();
      if (code !== undefined) return this.cancel(code);
      if (this.parts.isHeld()) this.tell({ type: 'pause' });
    }
    if (state === 'closed' && this.state.type !== 'done' && this.state.type !== 'failed') this.gotClosed();
    this.parts.onState();
  }

  /** A receiver that is there tries once more by itself, and says so within moments: until then it has not failed. */
  private gotClosed(): void {
    const code = this.diagnose();
    // The receiver cannot see it, and another attempt has no other way.
    if (code === 'webrtc-limited' && this.parts.missingRelay() === 'relay-none') return this.cancel(code);
    const isTriedAgain = !this.wasOpen && this.isThere && this.attempt === 1;
    if (isTriedAgain) this.retryTimer = setTimeout(() => this.fail(code), RETRY_MS);
    else this.fail(code);
  }

  /**
   * @param told what the receiver says: it may be cancelled or over its limit, or has found something out about the
   * connection
   */
  private diagnose(told?: ErrorCode): ErrorCode {
    if (told !== undefined && !isUnreached(told)) return told;
    if (told !== undefined) this.path.gotStep('described'); // it knows of our offer
    return this.path.diagnose(this.isThere, this.parts.missingRelay(), told);
  }

  private gotControl(text: string): void {
    if (this.state.type === 'failed') return;
    const message = this.budget.spend(performance.now()) ? parseReceiverMessage(text) : undefined;
    if (message === undefined) return this.cancel('peer-misbehaved');
    this.handle(message);
  }

  private handle(message: ReceiverMessage): void {
    const { head } = this.parts.share;
    switch (message.type) {
      case 'pages': {
        const code = this.manifestSender.tellPages(message.first, message.count);
        return code === undefined ? undefined : this.cancel(code);
      }
      case 'accept': {
        const code = this.parts.whyNot();
        if (code !== undefined) return this.cancel(code);
        this.blockSender.begin(message.takesCompressed);
        this.tendLanes(); // it may have been held to one
        this.rate.reset();
        this.bytesWanted = Math.min(message.wanted ?? head.bytes, head.bytes);
        this.gotProgress(message.bytes);
        return this.become({ type: 'sending' });
      }
      case 'progress':
        return this.gotProgress(message.bytes);
      case 'pause':
        return this.state.type === 'sending' ? this.become({ type: 'paused' }) : undefined;
      case 'resume':
        this.rate.reset();
        return this.state.type === 'paused' ? this.become({ type: 'sending' }) : undefined;
      case 'path':
        return this.path.gotReport(message);
      case 'saving':
        return this.become({ type: 'saving' });
      case 'receipt':
        if (!this.isReceiptFor(message)) return this.cancel('peer-misbehaved');
        if (this.state.type === 'done' || this.state.type === 'failed') return;
        this.bytesDone = this.bytesWanted;
        this.filesLeftOut = [...filesIn(message.without ?? [])].length;
        this.become({ type: 'done' });
        return this.parts.onReceipt();
      case 'end':
        return this.fail(message.code);
    }
  }

  /**
   * Of this share, its bytes being those of the files that it does not leave out (C6, W5). It may leave out more than
   * is withdrawn now: a sender whose page was reloaded may have found again what it had withdrawn.
   */
  private isReceiptFor({ bytes, sha256, without = [] }: ReceiptMessage): boolean {
    const { head, withdrawn } = this.parts.share;
    const leftOut = new WithdrawnFiles(withdrawn.layout);
    leftOut.addRanges(without);
    return sha256 === head.sha256 && bytes === head.bytes - leftOut.bytes;
  }

  private gotProgress(bytes: number): void {
    this.bytesDone = Math.min(bytes, this.bytesWanted);
    this.rate.onBytes(this.bytesDone, performance.now());
    this.parts.onFigures();
  }

  private gotFrame(bytes: Uint8Array<ArrayBuffer>, lane: number): void {
    if (this.state.type === 'failed') return;
    const frame = decodeFrame(bytes);
    if (frame?.type !== 'request') return this.cancel('peer-misbehaved');
    this.blockSender.gotRequest(frame.piece, lane);
  }

  private tellEnd(code: ErrorCode, path?: string): void {
    const end = { type: 'end', code, ...(path === undefined ? {} : { path }) } as const;
    this.tell(end);
    this.parts.send(this.peer, { ...end, link: this.link.id });
  }

  private tell(message: SenderMessage): void {
    this.link.sendControl(message);
  }

  private become(state: State): void {
    if (this.state.type === 'failed') return;
    this.state = state;
    this.parts.onState();
  }

  private fail(error: ErrorCode): void {
    this.blockSender.stop();
    if (this.state.type !== 'done') this.become({ type: 'failed', error });
    // The channel still has our last word to carry; the other side closes when it has it, else this does.
    setTimeout(() => this.close(), 1000);
  }
}
