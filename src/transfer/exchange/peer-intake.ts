/**
 * One peer that supplies blocks, by one lane or several: what it was asked for on each, and how much more it may be
 * asked for. No I/O and no clock, as in receive-machine.ts, which it is a part of.
 */
import { PIECE_BYTES } from '../../protocol/limits.ts';
import type { Chunk, Piece, BlockSignature } from '../../protocol/frame.ts';
import type { BlockAssembly } from './assembly.ts';
import { CancelledAsks } from './cancelled-asks.ts';
import { RequestWindow } from '../flow/window.ts';

/**
 * Lanes at one block on a far path, where there may be sixteen: with a block for each a slow line would carry 16 MiB
 * before the first is whole, and nothing would be said or kept of them meanwhile. Not more, for the sender reads a
 * block for each lane (D8).
 */
const LANES_PER_BLOCK = 2;

/** A request that is not answered yet. */
interface Ask extends Piece {
  readonly assembly: BlockAssembly;
  askedMs: number;
  got: number;
  /** It begins its block, and the block signature that goes ahead of it is here. */
  isProven: boolean;
  /** The withdrawal that goes ahead of that is here. */
  hasWithdrawal: boolean;
  /** It was asked for as the how manieth of its peer. */
  readonly number: number;
}

interface Lane<Source> {
  readonly source: Source;
  readonly isFirst: boolean;
  /** In the order asked: an ordered channel answers in this order. */
  readonly asks: Ask[];
  readonly cancelled: CancelledAsks;
  underWayBytes: number;
  /** The block that it is at. */
  assembly: BlockAssembly | undefined;
}

/** What one chunk has brought; undefined where nobody asked for it. */
export interface Gain {
  /** A block that is whole now. */
  readonly whole: BlockAssembly | undefined;
  /** Of what was not cancelled. */
  readonly bytes: number;
}

/** A cancelled block is not asked of the same peer again so soon: its cancel could take away the new request. */
const CANCEL_MS = 10_000;

/** `Source`: one lane of the peer, whatever stands for it: it is only compared. */
export class PeerIntake<Source> {
  private readonly window: RequestWindow;
  private readonly lanes = new Map<Source, Lane<Source>>();
  private assembling: BlockAssembly[] = [];
  /** Blocks that were cancelled, and when. */
  private readonly cancelledMs = new Map<number, number>();
  private asked = 0;
  private lastByteMs = 0;

  /** @param roundTripMs of the idle path, if known */
  constructor(roundTripMs?: number) {
    this.window = new RequestWindow(roundTripMs);
  }

  get sources(): readonly Source[] {
    return [...this.lanes.keys()];
  }

  /** Blocks that are not whole yet. */
  get blocks(): readonly number[] {
    return this.assembling.map(({ block }) => block);
  }

  /** Of these blocks, in memory. */
  get openBytes(): number {
    return this.assembling.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** All that was asked for is here. */
  get isIdle(): boolean {
    return [...this.lanes.values()].every(({ asks }) => asks.length === 0);
  }

  /** The same, as they are. */
  get assemblies(): readonly BlockAssembly[] {
    return this.assembling;
  }

  assemblyOf(block: number): BlockAssembly | undefined {
    return this.assembling.find((each) => each.block === block);
  }

  /** How long it has owed an answer, without a byte of any. */
  silentMs(nowMs: number): number {
    const since = [...this.lanes.values()].flatMap(({ asks: [oldest] }) =>
      oldest === undefined ? [] : oldest.askedMs,
    );
    return since.length === 0 ? 0 : Math.max(0, nowMs - Math.max(this.lastByteMs, Math.min(...since)));
  }

  /** It was cancelled a moment ago, or parts of it may still come. */
  isCancelled(block: number, nowMs: number): boolean {
    const atMs = this.cancelledMs.get(block);
    if (atMs === undefined) return false;
    if (nowMs - atMs < CANCEL_MS) return true;
    this.cancelledMs.delete(block);
    return false;
  }

  /** It need not bring this block. What of it still comes is ignored. */
  cancel(block: number, nowMs: number): BlockAssembly | undefined {
    const assembly = this.assemblyOf(block);
    if (assembly === undefined) return undefined;
    this.assembling = this.assembling.filter((each) => each !== assembly);
    this.cancelledMs.set(block, nowMs);
    for (const lane of this.lanes.values()) {
      if (lane.assembly === assembly) lane.assembly = undefined;
      for (const ask of lane.asks.filter((each) => each.assembly === assembly)) {
        lane.asks.splice(lane.asks.indexOf(ask), 1);
        lane.cancelled.add(ask);
        lane.underWayBytes -= ask.length - ask.got;
        this.window.onLost(ask.length - ask.got);
      }
    }
    return assembly;
  }

  /** @param isFirst it carries the probes as well */
  addLane(source: Source, isFirst: boolean): void {
    this.lanes.set(source, {
      source,
      isFirst,
      asks: [],
      cancelled: new CancelledAsks(),
      underWayBytes: 0,
      assembly: undefined,
    });
    this.window.setLanes(this.lanes.size);
  }

  /** What was asked for on it is asked for on the others. */
  removeLane(source: Source): void {
    const lane = this.lanes.get(source);
    if (lane === undefined) return;
    this.lanes.delete(source);
    for (const { assembly, offset, length, got } of lane.asks)
      assembly.giveBack({ offset: offset + got, length: length - got });
    this.window.onLost(lane.underWayBytes);
    if (this.lanes.size > 0) this.window.setLanes(this.lanes.size);
  }

  /** It did not answer for a while because its person had paused it: the delay says nothing of the path. */
  onResumed(source: Source, nowMs: number): void {
    for (const ask of this.lanes.get(source)?.asks ?? []) ask.askedMs = nowMs;
  }

  onRoundTrip(ms: number, nowMs: number): void {
    const isBeside = [...this.lanes.values()].some(({ isFirst, asks }) => isFirst && asks.length > 0);
    this.window.onRoundTrip(ms, nowMs, isBeside);
  }

  /** False when it is not due: it comes once, ahead of a block signature (W4). */
  gotWithdrawal(source: Source): boolean {
    const lane = this.lanes.get(source);
    const [ask] = lane?.asks ?? [];
    if (ask === undefined || ask.offset !== 0 || ask.got !== 0 || ask.isProven || ask.hasWithdrawal)
      return lane?.cancelled.gotWithdrawal() === true;
    ask.hasWithdrawal = true;
    return true;
  }

  /** False when it is not due (D4). */
  gotBlockSignature(source: Source, blockSignature: BlockSignature): boolean {
    const lane = this.lanes.get(source);
    const [ask] = lane?.asks ?? [];
    const isDue =
      ask?.block === blockSignature.block &&
      ask.offset === 0 &&
      ask.got === 0 &&
      !ask.isProven &&
      blockSignature.length === ask.assembly.bytes.length;
    if (!isDue) return lane?.cancelled.gotBlockSignature(blockSignature.block) === true;
    ask.isProven = true;
    ask.assembly.blockSignature = blockSignature;
    return true;
  }

  /** Undefined when it does not continue the oldest request on its lane (D5). */
  gotChunk(
    source: Source,
    { block, offset: start, payload: whole, compressedBytes = whole.length }: Chunk,
    nowMs: number,
  ): Gain | undefined {
    const lane = this.lanes.get(source);
    if (lane === undefined) return undefined;
    const [ask] = lane.asks;
    // A block that was cancelled and is asked for again may come twice: what is here already is left out.
    const here = ask?.block === block ? Math.max(0, Math.min(whole.length, ask.offset + ask.got - start)) : 0;
    const isAsked =
      ask?.block === block &&
      ask.offset + ask.got === start + here &&
      start + whole.length <= ask.offset + ask.length &&
      ask.assembly.blockSignature !== undefined;
    const ignored = isAsked ? here : whole.length;
    if ((ignored > 0 || !isAsked) && !lane.cancelled.gotBytes(block, ignored)) return undefined;
    if (!isAsked || (ignored > 0 && ignored === whole.length)) return { whole: undefined, bytes: 0 };
    const { assembly } = ask;
    const payload = whole.subarray(here);
    this.lastByteMs = nowMs;
    assembly.put(start + here, payload);
    ask.got += payload.length;
    lane.underWayBytes -= payload.length;
    this.window.onArrived(payload.length, compressedBytes, nowMs);
    if (ask.got === ask.length) {
      lane.asks.shift();
      lane.cancelled.onAnswered(block, ask.number);
      this.window.onAnswered(nowMs - ask.askedMs);
    }
    if (!assembly.isWhole) return { whole: undefined, bytes: payload.length };
    this.assembling = this.assembling.filter((each) => each !== assembly);
    return { whole: assembly, bytes: payload.length };
  }

  /**
   * What to ask for now, until the window is full or nothing is left: by turns, and first where the least is under way.
   *
   * @param openBlock a block that nobody is at, if there is one and capacity for it
   */
  ask(openBlock: () => BlockAssembly | undefined, nowMs: number): { source: Source; piece: Piece }[] {
    const asked: { source: Source; piece: Piece }[] = [];
    const stuckBytes = this.stuckBytes(nowMs);
    let open = this.carriersAt(nowMs).toSorted((one, other) => one.underWayBytes - other.underWayBytes);
    while (open.length > 0) {
      open = open.filter((lane) => {
        const piece = this.nextPiece(lane, stuckBytes, openBlock, nowMs);
        if (piece !== undefined) asked.push({ source: lane.source, piece });
        return piece !== undefined;
      });
    }
    return asked;
  }

  private nextPiece(
    lane: Lane<Source>,
    stuckBytes: number,
    openBlock: () => BlockAssembly | undefined,
    askedMs: number,
  ): Piece | undefined {
    const most = Math.min(PIECE_BYTES, this.window.pieceBytes(lane.underWayBytes, stuckBytes));
    const assembly = most > 0 ? this.assemblyFor(lane, openBlock) : undefined;
    if (assembly === undefined) return undefined;
    const piece: Piece = { block: assembly.block, ...assembly.ask(most) };
    const number = ++this.asked;
    lane.asks.push({ ...piece, assembly, askedMs, got: 0, isProven: false, hasWithdrawal: false, number });
    lane.underWayBytes += piece.length;
    this.window.onAsked(piece.length);
    return piece;
  }

  /**
   * A lane has a block of its own, one that another left behind before a new one; on a far path two lanes have. When
   * there is none it helps with the block that needs it most: the tail of a share, or a slow disk's turn, does not wait
   * for the slowest lane.
   */
  private assemblyFor(lane: Lane<Source>, openBlock: () => BlockAssembly | undefined): BlockAssembly | undefined {
    if (lane.assembly !== undefined && lane.assembly.unasked > 0) return lane.assembly;
    const open = this.assembling.filter(({ unasked, isFree }) => unasked > 0 && isFree);
    const lanesAt = (assembly: BlockAssembly): number =>
      this.carriers.filter((each) => each.assembly === assembly).length;
    const left = open.find((each) => lanesAt(each) === 0);
    lane.assembly = left ?? this.shared(open, lanesAt) ?? this.begin(openBlock()) ?? mostUnasked(open);
    return lane.assembly;
  }

  /** A block that a lane joins before it begins one: where that one has parts left, or enough are begun. */
  private shared(
    open: readonly BlockAssembly[],
    lanesAt: (assembly: BlockAssembly) => number,
  ): BlockAssembly | undefined {
    if (this.window.isNear) return undefined;
    const begun = this.assembling.filter(({ unasked }) => unasked > 0).length;
    const isEnough = begun * LANES_PER_BLOCK >= this.carriers.length;
    return mostUnasked(open.filter((each) => isEnough || lanesAt(each) < LANES_PER_BLOCK));
  }

  private begin(assembly: BlockAssembly | undefined): BlockAssembly | undefined {
    if (assembly !== undefined) this.assembling.push(assembly);
    return assembly;
  }

  /** As many lanes as what the path holds is worth; undefined as long as that is not known. */
  get worthLanes(): number | undefined {
    return this.window.worthLanes;
  }

  /** Those that bytes are asked for on now: as many as the window is worth, and rather none that is stuck. */
  private carriersAt(nowMs: number): readonly Lane<Source>[] {
    const { carriers } = this;
    if (!this.window.hasProbes || carriers.length <= this.window.carriers) return carriers;
    const moving = carriers.filter((lane) => !this.isStuck(lane, nowMs));
    return [...moving, ...carriers.filter((lane) => !moving.includes(lane))].slice(0, this.window.carriers);
  }

  /** Lanes that bytes are asked for on. */
  private get carriers(): readonly Lane<Source>[] {
    const isResting = ({ isFirst }: Lane<Source>): boolean => isFirst && this.window.hasProbes && this.lanes.size > 1;
    return [...this.lanes.values()].filter((lane) => !isResting(lane));
  }

  private isStuck({ asks: [oldest] }: Lane<Source>, nowMs: number): boolean {
    return oldest !== undefined && nowMs - oldest.askedMs > this.window.stuckMs;
  }

  private stuckBytes(nowMs: number): number {
    const stuck = [...this.lanes.values()].filter((lane) => this.isStuck(lane, nowMs));
    return stuck.reduce((sum, { underWayBytes }) => sum + underWayBytes, 0);
  }
}

function mostUnasked(assemblies: readonly BlockAssembly[]): BlockAssembly | undefined {
  return assemblies.toSorted((one, other) => other.unasked - one.unasked)[0];
}
