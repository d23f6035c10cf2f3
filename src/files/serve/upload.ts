/**
 * One share for one other peer, as its sender serves it: over all links with that peer. While one is open it answers
 * requests; the rest is what people see of it.
 */
import {
  isReceiverType,
  isSenderType,
  readReceiverMessage,
  type ReceiptMessage,
  type ReceiverMessage,
  type SenderMessage,
} from '../../protocol/messages/control-message.ts';
import { toBeamError, type BeamError, type ErrorCode } from '../../protocol/errors.ts';
import { decodeFrame } from '../../protocol/frame.ts';
import { MAX_LANES } from '../../protocol/limits.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Fields } from '../../protocol/parse.ts';
import { filesIn } from '../../protocol/withdrawal.ts';
import { NO_CONNECTION } from '../../connection/connection-view.ts';
import type { Member } from '../../room/member.ts';
import type { Peer } from '../../room/peer.ts';
import type { Verdict } from '../../room/service.ts';
import type { ShareLink } from '../share-link.ts';
import { WithdrawnFiles } from '../../transfer/exchange/withdrawn-files.ts';
import { RateMeter, rateView } from '../../transfer/watch/rate.ts';
import { BlockSender } from './block-sender.ts';
import type { Compression } from '../compress/compression.ts';
import { ManifestSender } from './manifest-sender.ts';
import type { ReceiverView } from './receiver-view.ts';
import type { ServedShare } from './served-share.ts';

type AcceptMessage = Extract<ReceiverMessage, { type: 'accept' }>;

type State =
  /** It looks at the list, or is about to. */
  | { readonly type: 'looking' }
  /** It has accepted. `paused`: by itself. */
  | { readonly type: 'sending' | 'paused' | 'saving' | 'done' }
  /** By its word or by ours. */
  | { readonly type: 'failed'; readonly error: ErrorCode };

/** While a link is open. */
interface Serving {
  readonly link: ShareLink;
  readonly manifest: ManifestSender;
  readonly blocks: BlockSender;
}

export interface UploadParts {
  readonly share: ServedShare;
  readonly compression: Compression;
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
  onState(): void;
  onFigures(): void;
}

export class Upload {
  private state: State = { type: 'looking' };
  private serving: Serving | undefined;
  /** The person on the other side has asked for the files, once. */
  hasAccepted = false;
  /** On the link that there is now. */
  private hasAcceptedHere = false;
  private readonly rate = new RateMeter();
  private bytesDone = 0;
  /** By its receipt. */
  private filesLeftOut = 0;
  /** Of the files that it takes, by its `accept`. */
  private bytesWanted: number;

  readonly peer: PeerId;
  private readonly parts: UploadParts;

  constructor(peer: PeerId, parts: UploadParts) {
    this.peer = peer;
    this.parts = parts;
    this.bytesWanted = parts.share.head.bytes;
  }

  /** A link with it is open. */
  open(link: ShareLink): void {
    const { share, compression } = this.parts;
    this.hasAcceptedHere = false;
    this.serving = {
      link,
      manifest: new ManifestSender(share, link),
      blocks: new BlockSender(share, link, compression, {
        isHeld: () => this.parts.isHeld(),
        onMisbehaved: () => link.end('peer-misbehaved'),
        onError: (thrown) => {
          const error = toBeamError(thrown, 'source-changed');
          this.parts.onDamaged(error);
          this.cancel(error.code, error.figures.path);
        },
      }),
    };
    const code = this.serving.manifest.begin();
    if (code !== undefined) return link.end(code);
    if (this.parts.isHeld()) this.tell({ type: 'pause' });
    this.parts.onState();
  }

  close(): void {
    this.serving?.blocks.stop();
    this.serving = undefined;
    this.parts.onState();
  }

  /** @param peer the latest link with it @param number what people call it by */
  view(peer: Peer, number: number): ReceiverView {
    const isHeld = this.state.type === 'sending' && this.parts.isHeld();
    const isUnderWay = this.serving !== undefined && this.state.type === 'sending' && !isHeld;
    return {
      id: this.peer,
      number,
      ...this.standing(peer, isHeld),
      bytesDone: this.bytesDone,
      bytesWanted: this.bytesWanted,
      filesLeftOut: this.filesLeftOut,
      rate: isUnderWay ? rateView(this.rate, this.bytesWanted - this.bytesDone, performance.now()) : undefined,
      connection: peer.connection,
    };
  }

  /** It may begin. */
  get isLooking(): boolean {
    return this.state.type === 'looking' && this.serving !== undefined;
  }

  /** It has begun, and may still finish: its link is open, or is being made anew. */
  get isTaking(): boolean {
    return ['sending', 'paused', 'saving'].includes(this.state.type);
  }

  /** Its link has something to carry, or is about to. */
  get isUnderWay(): boolean {
    return ['looking', 'sending', 'paused'].includes(this.state.type);
  }

  tellChecking(): void {
    if (this.state.type === 'sending') this.tell({ type: 'checking' });
  }

  /** More look, or fewer, than before. */
  tendLanes(): void {
    this.serving?.link.lanes.tend();
  }

  /** The person here has paused the share, or goes on with it. */
  heldOrReleased(): void {
    this.tell({ type: this.parts.isHeld() ? 'pause' : 'resume' });
    this.rate.reset();
    this.serving?.blocks.onReleased();
  }

  /** Ends it from our side; the link goes on. */
  cancel(code: ErrorCode, path?: string): void {
    if (this.state.type !== 'done') this.fail(code);
    const { serving } = this;
    this.close();
    serving?.link.stop(code, path);
  }

  /** It is over by a word, of the peer or of ours: on this link, or with the whole of it. */
  gotEnd(code: ErrorCode): void {
    if (this.state.type !== 'done') this.fail(code);
  }

  // --- of the link --------------------------------------------------------------------------------------------------

  got(fields: Fields): Verdict {
    if (!isReceiverType(fields['type'])) return isSenderType(fields['type']) ? 'bad' : 'unknown';
    const message = readReceiverMessage(fields);
    return message === undefined || !this.handle(message) ? 'bad' : 'taken';
  }

  gotFrame(bytes: Uint8Array<ArrayBuffer>, lane: number): Verdict {
    const frame = decodeFrame(bytes);
    if (frame?.type !== 'request') return 'bad';
    this.serving?.blocks.gotRequest(frame.piece, lane);
    return 'taken';
  }

  onDrain(lane: number): void {
    this.serving?.blocks.onDrain(lane);
  }

  onLane(lane: number, isOpen: boolean): void {
    if (!isOpen) this.serving?.blocks.forget(lane);
  }

  onBroken(): void {
    this.parts.onState();
  }

  mostLanes(): number {
    return this.state.type === 'looking' && this.parts.isCrowded() ? 1 : MAX_LANES;
  }

  /** False when it breaks a rule. */
  private handle(message: ReceiverMessage): boolean {
    const { serving } = this;
    if (serving === undefined) return true;
    switch (message.type) {
      case 'pages': {
        const code = serving.manifest.tellPages(message.first, message.count);
        if (code !== undefined) serving.link.end(code);
        return true;
      }
      case 'accept': {
        const code = this.parts.whyNot();
        if (code !== undefined) this.cancel(code);
        else this.begin(serving, message);
        return true;
      }
      case 'progress':
        this.gotProgress(message.bytes);
        return true;
      case 'pause':
        if (this.state.type === 'sending') this.become({ type: 'paused' });
        return true;
      case 'resume':
        this.rate.reset();
        if (this.state.type === 'paused') this.become({ type: 'sending' });
        return true;
      case 'saving':
        this.become({ type: 'saving' });
        return true;
      case 'receipt':
        return this.gotReceipt(message);
      case 'stop':
        this.gotEnd(message.code);
        return true;
    }
  }

  private begin({ blocks }: Serving, { bytes, takesCompressed, wanted }: AcceptMessage): void {
    const { head } = this.parts.share;
    this.hasAccepted = true;
    this.hasAcceptedHere = true;
    blocks.begin(takesCompressed);
    this.become({ type: 'sending' });
    this.tendLanes(); // it may have been held to one
    this.rate.reset();
    this.bytesWanted = Math.min(wanted ?? head.bytes, head.bytes);
    this.gotProgress(bytes);
  }

  private gotReceipt(message: ReceiptMessage): boolean {
    if (!this.isReceiptFor(message)) return false;
    if (this.state.type === 'done' || this.state.type === 'failed') return true;
    this.bytesDone = this.bytesWanted;
    this.filesLeftOut = [...filesIn(message.without ?? [])].length;
    this.become({ type: 'done' });
    this.parts.onReceipt();
    return true;
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

  private tell(message: SenderMessage): void {
    this.serving?.link.send(message);
  }

  private become(state: State): void {
    this.state = state;
    this.parts.onState();
  }

  private fail(error: ErrorCode): void {
    this.serving?.blocks.stop();
    this.become({ type: 'failed', error });
  }

  /** What goes through again after a lost link is no news to people. */
  private standing(peer: Peer, isHeld: boolean): Pick<ReceiverView, 'status' | 'error'> {
    const { state } = this;
    if (state.type === 'done') return { status: 'done', error: undefined };
    if (state.type === 'failed') return { status: 'failed', error: state.error };
    if (peer.failure !== undefined) return { status: 'failed', error: peer.failure };
    const isBroken = peer.linkState === 'broken' || (this.isTaking && !this.hasAcceptedHere);
    if (isBroken || (this.isTaking && this.serving === undefined)) return { status: 'reconnecting', error: undefined };
    if (state.type === 'looking') return { status: this.serving ? 'ready' : 'connecting', error: undefined };
    return { status: isHeld ? 'paused' : state.type, error: undefined };
  }
}

/** One whose link never was open: there is no upload for it yet. */
export function newcomerView({ id, number, peer, unreached }: Member): ReceiverView {
  const error = peer === undefined ? unreached : peer.failure;
  return {
    id,
    number,
    status: error === undefined ? 'connecting' : 'failed',
    error,
    bytesDone: 0,
    bytesWanted: 0,
    filesLeftOut: 0,
    rate: undefined,
    connection: peer?.connection ?? NO_CONNECTION,
  };
}
