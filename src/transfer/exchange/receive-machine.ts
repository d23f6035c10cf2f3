/**
 * The receiver's decisions: which block to ask whom for, what to believe, when it is complete. No I/O and no clock:
 * inputs come in by `on…` and `got…`, each returns what is to be done. See SPEC.md, section D.
 *
 *     missing -> assembling (asked for in pieces, from one peer) -> verifying -> writing -> done
 *                    ^                                                    |
 *                    +---- source lost or slow, or signature wrong -------+
 *
 * Which block a peer is asked for next is the picker's law (picker.ts). At the end a block may be assembled twice, from
 * two peers; the later copy is cancelled.
 */
import { BLOCK_BYTES, MAX_BLOCK_FAILURES, MAX_OPEN_BLOCK_BYTES } from '../../protocol/limits.ts';
import { blockLength } from '../../protocol/manifest.ts';
import type { Chunk, Piece, BlockSignature } from '../../protocol/frame.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import { BlockAssembly } from './assembly.ts';
import type { Bitmap } from './bitmap.ts';
import { Patience } from './patience.ts';
import { PeerIntake } from './peer-intake.ts';
import { BlockPicker } from './picker.ts';
import { ShareMap, type Holdings } from './share-map.ts';

export type ReceiveEffect<Source = string> =
  | { readonly type: 'request'; readonly source: Source; readonly piece: Piece }
  /** Tell the peer of this lane that these blocks, which it was asked for, are not needed from it. */
  | { readonly type: 'cancel'; readonly source: Source; readonly blocks: readonly number[] }
  /** Check its signature before that of any block after it, then call `gotWithdrawalVerdict`. */
  | { readonly type: 'withdrawal'; readonly source: Source; readonly withdrawal: Withdrawal }
  /** Check the signature, then call `gotVerdict`. */
  | {
      readonly type: 'verify';
      readonly block: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly blockSignature: BlockSignature;
    }
  /** Put into the vault, then call `gotWritten`. The buffer is handed over. */
  | {
      readonly type: 'write';
      readonly block: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly blockSignature: BlockSignature;
    }
  /** The source broke a rule and is forgotten. */
  | { readonly type: 'drop'; readonly source: Source; readonly code: 'peer-misbehaved' | 'block-forged' }
  | { readonly type: 'complete' };

interface VerifyingBlock<Source> {
  readonly source: Source;
  readonly peer: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly blockSignature: BlockSignature;
}

export interface ReceiveParts {
  /** 0 to 1: chooses among blocks that are equally rare. */
  readonly random?: () => number;
  /** Where a block is put together: a simulation has one for all. */
  readonly newBuffer?: (length: number) => ArrayBuffer;
}

/** A block of which less has come can be given up for another without much loss. */
const GIVE_UP_PART = 0.25;

/** `Source`: one lane of a peer, whatever stands for it: it is only compared. */
export class ReceiveMachine<Source = string> {
  private readonly peers = new Map<string, PeerIntake<Source>>();
  /** Whose each source is. */
  private readonly peerOf = new Map<Source, string>();
  /** Blocks with a wrong signature, by peer. */
  private readonly failures = new Map<string, number>();
  /** Blocks past assembling: being verified (with who sent them) or written. */
  private readonly verifying = new Map<number, VerifyingBlock<Source>>();
  private readonly writing = new Set<number>();
  private readonly map: ShareMap;
  private readonly picker: BlockPicker;
  private readonly patience: Patience<Source>;
  /** As many as were ever under way at once: bounded by MAX_OPEN_BLOCK_BYTES. */
  private readonly spare: ArrayBuffer[] = [];
  private isComplete = false;
  private isHeld = false;

  private readonly bytes: number;
  private readonly done: Bitmap;
  private readonly newBuffer: ((length: number) => ArrayBuffer) | undefined;

  /**
   * @param bytes of the whole stream
   * @param done blocks that are in the vault already; kept up to date here
   */
  constructor(bytes: number, done: Bitmap, { random = () => 0, newBuffer }: ReceiveParts = {}) {
    this.bytes = bytes;
    this.done = done;
    this.newBuffer = newBuffer;
    this.map = new ShareMap(done);
    this.picker = new BlockPicker(this.map, random);
    this.patience = new Patience(this.peers, this.map, this.picker);
  }

  /**
   * Also starts it: a share of which nothing is missing is complete at once.
   *
   * @param source one lane
   * @param peer whose it is: one peer may have several
   * @param roundTripMs of the idle path, if known
   * @param isFirst the lane that carries the probes as well
   */
  onSource(
    source: Source,
    peer: string,
    nowMs: number,
    roundTripMs?: number,
    isFirst = false,
  ): ReceiveEffect<Source>[] {
    return this.onSources([source], peer, nowMs, roundTripMs, isFirst ? source : undefined);
  }

  /**
   * Several lanes at once: what is asked for first is spread over all of them. @param first the lane that carries the
   * probes as well
   */
  onSources(
    sources: readonly Source[],
    peer: string,
    nowMs: number,
    roundTripMs?: number,
    first?: Source,
  ): ReceiveEffect<Source>[] {
    for (const source of sources) this.forget(source);
    const intake = this.peers.get(peer) ?? new PeerIntake<Source>(roundTripMs);
    this.peers.set(peer, intake);
    this.map.addPeer(peer);
    for (const source of sources) {
      intake.addLane(source, source === first);
      this.peerOf.set(source, peer);
    }
    return this.fill(nowMs);
  }

  /** Lanes that a peer's path is worth (LaneFacts). */
  worthLanes(peer: string): number | undefined {
    return this.peers.get(peer)?.worthLanes;
  }

  onSourceLost(source: Source, nowMs: number): ReceiveEffect<Source>[] {
    const peer = this.peerOf.get(source);
    this.forget(source);
    if (peer !== undefined) this.forgetLost(peer);
    return this.fill(nowMs);
  }

  /**
   * What a peer has; one of which nothing was said has all. It is forgotten with its last lane, and may be told before
   * its first.
   */
  gotHoldings(peer: string, holdings: Holdings, nowMs: number): ReceiveEffect<Source>[] {
    if (holdings !== 'all' && holdings.size !== this.done.size) return [];
    this.map.gotHoldings(peer, holdings);
    // What it was asked for as long as it was supposed to have all.
    return [...this.cancel(peer, (block) => !this.map.has(peer, block), nowMs), ...this.fill(nowMs)];
  }

  /** It has these as well. */
  gotHave(peer: string, blocks: readonly number[], nowMs: number): ReceiveEffect<Source>[] {
    this.map.gotHave(peer, blocks);
    this.patience.gotNews(nowMs);
    return this.fill(nowMs);
  }

  /**
   * A seed has begun to give these to others. What it was asked for here as well, and has hardly begun, is left to
   * them: we get it from them, and the seed gives us another one.
   */
  gotGiven(peer: string, blocks: readonly number[], nowMs: number): ReceiveEffect<Source>[] {
    const known = new Set(blocks);
    this.map.gotGiven(peer, blocks);
    if (this.map.isSeed(peer)) this.patience.gotGiven(nowMs);
    const isMine = (block: number, assembly: BlockAssembly): boolean =>
      known.has(block) && assembly.arrivedBytes < GIVE_UP_PART * assembly.bytes.length;
    const effects =
      this.map.hasFresh && this.patience.expectsHolders(peer, nowMs) ? this.cancel(peer, isMine, nowMs) : [];
    return [...effects, ...this.fill(nowMs)];
  }

  /** Where to begin at a seed: each of its receivers somewhere else. */
  gotStart(peer: string, block: number): void {
    this.picker.gotStart(peer, block);
  }

  /** Needed soon, in order. With `count` to the end of the share nothing is asked for out of order. */
  setUrgent(first: number, count: number, nowMs: number): ReceiveEffect<Source>[] {
    this.picker.setUrgent(first, count);
    return this.fill(nowMs);
  }

  /** Every half second or so: what a slow peer holds up is asked of others. */
  tick(nowMs: number): ReceiveEffect<Source>[] {
    if (this.isComplete) return [];
    const effects = [...this.peers].flatMap(([peer, intake]) => {
      if (!this.patience.isSlow(peer, intake, nowMs)) return [];
      const given = this.cancel(peer, (block) => this.patience.hasOther(peer, block, nowMs), nowMs);
      if (given.length > 0) this.patience.paceOf(peer).onSlow(nowMs);
      return given;
    });
    return [...effects, ...this.fill(nowMs)];
  }

  /** Of a probe beside its lanes, milliseconds. */
  gotRoundTrip(peer: string, roundTripMs: number, nowMs: number): ReceiveEffect<Source>[] {
    this.peers.get(peer)?.onRoundTrip(roundTripMs, nowMs);
    return this.fill(nowMs);
  }

  /** Asks for no more; what was asked for is still taken. */
  hold(): void {
    this.isHeld = true;
  }

  release(nowMs: number): ReceiveEffect<Source>[] {
    this.isHeld = false;
    return this.fill(nowMs);
  }

  /** Its person had paused it. */
  onSourceResumed(source: Source, nowMs: number): void {
    this.intakeOf(source)?.onResumed(source, nowMs);
  }

  /** Files that are not to be had: ahead of a block in which zeros stand for them (W4). */
  gotWithdrawal(source: Source, withdrawal: Withdrawal, nowMs: number): ReceiveEffect<Source>[] {
    const intake = this.intakeOf(source);
    if (intake === undefined) return [];
    return intake.gotWithdrawal(source)
      ? [{ type: 'withdrawal', source, withdrawal }]
      : this.drop(source, 'peer-misbehaved', nowMs);
  }

  /** @param blocks that nobody needs any more @param isGood else its source has forged it */
  gotWithdrawalVerdict(
    source: Source,
    isGood: boolean,
    blocks: Iterable<number>,
    nowMs: number,
  ): ReceiveEffect<Source>[] {
    return isGood ? this.skip(blocks, nowMs) : this.drop(source, 'block-forged', nowMs);
  }

  /** Is not asked for, and counts as done. What is under way of it still comes. */
  skip(blocks: Iterable<number>, nowMs: number): ReceiveEffect<Source>[] {
    for (const block of blocks) this.map.gotDone(block);
    return this.fill(nowMs);
  }

  /** A block signature comes before the first chunk of its block. */
  gotBlockSignature(source: Source, blockSignature: BlockSignature, nowMs: number): ReceiveEffect<Source>[] {
    const intake = this.intakeOf(source);
    return intake === undefined || intake.gotBlockSignature(source, blockSignature)
      ? []
      : this.drop(source, 'peer-misbehaved', nowMs);
  }

  gotChunk(source: Source, chunk: Chunk, nowMs: number): ReceiveEffect<Source>[] {
    const intake = this.intakeOf(source);
    if (intake === undefined) return [];
    const gain = intake.gotChunk(source, chunk, nowMs);
    if (gain === undefined) return this.drop(source, 'peer-misbehaved', nowMs);
    const { whole } = gain;
    const peer = this.peerOf.get(source) ?? '';
    const pace = this.patience.paceOf(peer);
    pace.onBytes(gain.bytes, nowMs);
    // A part of a block changes nothing for the other peers.
    if (whole === undefined && !this.isHeld && !this.isComplete) return this.ask(peer, intake, nowMs);
    const effects: ReceiveEffect<Source>[] = [];
    if (whole?.blockSignature !== undefined) {
      const { block, bytes, blockSignature, begunMs } = whole;
      pace.onWhole(nowMs - begunMs);
      if (this.verifying.has(block) || this.writing.has(block)) this.spare.push(bytes.buffer);
      else {
        this.verifying.set(block, { source, peer, bytes, blockSignature });
        effects.push({ type: 'verify', block, bytes, blockSignature });
      }
    }
    return [...effects, ...this.fill(nowMs)];
  }

  gotVerdict(block: number, isGood: boolean, nowMs: number): ReceiveEffect<Source>[] {
    const entry = this.verifying.get(block);
    if (entry === undefined) return [];
    this.verifying.delete(block);
    const { peer, source, bytes, blockSignature } = entry;
    if (isGood) {
      this.writing.add(block);
      if (this.peers.has(peer)) {
        this.patience.paceOf(peer).onGood();
        this.map.prove(peer);
      }
      return [{ type: 'write', block, bytes, blockSignature }, ...this.cancelCopies(block, nowMs)];
    }
    this.giveBack([block]);
    // Of a block that nobody needs any more it may be half as it was and half zeros.
    if (!this.peers.has(peer) || this.done.has(block)) return this.fill(nowMs);
    const failures = (this.failures.get(peer) ?? 0) + 1;
    this.failures.set(peer, failures);
    // A holder checked the block when it took it: no accident.
    return failures >= MAX_BLOCK_FAILURES || !this.map.isSeed(peer)
      ? this.dropPeer(peer, source, 'block-forged', nowMs)
      : this.fill(nowMs);
  }

  /** @param buffer of a block that was written, to be used again */
  gotWritten(block: number, nowMs: number, buffer?: ArrayBuffer): ReceiveEffect<Source>[] {
    if (buffer !== undefined) this.spare.push(buffer);
    this.writing.delete(block);
    this.map.gotWritten(block);
    return this.fill(nowMs);
  }

  /** There was no free space for it: it is asked for again when there is. */
  gotUnwritten(block: number): void {
    if (this.writing.delete(block)) this.giveBack([block]);
  }

  /** Bytes in blocks that are held in memory now. */
  get openBytes(): number {
    let open = 0;
    for (const { openBytes } of this.peers.values()) open += openBytes;
    for (const { bytes } of this.verifying.values()) open += bytes.length;
    for (const block of this.writing) open += blockLength(this.bytes, block);
    return open;
  }

  /**
   * All that was asked for is here, and more is asked for only when some of it is written: that nothing comes is not
   * the line's fault.
   */
  get isWaitingForWrites(): boolean {
    return this.writing.size > 0 && this.peers.size > 0 && [...this.peers.values()].every(({ isIdle }) => isIdle);
  }

  private fill(nowMs: number): ReceiveEffect<Source>[] {
    if (this.isComplete) return [];
    if (this.done.isFull) {
      this.isComplete = true;
      return [{ type: 'complete' }];
    }
    if (this.isHeld) return [];
    this.patience.look(nowMs);
    return [...this.peers].flatMap(([peer, intake]) => this.ask(peer, intake, nowMs));
  }

  private ask(peer: string, intake: PeerIntake<Source>, nowMs: number): ReceiveEffect<Source>[] {
    const asked = intake.ask(() => this.openBlock(peer, intake, nowMs), nowMs);
    return asked.map((each) => ({ type: 'request', ...each }));
  }

  private openBlock(peer: string, intake: PeerIntake<Source>, nowMs: number): BlockAssembly | undefined {
    if (this.openBytes >= MAX_OPEN_BLOCK_BYTES || !this.mayBegin(peer, intake, nowMs)) return undefined;
    if (this.isSpread(peer, nowMs) && intake.assemblies.some(({ unasked }) => unasked > 0)) return undefined;
    const isIdle = intake.blocks.length === 0;
    const block =
      this.nextBlock(peer, intake, nowMs) ?? (isIdle ? this.patience.lateBlock(peer, intake, nowMs) : undefined);
    if (block === undefined || this.verifying.has(block)) return undefined;
    const length = blockLength(this.bytes, block);
    return new BlockAssembly(block, length, this.spare.pop() ?? this.newBuffer?.(length), nowMs);
  }

  /**
   * A seed gives it to others as well: its lanes share one block, for two that are half here are of use to nobody, and
   * each is one that the others cannot have.
   */
  private isSpread(peer: string, nowMs: number): boolean {
    return this.map.isSeed(peer) && this.map.rarity !== undefined && this.patience.expectsHolders(peer, nowMs);
  }

  /** Who has not given a block yet, or was slow, is at one block at a time. */
  private mayBegin(peer: string, intake: PeerIntake<Source>, nowMs: number): boolean {
    const pace = this.patience.paceOf(peer);
    if (pace.isResting(nowMs)) return false;
    if (!pace.isSlow && (pace.isProven || this.map.isSeed(peer))) return true;
    return intake.blocks.length === 0 && ![...this.verifying.values()].some((entry) => entry.peer === peer);
  }

  private nextBlock(peer: string, intake: PeerIntake<Source>, nowMs: number): number | undefined {
    const { map, picker } = this;
    // Where blocks are passed on in order, the lowest must find a place: all others may be waiting for it.
    const isTight = picker.isOrdered && !map.hasOnlySeeds && this.openBytes >= MAX_OPEN_BLOCK_BYTES - BLOCK_BYTES;
    const lowest = isTight ? picker.lowestUrgent : undefined;
    const isSeed = map.isSeed(peer);
    return picker.take(peer, {
      mayCopy: isSeed && this.patience.mayCopy(peer, nowMs),
      overdue: isSeed ? this.patience.overdue(peer, nowMs) : undefined,
      isBarred: (block) => (isTight && block !== lowest) || intake.isCancelled(block, nowMs),
    });
  }

  private isFetched(block: number): boolean {
    return [...this.peers.values()].some((intake) => intake.assemblyOf(block) !== undefined);
  }

  private cancelCopies(block: number, nowMs: number): ReceiveEffect<Source>[] {
    return [...this.peers.keys()].flatMap((peer) => this.cancel(peer, (each) => each === block, nowMs));
  }

  /** It need not bring those of its blocks; they are anybody's. */
  private cancel(
    peer: string,
    isMeant: (block: number, assembly: BlockAssembly) => boolean,
    nowMs: number,
  ): ReceiveEffect<Source>[] {
    const intake = this.peers.get(peer);
    const [source] = intake?.sources ?? [];
    if (intake === undefined || source === undefined) return [];
    const meant = intake.assemblies.filter((assembly) => isMeant(assembly.block, assembly));
    if (meant.length === 0) return [];
    for (const { block, bytes } of meant) {
      intake.cancel(block, nowMs);
      this.spare.push(bytes.buffer);
    }
    const blocks = meant.map(({ block }) => block);
    this.giveBack(blocks);
    return [{ type: 'cancel', source, blocks }];
  }

  /** Nobody is at them any more, or a second one still is. */
  private giveBack(blocks: readonly number[]): void {
    for (const block of blocks) {
      const isUnderWay = this.isFetched(block) || this.verifying.has(block) || this.writing.has(block);
      if (!isUnderWay) this.map.giveBack(block);
    }
  }

  private intakeOf(source: Source): PeerIntake<Source> | undefined {
    return this.peers.get(this.peerOf.get(source) ?? '');
  }

  /** With a peer's last lane its blocks are anybody's. */
  private forget(source: Source): void {
    const peer = this.peerOf.get(source);
    const intake = this.intakeOf(source);
    if (peer === undefined || intake === undefined) return;
    this.peerOf.delete(source);
    intake.removeLane(source);
    if (intake.sources.length > 0) return;
    this.peers.delete(peer);
    this.giveBack(intake.blocks);
  }

  /** Without a lane nothing that it said counts. */
  private forgetLost(peer: string): void {
    if (this.peers.has(peer)) return;
    this.map.removePeer(peer);
    this.picker.forget(peer);
    this.patience.forget(peer);
  }

  private drop(source: Source, code: 'peer-misbehaved' | 'block-forged', nowMs: number): ReceiveEffect<Source>[] {
    return this.dropPeer(this.peerOf.get(source) ?? '', source, code, nowMs);
  }

  private dropPeer(
    peer: string,
    source: Source,
    code: 'peer-misbehaved' | 'block-forged',
    nowMs: number,
  ): ReceiveEffect<Source>[] {
    for (const each of this.peers.get(peer)?.sources ?? []) this.forget(each);
    this.forgetLost(peer);
    // Requests first: who hears of the drop may ask for more, and what a lane is asked for has an order.
    return [...this.fill(nowMs), { type: 'drop', source, code }];
  }
}
