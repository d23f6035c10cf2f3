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
import { isSilent, isTrickle, Pace } from './pace.ts';
import { PeerIntake } from './peer-intake.ts';
import { BlockPicker, type Holdings } from './picker.ts';

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
  /** So long it was under way. */
  readonly ms: number;
}

export interface ReceiveParts {
  /** 0 to 1: chooses among blocks that are equally rare. */
  readonly random?: () => number;
  /** Where a block is put together: a simulation has one for all. */
  readonly newBuffer?: (length: number) => ArrayBuffer;
}

/** Blocks are asked for a second time when the first who was asked will probably need so many times as long. */
const LATE_FACTOR = 2;
/** A seed is asked for a second copy at the end only when the first who was asked has been silent for so long. */
const SILENT_MS = 3000;
/** Before a seed has brought a block, one is supposed to take so long. */
const SUPPOSED_BLOCK_MS = 4000;
/** What is begun elsewhere is here by then, in the time that a block takes from a seed. */
const PATIENCE_BLOCKS = 1.5;
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
  private readonly picker: BlockPicker;
  private readonly paces = new Map<string, Pace>();
  /** As many as were ever under way at once: bounded by MAX_OPEN_BLOCK_BYTES. */
  private readonly spare: ArrayBuffer[] = [];
  /** Since when the seeds have had no block left that nobody else was given. */
  private spentMs: number | undefined;
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
    this.picker = new BlockPicker(done, random);
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
    this.picker.addPeer(peer);
    if (!this.paces.has(peer)) this.paces.set(peer, new Pace());
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
    this.picker.gotHoldings(peer, holdings);
    // What it was asked for as long as it was supposed to have all.
    return [...this.cancel(peer, (block) => !this.picker.has(peer, block), nowMs), ...this.fill(nowMs)];
  }

  /** It has these as well. */
  gotHave(peer: string, blocks: readonly number[], nowMs: number): ReceiveEffect<Source>[] {
    this.picker.gotHave(peer, blocks);
    return this.fill(nowMs);
  }

  /**
   * A seed has begun to give these to others. What it was asked for here as well, and has hardly begun, is left to
   * them: we get it from them, and the seed gives us another one.
   */
  gotGiven(peer: string, blocks: readonly number[], nowMs: number): ReceiveEffect<Source>[] {
    const known = new Set(blocks);
    this.picker.gotGiven(peer, blocks);
    const isMine = (block: number, assembly: BlockAssembly): boolean =>
      known.has(block) && assembly.arrivedBytes < GIVE_UP_PART * assembly.bytes.length;
    const effects = this.picker.hasFresh && this.hasHolder(nowMs) ? this.cancel(peer, isMine, nowMs) : [];
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
    const typicalMs = this.typicalBlockMs;
    const effects = [...this.peers].flatMap(([peer, intake]) => {
      if (this.picker.isSeed(peer)) return [];
      const isSlow =
        isSilent(intake.silentMs(nowMs), typicalMs) ||
        intake.assemblies.some(({ begunMs }) => isTrickle(nowMs - begunMs, typicalMs));
      if (!isSlow) return [];
      const given = this.cancel(peer, (block) => this.hasOther(peer, block, nowMs), nowMs);
      if (given.length > 0) this.paces.get(peer)?.onSlow(nowMs);
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
    for (const block of blocks) this.markDone(block);
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
    const pace = this.paces.get(peer);
    pace?.onBytes(gain.bytes, nowMs);
    const effects: ReceiveEffect<Source>[] = [];
    if (whole?.blockSignature !== undefined) {
      const { block, bytes, blockSignature, begunMs } = whole;
      if (this.verifying.has(block) || this.writing.has(block)) this.spare.push(bytes.buffer);
      else {
        this.verifying.set(block, { source, peer, bytes, blockSignature, ms: nowMs - begunMs });
        effects.push({ type: 'verify', block, bytes, blockSignature });
      }
    }
    return [...effects, ...this.fill(nowMs)];
  }

  gotVerdict(block: number, isGood: boolean, nowMs: number): ReceiveEffect<Source>[] {
    const entry = this.verifying.get(block);
    if (entry === undefined) return [];
    this.verifying.delete(block);
    const { peer, source, bytes, blockSignature, ms } = entry;
    if (isGood) {
      this.writing.add(block);
      this.paces.get(peer)?.onBlock(ms);
      if (this.peers.has(peer)) this.picker.prove(peer);
      return [{ type: 'write', block, bytes, blockSignature }, ...this.cancelCopies(block, nowMs)];
    }
    this.giveBack([block]);
    // Of a block that nobody needs any more it may be half as it was and half zeros.
    if (!this.peers.has(peer) || this.done.has(block)) return this.fill(nowMs);
    const failures = (this.failures.get(peer) ?? 0) + 1;
    this.failures.set(peer, failures);
    // A holder checked the block when it took it: no accident.
    return failures >= MAX_BLOCK_FAILURES || !this.picker.isSeed(peer)
      ? this.dropPeer(peer, source, 'block-forged', nowMs)
      : this.fill(nowMs);
  }

  /** @param buffer of a block that was written, to be used again */
  gotWritten(block: number, nowMs: number, buffer?: ArrayBuffer): ReceiveEffect<Source>[] {
    if (buffer !== undefined) this.spare.push(buffer);
    this.writing.delete(block);
    this.markDone(block);
    this.picker.close(block);
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
    this.spentMs = this.picker.hasFresh ? undefined : (this.spentMs ?? nowMs);
    const asked = [...this.peers].flatMap(([peer, intake]) =>
      intake.ask(() => this.openBlock(peer, intake, nowMs), nowMs),
    );
    return asked.map((each) => ({ type: 'request', ...each }));
  }

  private openBlock(peer: string, intake: PeerIntake<Source>, nowMs: number): BlockAssembly | undefined {
    if (this.openBytes >= MAX_OPEN_BLOCK_BYTES || !this.mayBegin(peer, intake, nowMs)) return undefined;
    const block = this.nextBlock(peer, intake, nowMs) ?? this.lateBlock(peer, intake, nowMs);
    if (block === undefined) return undefined;
    const length = blockLength(this.bytes, block);
    return new BlockAssembly(block, length, this.spare.pop() ?? this.newBuffer?.(length), nowMs);
  }

  /** Who has not given a block yet, or was slow, is at one block at a time. */
  private mayBegin(peer: string, intake: PeerIntake<Source>, nowMs: number): boolean {
    const pace = this.paces.get(peer);
    if (this.picker.isSeed(peer) || pace === undefined) return true;
    if (pace.isResting(nowMs)) return false;
    if (pace.blockMs !== undefined && !pace.isSlow) return true;
    return intake.blocks.length === 0 && ![...this.verifying.values()].some((entry) => entry.peer === peer);
  }

  private nextBlock(peer: string, intake: PeerIntake<Source>, nowMs: number): number | undefined {
    const { picker } = this;
    // Where blocks are passed on in order, the lowest must find a place: all others may be waiting for it.
    const isTight = picker.isOrdered && !picker.hasOnlySeeds && this.openBytes >= MAX_OPEN_BLOCK_BYTES - BLOCK_BYTES;
    const lowest = isTight ? picker.lowestUrgent : undefined;
    return picker.take(peer, {
      mayCopy: picker.isSeed(peer) && this.mayCopy(peer, nowMs),
      isBarred: (block) => (isTight && block !== lowest) || intake.isCancelled(block, nowMs),
    });
  }

  /**
   * Whether a seed may be asked for what it has given to others. As a rule they pass it on sooner than it can give it
   * again; it may when they have had the time to, and what they bring shows that waiting for them takes longer.
   */
  private mayCopy(seed: string, nowMs: number): boolean {
    if (this.spentMs === undefined || !this.hasHolder(nowMs)) return true;
    const blockMs = this.paces.get(seed)?.blockMs ?? SUPPOSED_BLOCK_MS;
    if (nowMs - this.spentMs < PATIENCE_BLOCKS * blockMs) return false;
    let rate = 0;
    for (const [peer, pace] of this.paces) if (!this.picker.isSeed(peer)) rate += pace.rate(nowMs);
    return (this.done.size - this.done.count) * BLOCK_BYTES > LATE_FACTOR * blockMs * rate;
  }

  /** The end: every block is being fetched. One that will be late is asked for a second time, of somebody quicker. */
  private lateBlock(peer: string, intake: PeerIntake<Source>, nowMs: number): number | undefined {
    if (this.picker.wantedBlocks > 0 || this.picker.hasOnlySeeds || intake.blocks.length > 0) return undefined;
    const blockMs = this.paces.get(peer)?.blockMs;
    if (blockMs === undefined) return undefined;
    let latest: { readonly block: number; readonly remainingMs: number } | undefined;
    for (const [other, { assemblies, silentMs }] of this.openAssemblies(nowMs)) {
      for (const assembly of other === peer ? [] : assemblies) {
        const { block } = assembly;
        const remainingMs = remaining(assembly, nowMs);
        const isLate = remainingMs > LATE_FACTOR * blockMs && (!this.picker.isSeed(peer) || silentMs > SILENT_MS);
        const isFree =
          this.fetchersOf(block) === 1 &&
          !this.verifying.has(block) &&
          this.picker.has(peer, block) &&
          !intake.isCancelled(block, nowMs);
        if (isLate && isFree && remainingMs > (latest?.remainingMs ?? 0)) latest = { block, remainingMs };
      }
    }
    return latest?.block;
  }

  private *openAssemblies(
    nowMs: number,
  ): Iterable<[string, { readonly assemblies: readonly BlockAssembly[]; readonly silentMs: number }]> {
    for (const [peer, intake] of this.peers)
      yield [peer, { assemblies: intake.assemblies, silentMs: intake.silentMs(nowMs) }];
  }

  private fetchersOf(block: number): number {
    let fetchers = 0;
    for (const intake of this.peers.values()) if (intake.assemblyOf(block) !== undefined) fetchers += 1;
    return fetchers;
  }

  /** Others than seeds are there to get blocks from. */
  private hasHolder(nowMs: number): boolean {
    return [...this.peers.keys()].some(
      (peer) => !this.picker.isSeed(peer) && this.paces.get(peer)?.isResting(nowMs) !== true,
    );
  }

  private hasOther(peer: string, block: number, nowMs: number): boolean {
    return [...this.peers.keys()].some(
      (other) => other !== peer && this.picker.has(other, block) && this.paces.get(other)?.isResting(nowMs) !== true,
    );
  }

  /** The mean of what a block takes from each. */
  private get typicalBlockMs(): number | undefined {
    const times = [...this.paces.values()].flatMap(({ blockMs }) => (blockMs === undefined ? [] : [blockMs]));
    return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)];
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
      const isUnderWay = this.fetchersOf(block) > 0 || this.verifying.has(block) || this.writing.has(block);
      if (!isUnderWay) this.picker.giveBack(block);
    }
  }

  private markDone(block: number): void {
    this.picker.gotDone(block);
    this.done.add(block);
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
    this.picker.removePeer(peer);
    this.paces.delete(peer);
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

/** How long a block will still take, at the pace that it has had so far. */
const remaining = ({ arrivedBytes, bytes, begunMs }: BlockAssembly, nowMs: number): number =>
  arrivedBytes === bytes.length ? 0 : ((nowMs - begunMs) * (bytes.length - arrivedBytes)) / Math.max(1, arrivedBytes);
