/**
 * The receiver's decisions: which block to ask whom for, what to believe, when it is complete. No I/O and no clock: inputs
 * come in by `on…` and `got…`, each returns what is to be done. See SPEC.md, section D.
 *
 *     missing -> assembling (asked for in pieces, from one source) -> verifying -> writing -> done
 *                    ^                                                    |
 *                    +--------- source lost, or signature wrong ----------+
 */
import { PIECE_BYTES, MAX_BLOCK_FAILURES, MAX_OPEN_BLOCK_BYTES } from '../protocol/limits.ts';
import { blockLength } from '../protocol/manifest.ts';
import type { Chunk, Piece, Proof } from '../protocol/frame.ts';
import { BlockAssembly } from './assembly.ts';
import type { Bitmap } from './bitmap.ts';
import { RequestWindow } from './window.ts';

export type ReceiveEffect =
  | { readonly type: 'request'; readonly source: string; readonly piece: Piece }
  /** Check the signature, then call `gotVerdict`. */
  | { readonly type: 'verify'; readonly block: number; readonly bytes: Uint8Array<ArrayBuffer>; readonly proof: Proof }
  /** Put into the vault, then call `gotWritten`. The buffer is handed over. */
  | { readonly type: 'write'; readonly block: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** The source broke a rule and is forgotten. */
  | { readonly type: 'drop'; readonly source: string; readonly code: 'peer-misbehaved' | 'block-forged' }
  | { readonly type: 'complete' };

/** A request that is not answered yet. */
interface Ask extends Piece {
  readonly assembly: BlockAssembly;
  askedMs: number;
  got: number;
  /** It begins its block, and the proof that goes ahead of it is here. */
  isProven: boolean;
}

/** One who supplies blocks, by one lane or several. */
interface PeerState {
  readonly name: string;
  readonly window: RequestWindow;
  readonly lanes: Set<LaneState>;
  assembling: BlockAssembly[];
}

interface LaneState {
  readonly source: string;
  readonly peer: PeerState;
  readonly isFirst: boolean;
  /** In the order asked: an ordered channel answers in this order. */
  readonly asks: Ask[];
  underWayBytes: number;
  /** The block that it is at. */
  assembly: BlockAssembly | undefined;
}

export class ReceiveMachine {
  private readonly lanes = new Map<string, LaneState>();
  private readonly peers = new Map<string, PeerState>();
  /** Blocks with a wrong signature, by peer. */
  private readonly failures = new Map<string, number>();
  /** Blocks past assembling: being verified (with who sent them) or written. */
  private readonly verifying = new Map<number, { source: string; peer: string; assembly: BlockAssembly }>();
  private readonly writing = new Set<number>();
  /** Blocks that nobody is at, before `cursor`. */
  private readonly returned: number[] = [];
  /** As many as were ever under way at once: bounded by MAX_OPEN_BLOCK_BYTES. */
  private readonly spare: ArrayBuffer[] = [];
  private cursor = 0;
  private isComplete = false;
  private isHeld = false;

  /**
   * @param bytes of the whole stream
   * @param done blocks that are in the vault already; kept up to date here
   */
  constructor(private readonly bytes: number, private readonly done: Bitmap) {}

  /**
   * Also starts it: a share of which nothing is missing is complete at once.
   *
   * @param source one lane
   * @param peer whose it is: one peer may have several
   * @param roundTripMs of the idle path, if known
   * @param isFirst the lane that carries the probes as well
   */
  onSource(source: string, peer: string, nowMs: number, roundTripMs?: number, isFirst = false): ReceiveEffect[] {
    this.forget(source);
    const state = this.peers.get(peer) ?? { name: peer, window: new RequestWindow(roundTripMs), lanes: new Set(), assembling: [] };
    const lane: LaneState = { source, peer: state, isFirst, asks: [], underWayBytes: 0, assembly: undefined };
    this.peers.set(peer, state);
    this.lanes.set(source, lane);
    state.lanes.add(lane);
    state.window.setLanes(state.lanes.size);
    return this.fill(nowMs);
  }

  onSourceLost(source: string, nowMs: number): ReceiveEffect[] {
    this.forget(source);
    return this.fill(nowMs);
  }

  /** Of a probe beside its lanes, milliseconds. */
  gotRoundTrip(peer: string, roundTripMs: number, nowMs: number): ReceiveEffect[] {
    const state = this.peers.get(peer);
    if (state === undefined) return [];
    state.window.onRoundTrip(roundTripMs, nowMs);
    return this.fill(nowMs);
  }

  /** Asks for no more; what was asked for is still taken. */
  hold(): void {
    this.isHeld = true;
  }

  release(nowMs: number): ReceiveEffect[] {
    this.isHeld = false;
    return this.fill(nowMs);
  }

  /** It did not answer for a while because its person had paused it: the delay says nothing of the path. */
  onSourceResumed(source: string, nowMs: number): void {
    for (const ask of this.lanes.get(source)?.asks ?? []) ask.askedMs = nowMs;
  }

  /** A proof comes before the first chunk of its block. */
  gotProof(source: string, proof: Proof, nowMs: number): ReceiveEffect[] {
    const lane = this.lanes.get(source);
    if (lane === undefined) return [];
    const [ask] = lane.asks;
    const isDue = ask?.block === proof.block && ask.offset === 0 && ask.got === 0 && !ask.isProven && proof.length === ask.assembly.bytes.length;
    if (!isDue) return this.drop(lane.peer.name, source, 'peer-misbehaved', nowMs);
    ask.isProven = true;
    ask.assembly.proof = proof;
    return [];
  }

  gotChunk(source: string, { block, offset, payload }: Chunk, nowMs: number): ReceiveEffect[] {
    const lane = this.lanes.get(source);
    if (lane === undefined) return [];
    const [ask] = lane.asks;
    const isAsked = ask?.block === block && ask.offset + ask.got === offset && ask.got + payload.length <= ask.length;
    if (!isAsked || ask.assembly.proof === undefined) return this.drop(lane.peer.name, source, 'peer-misbehaved', nowMs);
    const { assembly } = ask;
    const { peer } = lane;
    assembly.put(offset, payload);
    ask.got += payload.length;
    lane.underWayBytes -= payload.length;
    peer.window.onArrived(payload.length);
    if (ask.got === ask.length) {
      lane.asks.shift();
      peer.window.onAnswered(nowMs - ask.askedMs);
    }
    const effects: ReceiveEffect[] = [];
    if (assembly.isWhole) {
      peer.assembling = peer.assembling.filter((each) => each !== assembly);
      this.verifying.set(block, { source, peer: peer.name, assembly });
      effects.push({ type: 'verify', block, bytes: assembly.bytes, proof: assembly.proof! });
    }
    return [...effects, ...this.fill(nowMs)];
  }

  gotVerdict(block: number, isGood: boolean, nowMs: number): ReceiveEffect[] {
    const entry = this.verifying.get(block);
    if (entry === undefined) return [];
    this.verifying.delete(block);
    if (isGood) {
      this.writing.add(block);
      return [{ type: 'write', block, bytes: entry.assembly.bytes }];
    }
    this.returned.push(block);
    const { peer, source } = entry;
    if (!this.peers.has(peer)) return this.fill(nowMs);
    const failures = (this.failures.get(peer) ?? 0) + 1;
    this.failures.set(peer, failures);
    return failures >= MAX_BLOCK_FAILURES ? this.drop(peer, source, 'block-forged', nowMs) : this.fill(nowMs);
  }

  /** @param buffer of a block that was written, to be used again */
  gotWritten(block: number, nowMs: number, buffer?: ArrayBuffer): ReceiveEffect[] {
    if (buffer !== undefined) this.spare.push(buffer);
    this.writing.delete(block);
    this.done.add(block);
    return this.fill(nowMs);
  }

  /** There was no room for it: it is asked for again, when there is. */
  gotUnwritten(block: number): void {
    if (this.writing.delete(block)) this.returned.push(block);
  }

  /** Bytes in blocks that are held in memory now. */
  get openBytes(): number {
    let open = 0;
    for (const { assembling } of this.peers.values()) for (const { bytes } of assembling) open += bytes.length;
    for (const { assembly } of this.verifying.values()) open += assembly.bytes.length;
    for (const block of this.writing) open += blockLength(this.bytes, block);
    return open;
  }

  /** All that was asked for is here, and more is asked for only when some of it is written: that nothing comes is not the line's fault. */
  get isWaitingForWrites(): boolean {
    return this.writing.size > 0 && this.lanes.size > 0 && [...this.lanes.values()].every(({ asks }) => asks.length === 0);
  }

  private fill(nowMs: number): ReceiveEffect[] {
    if (this.isComplete) return [];
    if (this.done.isFull) {
      this.isComplete = true;
      return [{ type: 'complete' }];
    }
    if (this.isHeld) return [];
    return [...this.peers.values()].flatMap((peer) => this.fillPeer(peer, nowMs));
  }

  /** By turns, and first where the least is under way. */
  private fillPeer(peer: PeerState, nowMs: number): ReceiveEffect[] {
    const effects: ReceiveEffect[] = [];
    let open = carriersOf(peer).toSorted((one, other) => one.underWayBytes - other.underWayBytes);
    while (open.length > 0) {
      open = open.filter((lane) => {
        const piece = this.nextPiece(lane, nowMs);
        if (piece !== undefined) effects.push({ type: 'request', source: lane.source, piece });
        return piece !== undefined;
      });
    }
    return effects;
  }

  /** What to ask for now on this lane, or undefined when the window is full or nothing is left for it. */
  private nextPiece(lane: LaneState, askedMs: number): Piece | undefined {
    const { window } = lane.peer;
    const most = Math.min(PIECE_BYTES, window.pieceBytes(lane.underWayBytes));
    const assembly = most > 0 ? this.assemblyFor(lane) : undefined;
    if (assembly === undefined) return undefined;
    const piece: Piece = { block: assembly.block, ...assembly.ask(most) };
    lane.asks.push({ ...piece, assembly, askedMs, got: 0, isProven: false });
    lane.underWayBytes += piece.length;
    window.onAsked(piece.length);
    return piece;
  }

  /**
   * A lane has a block of its own, one that another left behind before a new one. When there is none it helps with the block
   * that needs it most: the tail of a share, or a slow disk's turn, does not wait for the slowest lane.
   */
  private assemblyFor(lane: LaneState): BlockAssembly | undefined {
    if (lane.assembly !== undefined && lane.assembly.unasked > 0) return lane.assembly;
    const { peer } = lane;
    const open = peer.assembling.filter(({ unasked }) => unasked > 0);
    const taken = new Set(carriersOf(peer).map(({ assembly }) => assembly));
    lane.assembly = open.find((each) => !taken.has(each)) ?? this.openBlock(peer) ?? mostUnasked(open);
    return lane.assembly;
  }

  private openBlock(peer: PeerState): BlockAssembly | undefined {
    const block = this.takeReturned() ?? (this.openBytes < MAX_OPEN_BLOCK_BYTES ? this.nextMissing() : undefined);
    if (block === undefined) return undefined;
    const assembly = new BlockAssembly(block, blockLength(this.bytes, block), this.spare.pop());
    peer.assembling.push(assembly);
    return assembly;
  }

  /**
   * Needs no room of its own: its bytes were counted when it was first opened, and no other block is opened while one is here.
   * Where blocks are passed on in order, all open ones may be waiting for the lowest.
   */
  private takeReturned(): number | undefined {
    if (this.returned.length === 0) return undefined;
    const lowest = Math.min(...this.returned);
    this.returned.splice(this.returned.indexOf(lowest), 1);
    return lowest;
  }

  private nextMissing(): number | undefined {
    const block = this.done.firstMissing(this.cursor);
    if (block !== undefined) this.cursor = block + 1;
    return block;
  }

  /** What was asked for on it is asked for on the peer's other lanes; with the last one its blocks are anybody's. */
  private forget(source: string): void {
    const lane = this.lanes.get(source);
    if (lane === undefined) return;
    const { peer } = lane;
    this.lanes.delete(source);
    peer.lanes.delete(lane);
    for (const { assembly, offset, length, got } of lane.asks) assembly.giveBack({ offset: offset + got, length: length - got });
    peer.window.onLost(lane.underWayBytes);
    if (peer.lanes.size > 0) return peer.window.setLanes(peer.lanes.size);
    this.returned.push(...peer.assembling.map(({ block }) => block));
    this.peers.delete(peer.name);
  }

  private drop(peer: string, source: string, code: 'peer-misbehaved' | 'block-forged', nowMs: number): ReceiveEffect[] {
    for (const lane of this.peers.get(peer)?.lanes ?? []) this.forget(lane.source);
    return [{ type: 'drop', source, code }, ...this.fill(nowMs)];
  }
}

/** Those that bytes are asked for on. */
function carriersOf({ lanes, window }: PeerState): readonly LaneState[] {
  return [...lanes].filter(({ isFirst }) => !(isFirst && window.hasProbes && lanes.size > 1));
}

/** Without its proof only whoever begins a block can be asked for it. */
function mostUnasked(assemblies: readonly BlockAssembly[]): BlockAssembly | undefined {
  const open = assemblies.filter(({ proof }) => proof !== undefined);
  return open.toSorted((one, other) => other.unasked - one.unasked)[0];
}
