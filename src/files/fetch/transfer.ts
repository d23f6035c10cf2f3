/**
 * One accepted transfer: takes every block, and sees to it that the files are saved. Stopped at any time, it keeps what
 * its destination keeps.
 */
import { BeamError } from '../../protocol/errors.ts';
import type { ReceiptMessage } from '../../protocol/control-message.ts';
import type { Chunk, Proof } from '../../protocol/frame.ts';
import type { FileRange, Withdrawal } from '../../protocol/withdrawal.ts';
import { safePath } from '../../storage/sink/safe-names.ts';
import { BreakWatch } from '../../transfer/watch/break-watch.ts';
import { RateMeter } from '../../transfer/watch/rate.ts';
import { StallWatch } from '../../transfer/watch/stall-watch.ts';
import { Download } from './block-fetcher.ts';
import type { Keeper, KeeperParts } from '../keep/block-store.ts';
import type { LaneTending } from './lane-controller.ts';
import type { Offer } from './announced-share.ts';
import { shortageOf, type SpaceParts } from '../keep/shortage.ts';
import { SpaceWatch } from '../keep/space-watch.ts';
import type { Hindrance } from './stall-reasons.ts';
import { partsOf, type SourceId } from './lane-id.ts';
import type { Supplier } from './provider.ts';
import type { Swarm } from './provider-pool.ts';
import type { Destination } from '../keep/destination.ts';

export interface AttemptParts extends KeeperParts, SpaceParts {
  /** Asks the browser not to evict what is kept. Some ask the person. */
  persist(): Promise<boolean>;
}

export interface AttemptEvents {
  onFigures(): void;
  onState(): void;
  /** All blocks are here. */
  onSaving(): void;
}

/** A share of this many bytes is worth a question: browsers give what is not persistent only a part of the disk. */
const PERSIST_BYTES = 2 ** 30;

const WATCH_MS = 500;

export class Attempt {
  readonly rate = new RateMeter();
  private readonly ending = new AbortController();
  private readonly stalls = new StallWatch(performance.now());
  private readonly space: SpaceWatch;
  private keeper: Keeper | undefined;
  private download: Download | undefined;
  /** Paused by hand, here. */
  private isHeld = false;
  private isWorthless = false;
  /** Until the next chunk the sender reads a file once more. */
  private isChecking = false;
  private readonly breaks = new BreakWatch();
  /** From outside: by `stop`. */
  isStopped = false;

  private readonly offer: Offer;
  private readonly destination: Destination;
  private readonly swarm: Swarm;
  private readonly tending: LaneTending;
  private readonly parts: AttemptParts;
  private readonly events: AttemptEvents;

  constructor(
    offer: Offer,
    destination: Destination,
    swarm: Swarm,
    tending: LaneTending,
    parts: AttemptParts,
    events: AttemptEvents,
  ) {
    this.offer = offer;
    this.destination = destination;
    this.swarm = swarm;
    this.tending = tending;
    this.parts = parts;
    this.events = events;
    this.space = new SpaceWatch(
      () => parts.freeBytes(),
      () => offer.head.bytes - this.bytesDone,
      {
        onChange: () => events.onState(),
        onRoom: () => this.goOn(),
      },
    );
  }

  /** Of the whole share: what is not to be had counts as done. */
  get bytesDone(): number {
    return this.keeper?.bytesDone ?? 0;
  }

  get hindrance(): Hindrance {
    const { isStill, isStalled } = this.stalls;
    return {
      isPaused: this.isHeld,
      isFull: this.shortage !== undefined,
      isChecking: this.isChecking,
      isStill,
      isStalled,
    };
  }

  /** The disk is full, and it waits for room. */
  get shortage(): BeamError | undefined {
    return this.space.shortage;
  }

  /**
   * Resolves when all is saved. Rejects with BeamError, or with the reason of `stop`; the destination is closed by
   * then.
   */
  async run(): Promise<void> {
    const { offer, parts, destination } = this;
    const { signal } = this.ending;
    if (destination.isKept && offer.head.bytes >= PERSIST_BYTES) void parts.persist();
    try {
      if (offer.withdrawn.isAll) throw new BeamError('source-changed');
      const keeper = await this.openKeeper();
      await this.takeAll(keeper, signal);
      signal.throwIfAborted();
      this.events.onSaving();
      this.swarm.tellAll({ type: 'saving' });
      await destination.save(keeper, offer, signal);
    } catch (thrown) {
      this.ending.abort(thrown); // what is still being saved
      this.download?.stop();
      // What cannot be closed was not marked, and is fetched again; what cannot be removed can be in the Storage
      // section.
      if (this.keeper !== undefined) await destination.abandon(this.keeper, this.isWorthless).catch(() => {});
      signal.throwIfAborted();
      throw thrown;
    }
    this.swarm.tellAll(this.receipt());
    this.swarm.mend(); // the last lane that brought bytes need not be the one that takes the receipt
  }

  /** @param isWorthless what has arrived is thrown away */
  stop(isWorthless: boolean): void {
    this.isStopped = true;
    this.isWorthless ||= isWorthless;
    this.space.stop();
    this.download?.stop();
    this.ending.abort(new BeamError('cancelled-by-receiver'));
  }

  /** No more is asked for. What is on its way still comes, and is on disk a moment later. */
  pause(): void {
    this.isHeld = true;
    this.download?.hold();
    this.swarm.tellAll({ type: 'pause' });
  }

  resume(): void {
    this.isHeld = false;
    this.space.stop(); // it is tried
    this.goOn();
  }

  private goOn(): void {
    if (this.isHeld) return;
    this.rate.reset();
    this.stalls.onIdle(performance.now());
    this.swarm.tellAll({ type: 'resume' });
    this.download?.release();
    this.events.onState();
  }

  private gotFull(): void {
    if (this.shortage === undefined && !this.isHeld) this.swarm.tellAll({ type: 'pause' });
    this.space.gotFull();
    this.events.onState();
  }

  onSource(supplier: Supplier): void {
    if (this.download === undefined) return;
    supplier.accept(this.bytesDone);
    if (this.isHeld || this.shortage !== undefined) supplier.tell({ type: 'pause' });
    this.download.onSources(supplier.peer, supplier.lanes, supplier.roundTripMs);
  }

  /** A further lane of a supplier. */
  onLane({ peer, roundTripMs }: Supplier, lane: number): void {
    this.download?.onSources(peer, [lane], roundTripMs);
  }

  gotRoundTrip({ peer }: Supplier, ms: number): void {
    this.download?.gotRoundTrip(peer, ms);
  }

  onSourceLost(source: SourceId): void {
    this.download?.onSourceLost(source);
  }

  /** It had paused: its answers were late for that reason. */
  onSourceResumed(source: SourceId): void {
    this.rate.reset();
    this.download?.onSourceResumed(source);
  }

  gotWithdrawal(source: SourceId, withdrawal: Withdrawal): void {
    this.download?.gotWithdrawal(source, withdrawal);
  }

  /**
   * Files of the share are not to be had: said by the list of a new link, or ahead of a block. @returns blocks that
   * nobody needs
   */
  gotWithdrawn(ranges: readonly FileRange[]): readonly number[] {
    const { withdrawn, files } = this.offer;
    const [first] = withdrawn.addRanges(ranges);
    if (first === undefined) return [];
    const blocks = withdrawn.coveredBlocks;
    if (!this.destination.canLeaveOut || withdrawn.isAll) {
      const code = withdrawn.isAll ? 'source-changed' : 'source-withdrawn';
      this.ending.abort(new BeamError(code, { figures: { path: safePath(files[first]?.path ?? '') } }));
    }
    this.keeper?.leaveOut(withdrawn);
    this.events.onState();
    return blocks;
  }

  /** The same, where it is no answer to a request. */
  skip(ranges: readonly FileRange[]): void {
    this.download?.skip(this.gotWithdrawn(ranges));
  }

  gotProof(source: SourceId, proof: Proof): void {
    this.download?.gotProof(source, proof);
  }

  /** The sender reads a file once more: a sign of life. */
  gotChecking(): void {
    this.isChecking = true;
    this.stalls.onIdle(performance.now());
    this.events.onState();
  }

  gotChunk(source: SourceId, chunk: Chunk): void {
    if (chunk.block === 0 && chunk.offset === 0) performance.mark('beamline:first-byte');
    if (this.isChecking) {
      this.isChecking = false;
      this.events.onState();
    }
    this.stalls.onBytes(performance.now(), chunk.packedBytes ?? chunk.payload.length);
    this.download?.gotChunk(source, chunk);
  }

  private async openKeeper(): Promise<Keeper> {
    const { offer, destination } = this;
    const freeBytes = destination.isKept ? this.parts.freeBytes() : undefined;
    const keeper = await destination.open(offer, (thrown) => this.ending.abort(thrown), this.ending.signal);
    this.keeper = keeper;
    this.ending.signal.throwIfAborted();
    if (freeBytes !== undefined) void this.lookForSpace(freeBytes, keeper.bytesDone === 0);
    return keeper;
  }

  /** There was room when it was offered, so the first blocks are asked for meanwhile. */
  private async lookForSpace(counting: Promise<number | undefined>, isNew: boolean): Promise<void> {
    const freeBytes = await counting.catch(() => undefined); // what the browser does not say shows when it is written
    const shortage = shortageOf(this.offer.head.bytes - this.bytesDone, freeBytes);
    if (shortage === undefined) return;
    this.isWorthless ||= isNew;
    this.ending.abort(shortage);
  }

  /** Resolves when every block is written. */
  private takeAll(keeper: Keeper, signal: AbortSignal): Promise<void> {
    const watch = setInterval(() => {
      this.widen();
      this.look();
    }, WATCH_MS);
    this.stalls.onIdle(performance.now());
    const whole = new Promise<void>((resolve, reject) => {
      const onAbort = () => reject(signal.reason as unknown);
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort);
      this.download = new Download(this.offer.head.bytes, this.offer.verifier, keeper, {
        request: (source, piece) => {
          const { peer, lane } = partsOf(source);
          this.swarm.get(peer)?.request(piece, lane);
        },
        onDropped: (source, code) => this.swarm.ban(partsOf(source).peer, new BeamError(code)),
        onWithdrawn: ({ ranges }) => this.gotWithdrawn(ranges),
        onFigures: () => this.gotProgress(keeper),
        onWhole: resolve,
        onFull: () => this.gotFull(),
        onError: reject,
      });
      if (this.isHeld) this.download.hold();
      for (const supplier of this.swarm.sources) this.onSource(supplier);
      this.widen();
      this.swarm.resume();
    });
    return whole.finally(() => {
      clearInterval(watch);
      for (const supplier of this.swarm.sources) supplier.probe(undefined);
      this.space.stop();
    });
  }

  /** As many lanes as the paths are worth. There may be news of one. */
  widen(): void {
    if (this.download === undefined || this.ending.signal.aborted) return;
    const missingBytes = this.offer.head.bytes - this.bytesDone;
    const isResting = this.isHeld || this.shortage !== undefined;
    const { download } = this;
    for (const supplier of this.swarm.sources)
      this.tending.tend(supplier, missingBytes, isResting || supplier.isPaused, download.worthLanes(supplier.peer));
  }

  private receipt(): ReceiptMessage {
    const { head, withdrawn } = this.offer;
    const { ranges } = withdrawn;
    return {
      type: 'receipt',
      bytes: head.bytes - withdrawn.bytes,
      sha256: head.sha256,
      ...(ranges.length > 0 ? { without: ranges } : {}),
    };
  }

  private look(): void {
    const nowMs = performance.now();
    const { isPausedBySender, isConnecting, isGreeting, hasBrokenLink } = this.swarm.facts;
    if (this.breaks.check(nowMs, hasBrokenLink)) this.swarm.mend();
    if (this.isHeld || this.shortage !== undefined || isPausedBySender || this.download?.isWaitingForDisk === true)
      return this.stalls.onIdle(nowMs);
    const wasStill = this.stalls.isStill;
    const decision = this.stalls.check(nowMs, isConnecting || isGreeting);
    if (this.stalls.isStill !== wasStill) this.events.onState();
    if (decision === 'restart') this.swarm.restart();
    if (decision === 'refresh') this.swarm.refresh();
  }

  private gotProgress(keeper: Keeper): void {
    this.rate.onBytes(keeper.bytesDone, performance.now());
    this.swarm.tellAll({ type: 'progress', bytes: keeper.bytesDone });
    this.events.onFigures();
  }
}
