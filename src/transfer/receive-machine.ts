/**
 * The receiver's decisions: which block to ask whom for, what to believe, when it is complete. No I/O and no clock: inputs
 * come in by `on…` and `got…`, each returns what is to be done. See SPEC.md, section D.
 *
 *     missing -> assembling (asked for in pieces, from one source) -> verifying -> writing -> done
 *                    ^                                                    |
 *                    +--------- source lost, or signature wrong ----------+
 */
import { LEAST_PIECE_BYTES, PIECE_BYTES, MAX_BLOCK_FAILURES, MAX_OPEN_BLOCK_BYTES } from '../protocol/limits.ts';
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

interface Outstanding extends Piece {
  askedMs: number;
  got: number;
}

interface SourceState {
  /** Whose it is: one peer may be several sources. */
  readonly peer: string;
  readonly window: RequestWindow;
  /** In the order asked: an ordered channel answers in this order. */
  readonly outstanding: Outstanding[];
  assembling: BlockAssembly[];
}

export class ReceiveMachine {
  private readonly sources = new Map<string, SourceState>();
  /** Blocks with a wrong signature, by peer. */
  private readonly failures = new Map<string, number>();
  /** Blocks past assembling: being verified (with who sent them) or written. */
  private readonly verifying = new Map<number, { source: string; assembly: BlockAssembly }>();
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

  /** Also starts it: a share of which nothing is missing is complete at once. `roundTripMs`: of the idle path, if known. */
  onSource(source: string, peer: string, nowMs: number, roundTripMs?: number): ReceiveEffect[] {
    this.sources.set(source, { peer, window: new RequestWindow(roundTripMs), outstanding: [], assembling: [] });
    return this.fill(nowMs);
  }

  onSourceLost(source: string, nowMs: number): ReceiveEffect[] {
    this.forget(source);
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
    for (const piece of this.sources.get(source)?.outstanding ?? []) piece.askedMs = nowMs;
  }

  /** A proof comes before the first chunk of its block. */
  gotProof(source: string, proof: Proof, nowMs: number): ReceiveEffect[] {
    const state = this.sources.get(source);
    if (state === undefined) return [];
    const assembly = state.assembling.find(({ block }) => block === proof.block);
    if (assembly === undefined || assembly.proof !== undefined || proof.length !== assembly.bytes.length) return this.drop(source, 'peer-misbehaved', nowMs);
    assembly.proof = proof;
    return [];
  }

  gotChunk(source: string, { block, offset, payload }: Chunk, nowMs: number): ReceiveEffect[] {
    const state = this.sources.get(source);
    if (state === undefined) return [];
    const piece = state.outstanding[0];
    const assembly = state.assembling.find((each) => each.block === block);
    const isAsked = piece?.block === block && piece.offset + piece.got === offset && piece.got + payload.length <= piece.length;
    if (!isAsked || assembly?.proof === undefined) return this.drop(source, 'peer-misbehaved', nowMs);
    assembly.put(offset, payload);
    piece.got += payload.length;
    state.window.onArrived(payload.length);
    if (piece.got === piece.length) {
      state.outstanding.shift();
      state.window.onAnswered(nowMs - piece.askedMs);
    }
    const effects: ReceiveEffect[] = [];
    if (assembly.isWhole) {
      state.assembling = state.assembling.filter((each) => each !== assembly);
      this.verifying.set(block, { source, assembly });
      effects.push({ type: 'verify', block, bytes: assembly.bytes, proof: assembly.proof });
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
    const state = this.sources.get(entry.source);
    if (state === undefined) return this.fill(nowMs);
    const failures = (this.failures.get(state.peer) ?? 0) + 1;
    this.failures.set(state.peer, failures);
    return failures >= MAX_BLOCK_FAILURES ? this.drop(entry.source, 'block-forged', nowMs) : this.fill(nowMs);
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
    for (const { assembling } of this.sources.values()) for (const { bytes } of assembling) open += bytes.length;
    for (const { assembly } of this.verifying.values()) open += assembly.bytes.length;
    for (const block of this.writing) open += blockLength(this.bytes, block);
    return open;
  }

  /** All that was asked for is here, and more is asked for only when some of it is written: that nothing comes is not the line's fault. */
  get isWaitingForWrites(): boolean {
    return this.writing.size > 0 && this.sources.size > 0 && [...this.sources.values()].every(({ outstanding }) => outstanding.length === 0);
  }

  private fill(nowMs: number): ReceiveEffect[] {
    if (this.isComplete) return [];
    if (this.done.isFull) {
      this.isComplete = true;
      return [{ type: 'complete' }];
    }
    if (this.isHeld) return [];
    const effects: ReceiveEffect[] = [];
    for (const [source, state] of this.sources) {
      for (let piece = this.nextPiece(state, nowMs); piece !== undefined; piece = this.nextPiece(state, nowMs)) {
        effects.push({ type: 'request', source, piece });
      }
    }
    return effects;
  }

  /** What to ask this source for now, or undefined when its window is full or nothing is left for it. */
  private nextPiece(state: SourceState, askedMs: number): Piece | undefined {
    const most = Math.min(PIECE_BYTES, pieceBytes(state.window.bytes));
    // Half a piece of room is enough: waiting for a whole one would leave the window a quarter empty.
    if (state.window.freeBytes < most / 2) return undefined;
    const assembly = state.assembling.find(({ unasked }) => unasked > 0) ?? this.openBlock(state);
    if (assembly === undefined) return undefined;
    const piece = { block: assembly.block, ...assembly.ask(most) };
    state.outstanding.push({ ...piece, askedMs, got: 0 });
    state.window.onAsked(piece.length);
    return piece;
  }

  private openBlock(state: SourceState): BlockAssembly | undefined {
    const block = this.takeReturned() ?? (this.openBytes < MAX_OPEN_BLOCK_BYTES ? this.nextMissing() : undefined);
    if (block === undefined) return undefined;
    const assembly = new BlockAssembly(block, blockLength(this.bytes, block), this.spare.pop());
    state.assembling.push(assembly);
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

  private forget(source: string): void {
    const state = this.sources.get(source);
    if (state === undefined) return;
    this.returned.push(...state.assembling.map(({ block }) => block));
    this.sources.delete(source);
  }

  private drop(source: string, code: 'peer-misbehaved' | 'block-forged', nowMs: number): ReceiveEffect[] {
    const peer = this.sources.get(source)?.peer;
    for (const [each, state] of this.sources) if (state.peer === peer) this.forget(each);
    return [{ type: 'drop', source, code }, ...this.fill(nowMs)];
  }
}

/** A third of the window, so that requests overlap, in steps: each message costs its sender a turn of two threads. */
function pieceBytes(windowBytes: number): number {
  return Math.max(1, Math.floor(windowBytes / 3 / LEAST_PIECE_BYTES)) * LEAST_PIECE_BYTES;
}
