/** One receiver, as the sender serves it: its link, its requests, its receipt. */
import { parseReceiverMessage, type ReceiverMessage, type SenderMessage } from '../protocol/control-message.ts';
import { toBeamError, type ErrorCode, type RelayCode } from '../protocol/errors.ts';
import { decodeFrame, encodeChunk, encodeProof } from '../protocol/frame.ts';
import { MAX_FRAME_BYTES } from '../protocol/limits.ts';
import type { PeerMessage } from '../protocol/peer-message.ts';
import type { PeerId } from '../protocol/room-message.ts';
import type { LaneState } from '../connection/lane.ts';
import { PeerLink } from '../connection/peer-link.ts';
import { RateMeter } from '../transfer/rate.ts';
import { SendMachine, type SendEffect } from '../transfer/send-machine.ts';
import type { OfferedShare } from './offered-share.ts';
import { PathWatch } from './path-watch.ts';
import { rateView } from './status.ts';
import type { ReceiverView } from './view.ts';

type State =
  | { readonly type: 'connecting' | 'ready' | 'sending' | 'saving' | 'done' }
  | { readonly type: 'failed'; readonly error: ErrorCode };

export interface DeliveryParts {
  readonly share: OfferedShare;
  readonly config: RTCConfiguration;
  /** In the middle of a transfer whose link was lost: what it goes through again is no news to people. */
  readonly isReturning: boolean;
  /** Why there is no relay, if there is none. */
  missingRelay(): RelayCode | undefined;
  send(to: PeerId, message: PeerMessage): void;
  onState(): void;
  onFigures(): void;
}

export class Delivery {
  private state: State = { type: 'connecting' };
  private readonly link: PeerLink;
  private readonly path: PathWatch;
  private readonly rate = new RateMeter();
  private linkState: LaneState = 'connecting';
  private wasOpen = false;
  private isThere = true;
  private bytesDone = 0;
  private readonly frame = new Uint8Array(MAX_FRAME_BYTES);
  /** A new one with each `accept`: what was asked for before it does not count. */
  private machine: SendMachine | undefined;

  constructor(readonly peer: PeerId, readonly number: number, linkId: string, private readonly parts: DeliveryParts) {
    this.link = new PeerLink(linkId, parts.config, true, {
      send: (message) => parts.send(peer, message),
      onState: (state) => this.gotLinkState(state),
      onControl: (text) => this.gotControl(text),
      onFrame: (bytes) => this.gotFrame(bytes),
      onDrain: () => this.perform(this.machine?.onRoom(this.link.freeBytes)),
    });
    this.path = new PathWatch(this.link, () => parts.onFigures());
  }

  get view(): ReceiverView {
    const { type } = this.state;
    const isBroken = this.linkState === 'broken' ? type === 'ready' || type === 'sending' || type === 'saving' : this.parts.isReturning && (type === 'connecting' || type === 'ready');
    return {
      id: this.peer,
      number: this.number,
      status: isBroken ? 'reconnecting' : type,
      error: this.state.type === 'failed' ? this.state.error : undefined,
      bytesDone: this.bytesDone,
      rate: type === 'sending' ? rateView(this.rate, this.parts.share.head.bytes - this.bytesDone) : undefined,
      connection: this.path.view(this.linkState),
    };
  }

  /** The person on the other side has asked for the files. */
  get hasAccepted(): boolean {
    return this.machine !== undefined;
  }

  get isOver(): boolean {
    return this.linkState === 'closed';
  }

  /** The room's messages for this link. */
  got(message: Exclude<PeerMessage, { type: 'hello' }>): void {
    if (message.link !== this.link.id) return;
    if (message.type === 'end') this.fail(message.code);
    else this.link.got(message);
  }

  setIceServers(iceServers: RTCIceServer[]): void {
    this.link.setIceServers(iceServers);
  }

  restart(): void {
    this.link.restart();
  }

  gotPresence(isThere: boolean): void {
    this.isThere = isThere;
    this.link.gotPresence(isThere);
  }

  /** Ends it from our side, by both ways: the room overtakes what is queued on the channel. */
  cancel(code: ErrorCode, path?: string): void {
    if (this.state.type === 'done' || this.state.type === 'failed') return this.close();
    const end = { type: 'end', code, ...(path === undefined ? {} : { path }) } as const;
    this.tell(end);
    this.parts.send(this.peer, { ...end, link: this.link.id });
    this.fail(code);
  }

  /** Without a word: the page goes, or a new link takes its place. */
  close(): void {
    this.path.stop();
    this.link.close();
  }

  private gotLinkState(state: LaneState): void {
    this.linkState = state;
    if (state === 'open' && !this.wasOpen) {
      this.wasOpen = true;
      this.become({ type: 'ready' });
      this.tell(this.parts.share.manifest);
      this.tellPages(0, 1);
    }
    if (state === 'closed') this.path.stop();
    if (state === 'closed' && this.state.type !== 'done') {
      this.fail(!this.isThere ? 'peer-left' : this.wasOpen ? 'connection-lost' : (this.parts.missingRelay() ?? 'connection-failed'));
    }
    this.parts.onState();
  }

  private gotControl(text: string): void {
    const message = parseReceiverMessage(text);
    if (message === undefined) return this.cancel('peer-misbehaved');
    this.handle(message);
  }

  private handle(message: ReceiverMessage): void {
    const { head } = this.parts.share;
    switch (message.type) {
      case 'pages':
        return this.tellPages(message.first, message.count);
      case 'accept':
        this.machine = new SendMachine(head.bytes);
        this.rate.reset();
        this.gotProgress(message.bytes);
        return this.become({ type: 'sending' });
      case 'progress':
        return this.gotProgress(message.bytes);
      case 'saving':
        return this.become({ type: 'saving' });
      case 'receipt':
        if (message.bytes !== head.bytes || message.sha256 !== head.sha256) return this.cancel('peer-misbehaved');
        this.bytesDone = head.bytes;
        return this.become({ type: 'done' });
      case 'end':
        return this.fail(message.code);
    }
  }

  private gotProgress(bytes: number): void {
    this.bytesDone = Math.min(bytes, this.parts.share.head.bytes);
    this.rate.onBytes(this.bytesDone, performance.now());
    this.parts.onFigures();
  }

  private gotFrame(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.state.type === 'failed') return;
    const frame = decodeFrame(bytes);
    if (frame?.type !== 'request' || this.machine === undefined) return this.cancel('peer-misbehaved');
    this.perform(this.machine.gotRequest(frame.piece, this.link.freeBytes));
  }

  private perform(effects: readonly SendEffect[] = []): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'load':
          void this.load(effect.block);
          break;
        case 'proof':
          this.link.sendFrame(encodeProof(effect.proof));
          break;
        case 'chunk':
          this.link.sendFrame(encodeChunk(effect.block, effect.offset, effect.payload, this.frame));
          break;
        case 'drop':
          this.cancel('peer-misbehaved');
          return;
      }
    }
  }

  private async load(block: number): Promise<void> {
    const { machine } = this;
    try {
      const signed = await this.parts.share.block(block);
      if (machine === this.machine && this.state.type !== 'failed') this.perform(machine?.gotBlock(block, signed, this.link.freeBytes));
    } catch (thrown) {
      const error = toBeamError(thrown, 'source-changed');
      this.cancel(error.code, error.figures.path);
    }
  }

  private tellPages(first: number, count: number): void {
    const { pages } = this.parts.share;
    for (const [index, text] of pages.slice(first, first + count).entries()) this.tell({ type: 'page', page: first + index, text });
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
    if (this.state.type !== 'done') this.become({ type: 'failed', error });
    // The channel still has our last word to carry; the other side closes when it has it, else this does.
    setTimeout(() => this.close(), 1000);
  }
}
