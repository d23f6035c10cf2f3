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
import { blockCount } from '../../protocol/manifest.ts';
import { BLOCK_BYTES, MAX_HOLDER_LANES, MAX_LANES, MAX_PASSED_ON_BLOCKS } from '../../protocol/limits.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Fields } from '../../protocol/parse.ts';
import { filesIn } from '../../protocol/withdrawal.ts';
import { NO_CONNECTION } from '../../connection/connection-view.ts';
import type { Member } from '../../room/member.ts';
import type { Peer } from '../../room/peer.ts';
import type { Verdict } from '../../room/service.ts';
import type { ShareLink } from '../share-link.ts';
import { Bitmap } from '../../transfer/exchange/bitmap.ts';
import { WithdrawnFiles } from '../../transfer/exchange/withdrawn-files.ts';
import { RateMeter, rateView } from '../../transfer/watch/rate.ts';
import { bitfieldsOf } from './bitfields.ts';
import { BlockSender } from './block-sender.ts';
import type { Compression } from '../compress/compression.ts';
import { ManifestSender } from './manifest-sender.ts';
import type { ReceiverView } from './receiver-view.ts';
import type { OfferedBlocks } from './held-share.ts';
import type { UploadCap } from './upload-cap.ts';

type AcceptMessage = Extract<ReceiverMessage, { type: 'accept' }>;

/** Blocks that are asked for, and nothing of them is sent yet: an honest receiver begins as many at once. */
const MOST_ASKED_AHEAD = 8;

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
  readonly share: OfferedBlocks;
  /** undefined: blocks go out as they are. */
  readonly compression: Compression | undefined;
  readonly cap: UploadCap | undefined;
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
  /** Where this receiver is to begin; undefined: where it likes. */
  start(): number | undefined;
  /** It asks for a block, the first time on this link. */
  onAsked(block: number): void;
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
  /** Blocks, on the link that there is now. */
  private asked: Bitmap;
  private bytesDone = 0;
  /** By its receipt. */
  private filesLeftOut = 0;
  /** Of the files that it takes, by its `accept`. */
  private bytesWanted: number;
  /** Of blocks, as they are before compression, on all links. */
  sentBytes = 0;
  /** That it has got since it began, from whomever. */
  gainedBytes = 0;

  readonly peer: PeerId;
  private readonly parts: UploadParts;

  constructor(peer: PeerId, parts: UploadParts) {
    this.peer = peer;
    this.parts = parts;
    this.bytesWanted = parts.share.head.bytes;
    this.asked = new Bitmap(0);
  }

  /** A link with it is open. */
  open(link: ShareLink): void {
    const { share, compression, cap } = this.parts;
    this.hasAcceptedHere = false;
    this.asked = new Bitmap(Math.min(blockCount(share.bytes), MAX_PASSED_ON_BLOCKS)); // of a larger one nobody hears
    this.serving = {
      link,
      manifest: new ManifestSender(share, link),
      blocks: new BlockSender(share, link, compression, {
        isHeld: () => this.parts.isHeld(),
        freeBytes: () => cap?.freeBytes ?? Infinity,
        onChunk: (bytes) => (this.sentBytes += bytes),
        onSent: (bytes) => cap?.take(bytes),
        onMisbehaved: () => link.end('peer-misbehaved'),
        onError: (thrown) => {
          const error = toBeamError(thrown, 'source-changed');
          this.parts.onDamaged(error);
          this.cancel(error.code, error.figures.path);
        },
      }),
    };
    const start = this.parts.start();
    const code = this.serving.manifest.begin({
      ...(share.part && { isPart: true }),
      ...(start === undefined ? {} : { start }),
    });
    if (code !== undefined) return link.end(code);
    if (share.part !== undefined) for (const message of bitfieldsOf(share.part.held)) this.tell(message);
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

  /** These blocks may be asked for as well. */
  tellHave(blocks: readonly number[]): void {
    this.tell({ type: 'have', blocks });
  }

  /** These blocks were begun for others. */
  tellGiven(blocks: readonly number[]): void {
    if (this.isTaking) this.tell({ type: 'given', blocks });
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
    const { block } = frame.piece;
    if (this.parts.share.part?.told.has(block) === false) return 'bad'; // it was never said to be here
    this.noteAsked(block);
    this.serving?.blocks.gotRequest(frame.piece, lane);
    return 'taken';
  }

  /** Others are told what is given to this one: no more than it takes, or it would keep them from all. */
  private noteAsked(block: number): void {
    const isMore = this.asked.count * BLOCK_BYTES > this.sentBytes + MOST_ASKED_AHEAD * BLOCK_BYTES;
    if (block >= this.asked.size || this.asked.has(block) || isMore) return;
    this.asked.add(block);
    this.parts.onAsked(block);
  }

  onDrain(lane: number): void {
    this.serving?.blocks.onDrain(lane);
  }

  onLane(lane: number, isOpen: boolean): void {
    if (!isOpen) this.serving?.blocks.forget(lane);
  }

  /** There may be room under the cap. */
  onRoom(): void {
    this.serving?.blocks.onReleased();
  }

  onBroken(): void {
    this.parts.onState();
  }

  mostLanes(): number {
    if (this.parts.share.part !== undefined) return MAX_HOLDER_LANES;
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
      case 'cancel':
        serving.blocks.gotCancel(message.blocks);
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
    if (!this.hasAccepted) this.bytesDone = bytes; // it has these from an earlier visit
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
    this.gotProgress(this.bytesWanted);
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
    const bytesDone = Math.min(bytes, this.bytesWanted);
    this.gainedBytes += Math.max(0, bytesDone - this.bytesDone);
    this.bytesDone = bytesDone;
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
