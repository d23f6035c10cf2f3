/** One share as it is served to everybody in its room: an upload for each peer that had an open link. */
import type { BeamError, ErrorCode } from '../../protocol/errors.ts';
import { MAX_BLOCK_NUMBERS, MAX_LOOKING_WITH_LANES } from '../../protocol/limits.ts';
import { blockCount } from '../../protocol/manifest.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Loss } from '../../room/membership.ts';
import type { RoomPeers } from '../../room/room-peers.ts';
import { Spread } from '../../transfer/exchange/spread.ts';
import type { Compression } from '../compress/compression.ts';
import type { ReceiverView } from './receiver-view.ts';
import type { OfferedBlocks } from './held-share.ts';
import type { UploadCap } from './upload-cap.ts';
import { newcomerView, Upload } from './upload.ts';

/** A file that is read once more within this time needs no word; else one goes at this interval. */
const CHECKING_MS = 2000;

/** Between two words of which blocks are here, or are given. */
const TELLING_MS = 100;

/** As many as go into one message. */
function* partsOf(blocks: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < blocks.length; at += MAX_BLOCK_NUMBERS) yield blocks.slice(at, at + MAX_BLOCK_NUMBERS);
}

const sum = (all: readonly Upload[], of: (upload: Upload) => number): number =>
  all.reduce((total, upload) => total + of(upload), 0);

export interface UploadMeans {
  /** undefined: blocks go out as they are. */
  readonly compression?: Compression;
  readonly cap?: UploadCap;
}

export interface UploadsEvents {
  /** It may want it; who gives it to us does not. */
  isOfUse?(peer: PeerId): boolean;
  /** How many more may have it, those included that are under way. */
  mostDownloads(): number;
  onReceipt(): void;
  /** A file cannot be read as it was announced. */
  onDamaged(error: BeamError): void;
  onState(): void;
  onFigures(): void;
}

export class Uploads {
  /** Newcomers get nothing of it any more. */
  private isOver = false;
  private readonly uploads = new Map<PeerId, Upload>();
  private isHeld = false;
  private wasCrowded = false;
  isClosed = false;
  private checkingTimer: ReturnType<typeof setTimeout> | undefined;
  /** Which block goes to whom first, so that receivers have different ones to give to each other. */
  private readonly spread = new Spread();
  private readonly blocks: number;
  /** Since the others were told last. */
  private readonly fresh: number[] = [];
  /** Whose turn it was last. */
  private turn = 0;
  private tellingTimer: ReturnType<typeof setTimeout> | undefined;
  /** By uploads that are forgotten. */
  private readonly earlier = { sentBytes: 0, gainedBytes: 0 };

  private readonly share: OfferedBlocks;
  private readonly means: UploadMeans;
  private readonly peers: () => RoomPeers;
  private readonly events: UploadsEvents;

  constructor(share: OfferedBlocks, means: UploadMeans, peers: () => RoomPeers, events: UploadsEvents) {
    this.share = share;
    this.means = means;
    this.peers = peers;
    this.events = events;
    this.blocks = blockCount(share.bytes);
  }

  /** What serves it to one peer, over all links with it. */
  of(peer: PeerId): Upload {
    this.forgetOld();
    const upload = this.uploads.get(peer) ?? this.make(peer);
    this.uploads.set(peer, upload);
    return upload;
  }

  /** Of somebody else, and passed on here. */
  get isPart(): boolean {
    return this.share.part !== undefined;
  }

  /** It is announced to this peer when there is a link. */
  isOfferedTo(peer: PeerId): boolean {
    return !this.isClosed && (!this.isOver || this.isTaking(peer)) && this.events.isOfUse?.(peer) !== false;
  }

  /** In the order of arrival. */
  get views(): readonly ReceiverView[] {
    return this.peers().all.flatMap((member) => {
      if (member.number === 0) return [];
      const upload = this.uploads.get(member.id);
      return [member.peer && upload ? upload.view(member.peer, member.number) : newcomerView(member)];
    });
  }

  get isRoomAway(): boolean {
    return this.peers().isAway;
  }

  /** Files that nobody gets any more, in the order of the manifest. */
  get withdrawn(): readonly number[] {
    return this.share.withdrawn.files;
  }

  /** Of blocks, to everybody. */
  get sentBytes(): number {
    return sum(this.all, ({ sentBytes }) => sentBytes) + this.earlier.sentBytes;
  }

  /** That receivers have got since they began, from here or from each other. */
  get gainedBytes(): number {
    return sum(this.all, ({ gainedBytes }) => gainedBytes) + this.earlier.gainedBytes;
  }

  private get all(): readonly Upload[] {
    return [...this.uploads.values()];
  }

  /** A holder's: it has these blocks as well. */
  gotBlock(block: number): void {
    this.fresh.push(block);
    this.tellSoon();
  }

  /** There may be room under the cap: each in turn is the first to use it. */
  onRoom(): void {
    const { all } = this;
    this.turn = all.length === 0 ? 0 : (this.turn + 1) % all.length;
    for (const upload of [...all.slice(this.turn), ...all.slice(0, this.turn)]) upload.onRoom();
  }

  /** A file is read once more: receivers wait meanwhile, and are told why if it takes long. */
  tellCheckingSoon(): void {
    if (this.checkingTimer !== undefined || this.isClosed) return;
    this.checkingTimer = setTimeout(() => {
      this.checkingTimer = undefined;
      if (!this.share.isChecking) return;
      for (const upload of this.uploads.values()) upload.tellChecking();
      this.tellCheckingSoon();
    }, CHECKING_MS);
  }

  /** No byte goes out, until `hold(false)`. Links stay open, and newcomers may look at the list. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld;
    for (const upload of this.uploads.values()) upload.heldOrReleased();
    this.events.onState();
  }

  get isPaused(): boolean {
    return this.isHeld;
  }

  /** It is over for newcomers, and who looks is told why; who has begun may finish. */
  refuse(code: ErrorCode): void {
    this.isOver = true;
    for (const upload of this.uploads.values()) if (upload.isLooking) upload.cancel(code);
  }

  /** It is over for everybody. */
  stop(code: ErrorCode): void {
    this.isOver = true;
    for (const upload of this.uploads.values()) upload.cancel(code);
  }

  /** Somebody looks at the figures of the connections, or no longer does. */
  lookClosely(isWanted: boolean): void {
    this.peers().lookClosely(isWanted);
  }

  /** The page goes, the room has another key, or the share is over for everybody. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.checkingTimer);
    clearTimeout(this.tellingTimer);
  }

  cancel(peer: PeerId, code: ErrorCode): void {
    this.uploads.get(peer)?.cancel(code);
  }

  /** It may finish, whatever newcomers are told. */
  isTaking(peer: PeerId): boolean {
    return this.uploads.get(peer)?.isTaking ?? false;
  }

  /** It has begun once: it is remembered. */
  hasAccepted(peer: PeerId): boolean {
    return this.uploads.get(peer)?.hasAccepted ?? false;
  }

  /** The link with it has something to carry, or may have. */
  isUnderWay(peer: PeerId): boolean {
    return this.uploads.get(peer)?.isUnderWay ?? true;
  }

  gotLost(peer: PeerId, { by, code }: Loss): void {
    if (by !== 'network') this.uploads.get(peer)?.gotEnd(code);
  }

  private make(peer: PeerId): Upload {
    return new Upload(peer, {
      share: this.share,
      compression: this.means.compression,
      cap: this.means.cap,
      isCrowded: () => this.isCrowded,
      whyNot: () => this.whyNot(peer),
      onReceipt: () => this.events.onReceipt(),
      onDamaged: (error) => {
        this.isOver ||= this.share.part === undefined; // a holder has other blocks
        this.events.onDamaged(error);
      },
      isHeld: () => this.isHeld,
      start: () => (this.mayBePassedOn ? this.spread.startFor(peer, this.blocks) : undefined),
      onAsked: (block) => this.gotAsked(peer, block),
      onState: () => this.gotState(),
      onFigures: () => this.events.onFigures(),
    });
  }

  /** Of peers that the room has forgotten. */
  private forgetOld(): void {
    const { peers } = this;
    for (const [peer, { sentBytes, gainedBytes }] of this.uploads) {
      if (peers().get(peer) !== undefined) continue;
      this.uploads.delete(peer);
      this.spread.forget(peer);
      this.earlier.sentBytes += sentBytes;
      this.earlier.gainedBytes += gainedBytes;
    }
  }

  /** By who has all of it: a holder lets receivers choose the rarest. */
  private get mayBePassedOn(): boolean {
    return this.share.announcement.passOn !== undefined && this.share.part === undefined;
  }

  private gotAsked(peer: PeerId, block: number): void {
    if (!this.mayBePassedOn) return;
    this.spread.gotAsked(peer, block);
    this.tellSoon();
  }

  /** Many at once cost as much to tell as one. */
  private tellSoon(): void {
    if (this.isClosed) return;
    this.tellingTimer ??= setTimeout(() => {
      this.tellingTimer = undefined;
      const fresh = this.fresh.splice(0);
      for (const upload of this.uploads.values()) {
        for (const blocks of partsOf(fresh)) upload.tellHave(blocks);
        if (this.mayBePassedOn) for (const blocks of partsOf(this.spread.drain(upload.peer))) upload.tellGiven(blocks);
      }
    }, TELLING_MS);
  }

  private get isCrowded(): boolean {
    return [...this.uploads.values()].filter(({ isLooking }) => isLooking).length > MAX_LOOKING_WITH_LANES;
  }

  private gotState(): void {
    const { isCrowded } = this;
    if (isCrowded !== this.wasCrowded) {
      this.wasCrowded = isCrowded;
      for (const upload of this.uploads.values()) upload.tendLanes();
    }
    this.events.onState();
  }

  /** Why this peer may not begin. Counts those under way: with one download to go, the second of two at once is too late. */
  whyNot(peer: PeerId): ErrorCode | undefined {
    const others = [...this.uploads.values()].filter(
      (upload) => upload.peer !== peer && upload.isTaking && this.peers().get(upload.peer)?.peer?.isLiving === true,
    );
    return others.length >= this.events.mostDownloads() ? 'share-used-up' : undefined;
  }
}
