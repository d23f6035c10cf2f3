/**
 * Passes on what this page has taken of a share of somebody else: while it takes it, when it has it all, and after a
 * reload; as long as its sender and the person here let it. See SPEC.md, section P.
 */
import type { CheckedManifest } from '../files/fetch/checked-manifest.ts';
import type { BlockStore } from '../files/keep/block-store.ts';
import { PassedOnShare } from '../files/serve/passed-on-share.ts';
import type { UploadCap } from '../files/serve/upload-cap.ts';
import type { UploadChoice } from '../files/serve/upload-choice.ts';
import { Uploads } from '../files/serve/uploads.ts';
import { MAX_PASS_ON_MS } from '../protocol/limits.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { RoomPeers } from '../room/room-peers.ts';

/** What this page gives to others, over all rooms. */
export interface Sharing {
  readonly choice: UploadChoice;
  readonly cap: UploadCap;
}

export interface HolderPlace {
  readonly sharing: Sharing;
  /** Until the page leaves. */
  readonly signal: AbortSignal;
  peers(): RoomPeers;
  /** It may want the share; who gives it to us does not. */
  isOfUse(peer: PeerId): boolean;
  /** To everybody in the room, now and later. */
  offer(uploads: Uploads): void;
  /** It passes something on from now on, or no longer does. */
  onState(): void;
  onFigures(): void;
}

/** The longest that a timer takes; then it is looked at again. */
const MOST_TIMER_MS = 2 ** 31 - 1;

/** Blocks that could not be read as they were written: the vault is gone, or the disk is bad. */
const MOST_DAMAGED = 3;

export class Holder {
  private share: PassedOnShare | undefined;
  private uploads: Uploads | undefined;
  private manifest: CheckedManifest | undefined;
  private blockStore: BlockStore | undefined;
  /** Unix time. */
  private untilMs = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private earlierBytes = 0;
  private damaged = 0;
  /** By its sender, for good. */
  private isOver = false;

  private readonly place: HolderPlace;

  constructor(place: HolderPlace) {
    this.place = place;
    const { sharing, signal } = place;
    sharing.choice.onChange(() => this.tend(), signal);
    sharing.cap.onRoom(() => this.uploads?.onRoom(), signal);
    signal.addEventListener('abort', () => this.stop());
  }

  /** @param isBySeed else somebody passes it on, who may know less of its sender's word than we do */
  gotManifest(manifest: CheckedManifest, isBySeed: boolean): void {
    if (!isBySeed && (manifest.passOnUntilMs ?? 0) <= (this.manifest?.passOnUntilMs ?? 0)) return;
    this.manifest = manifest;
    // A sender cannot give leave for ever.
    this.untilMs = Math.min(manifest.passOnUntilMs ?? 0, Date.now() + MAX_PASS_ON_MS);
    this.share?.gotManifest(manifest);
    this.tend();
  }

  /** What is here of it is read from there from now on. */
  serveFrom(blockStore: BlockStore): void {
    this.blockStore = blockStore;
    this.damaged = 0;
    if (this.share !== undefined) this.share.serveFrom(blockStore);
    else this.tend();
  }

  /** Nothing of it is here any more. */
  forget(): void {
    this.blockStore = undefined;
    this.stop();
  }

  /** Its sender has ended it, or nobody may have it any more. */
  end(): void {
    this.isOver = true;
    this.stop();
  }

  /** To others, in frames of blocks. */
  get sentBytes(): number {
    return this.earlierBytes + (this.uploads?.sentBytes ?? 0);
  }

  /** Others may have it from here. */
  get isHelping(): boolean {
    return this.uploads !== undefined;
  }

  /** Whether its sender lets others pass it on. */
  get isAllowed(): boolean {
    return !this.isOver && Date.now() < this.untilMs;
  }

  private tend(): void {
    const { manifest, blockStore, place } = this;
    const isWanted = place.sharing.choice.helps && this.isAllowed && !place.signal.aborted;
    if (!isWanted || manifest === undefined || blockStore === undefined) return this.stop();
    this.watchEnd();
    if (this.uploads !== undefined) return;
    const share = new PassedOnShare(manifest, (block) => this.uploads?.gotBlock(block));
    share.serveFrom(blockStore);
    this.share = share;
    this.uploads = new Uploads(share, { cap: place.sharing.cap }, () => place.peers(), {
      isOfUse: (peer) => place.isOfUse(peer),
      mostDownloads: () => Infinity,
      onReceipt: () => {},
      onDamaged: () => this.gotDamaged(),
      onState: () => {},
      onFigures: () => place.onFigures(),
    });
    place.offer(this.uploads);
    place.onState();
  }

  private watchEnd(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tend(), Math.min(this.untilMs - Date.now(), MOST_TIMER_MS));
  }

  /** That block is not given any more; its receiver hears what is left. */
  private gotDamaged(): void {
    this.damaged += 1;
    if (this.damaged >= MOST_DAMAGED) this.forget();
  }

  private stop(): void {
    clearTimeout(this.timer);
    const { uploads } = this;
    this.uploads = undefined;
    this.share = undefined;
    if (uploads === undefined) return;
    this.earlierBytes += uploads.sentBytes;
    uploads.stop('cancelled-by-sender');
    uploads.close();
    this.place.onState();
  }
}
