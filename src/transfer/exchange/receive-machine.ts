/**
 * The receiver's decisions: which block to ask whom for, what to believe, when it is complete. No I/O and no clock:
 * inputs come in by `on…` and `got…`, each returns what is to be done. See SPEC.md, section D.
 *
 *     missing -> assembling (asked for in pieces, from one peer) -> verifying -> writing -> done
 *                    ^                                                    |
 *                    +--------- source lost, or signature wrong ----------+
 */
import { MAX_BLOCK_FAILURES, MAX_OPEN_BLOCK_BYTES } from '../../protocol/limits.ts';
import { blockLength } from '../../protocol/manifest.ts';
import type { Chunk, Piece, BlockSignature } from '../../protocol/frame.ts';
import type { Withdrawal } from '../../protocol/withdrawal.ts';
import { BlockAssembly } from './assembly.ts';
import type { Bitmap } from './bitmap.ts';
import { PeerIntake } from './peer-intake.ts';

export type ReceiveEffect<Source = string> =
  | { readonly type: 'request'; readonly source: Source; readonly piece: Piece }
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
  /** Blocks that nobody is at, before `cursor`. */
  private readonly returned: number[] = [];
  /** As many as were ever under way at once: bounded by MAX_OPEN_BLOCK_BYTES. */
  private readonly spare: ArrayBuffer[] = [];
  private cursor = 0;
  private isComplete = false;
  private isHeld = false;

  private readonly bytes: number;
  private readonly done: Bitmap;

  /**
   * @param bytes of the whole stream
   * @param done blocks that are in the vault already; kept up to date here
   */
  constructor(bytes: number, done: Bitmap) {
    this.bytes = bytes;
    this.done = done;
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
    this.forget(source);
    return this.fill(nowMs);
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
    for (const block of blocks) this.done.add(block);
    this.giveBack(this.returned.splice(0));
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
    const effects: ReceiveEffect<Source>[] = [];
    if (whole?.blockSignature !== undefined) {
      const { block, bytes, blockSignature } = whole;
      this.verifying.set(block, { source, peer: this.peerOf.get(source) ?? '', bytes, blockSignature });
      effects.push({ type: 'verify', block, bytes, blockSignature });
    }
    return [...effects, ...this.fill(nowMs)];
  }

  gotVerdict(block: number, isGood: boolean, nowMs: number): ReceiveEffect<Source>[] {
    const entry = this.verifying.get(block);
    if (entry === undefined) return [];
    this.verifying.delete(block);
    if (isGood) {
      this.writing.add(block);
      const { bytes, blockSignature } = entry;
      return [{ type: 'write', block, bytes, blockSignature }];
    }
    this.giveBack([block]);
    const { peer, source } = entry;
    // Of a block that nobody needs any more it may be half as it was and half zeros.
    if (!this.peers.has(peer) || this.done.has(block)) return this.fill(nowMs);
    const failures = (this.failures.get(peer) ?? 0) + 1;
    this.failures.set(peer, failures);
    return failures >= MAX_BLOCK_FAILURES ? this.dropPeer(peer, source, 'block-forged', nowMs) : this.fill(nowMs);
  }

  /** @param buffer of a block that was written, to be used again */
  gotWritten(block: number, nowMs: number, buffer?: ArrayBuffer): ReceiveEffect<Source>[] {
    if (buffer !== undefined) this.spare.push(buffer);
    this.writing.delete(block);
    this.done.add(block);
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
    const asked = [...this.peers.values()].flatMap((intake) => intake.ask(() => this.openBlock(), nowMs));
    return asked.map((each) => ({ type: 'request', ...each }));
  }

  private openBlock(): BlockAssembly | undefined {
    const block = this.takeReturned() ?? (this.openBytes < MAX_OPEN_BLOCK_BYTES ? this.nextMissing() : undefined);
    return block === undefined ? undefined : new BlockAssembly(block, blockLength(this.bytes, block), this.spare.pop());
  }

  /**
   * Needs no capacity of its own: its bytes were counted when it was first opened, and no other block is opened while
   * one is here. Where blocks are passed on in order, all open ones may be waiting for the lowest.
   */
  private takeReturned(): number | undefined {
    if (this.returned.length === 0) return undefined;
    const lowest = Math.min(...this.returned);
    this.returned.splice(this.returned.indexOf(lowest), 1);
    return lowest;
  }

  /** Nobody is at them any more. */
  private giveBack(blocks: readonly number[]): void {
    this.returned.push(...blocks.filter((block) => !this.done.has(block)));
  }

  private nextMissing(): number | undefined {
    const block = this.done.firstMissing(this.cursor);
    if (block !== undefined) this.cursor = block + 1;
    return block;
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
    this.giveBack(intake.blocks);
    this.peers.delete(peer);
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
    // Requests first: who hears of the drop may ask for more, and what a lane is asked for has an order.
    return [...this.fill(nowMs), { type: 'drop', source, code }];
  }
}
