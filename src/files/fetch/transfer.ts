/**
 * One accepted transfer: takes every block, and sees to it that the files are saved. Stopped at any time, it keeps what
 * its destination keeps.
 */
import { BeamError } from '../../protocol/errors.ts';
import type { ReceiptMessage } from '../../protocol/messages/control-message.ts';
import type { Chunk, BlockSignature } from '../../protocol/frame.ts';
import type { FileChoice } from '../../transfer/exchange/file-choice.ts';
import type { FileRange, Withdrawal } from '../../protocol/withdrawal.ts';
import type { VaultStore } from '../../storage/vault/vault.ts';
import { safePath } from '../../storage/sink/safe-names.ts';
import { BreakWatch } from '../../transfer/watch/break-watch.ts';
import { RateMeter } from '../../transfer/watch/rate.ts';
import { StallWatch } from '../../transfer/watch/stall-watch.ts';
import { BlockFetcher } from './block-fetcher.ts';
import type { BlockStore, BlockStoreParts } from '../keep/block-store.ts';
import type { LaneController } from './lane-controller.ts';
import type { AnnouncedShare } from './announced-share.ts';
import { shortageOf, type SpaceParts } from '../keep/shortage.ts';
import { SpaceWatch } from '../keep/space-watch.ts';
import type { StallReasons } from './stall-reasons.ts';
import type { ProviderLane } from './provider-lane.ts';
import type { ChunkTaker, Provider } from './provider.ts';
import type { ProviderPool } from './provider-pool.ts';
import type { Destination, Taking } from '../keep/destination.ts';

export interface TransferParts extends BlockStoreParts, SpaceParts {
  readonly vaults: Pick<VaultStore, 'open' | 'remove' | 'peek'>;
  /** Asks the browser not to evict what is kept. Some ask the person. */
  persist(): Promise<boolean>;
}

export interface TransferEvents {
  onFigures(): void;
  onState(): void;
  /** All blocks are here. */
  onSaving(): void;
  /** What is here of it can be read from there, as long as it is not thrown away. */
  onStore?(blockStore: BlockStore): void;
}

/** A share of this many bytes is worth a question: browsers give what is not persistent only a part of the disk. */
const PERSIST_BYTES = 2 ** 30;

const WATCH_MS = 500;

export class Transfer implements ChunkTaker {
  readonly rate = new RateMeter();
  private readonly ending = new AbortController();
  private readonly stalls = new StallWatch(performance.now());
  private readonly space: SpaceWatch;
  private blockStore: BlockStore | undefined;
  private fetcher: BlockFetcher | undefined;
  /** Paused by hand, here. */
  private isHeld = false;
  private isWorthless = false;
  /** Until the next chunk the sender reads a file once more. */
  private isChecking = false;
  private hasBegun = false;
  private readonly breaks = new BreakWatch();
  /** From outside: by `stop`. */
  isStopped = false;
  /** Its blocks are being taken, or saved. */
  isAtWork = false;

  private readonly taking: Taking;
  private readonly announced: AnnouncedShare;
  private readonly destination: Destination;
  private readonly pool: ProviderPool;
  private readonly laneController: LaneController;
  private readonly parts: TransferParts;
  private readonly events: TransferEvents;

  constructor(
    taking: Taking,
    destination: Destination,
    pool: ProviderPool,
    laneController: LaneController,
    parts: TransferParts,
    events: TransferEvents,
  ) {
    this.taking = taking;
    this.announced = taking.announced;
    this.destination = destination;
    this.pool = pool;
    this.laneController = laneController;
    this.parts = parts;
    this.events = events;
    this.space = new SpaceWatch(
      () => parts.freeBytes(),
      () => this.bytesWanted - this.bytesDone,
      {
        onChange: () => events.onState(),
        onRoom: () => this.goOn(),
      },
    );
  }

  /** The files that are taken. */
  get choice(): FileChoice {
    return this.taking.choice;
  }

  /** Of these files together. */
  get bytesWanted(): number {
    return this.taking.choice.bytes;
  }

  /** Of these files: what is not to be had counts as done. */
  get bytesDone(): number {
    return this.blockStore?.bytesDone ?? 0;
  }

  get stallReasons(): StallReasons {
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
    const { announced, choice, parts, destination } = this;
    const { signal } = this.ending;
    this.isAtWork = true;
    if (destination.usesVault && choice.bytes >= PERSIST_BYTES) void parts.persist();
    try {
      if (announced.withdrawn.isAll || !choice.hasAnyBeside(announced.withdrawn)) throw new BeamError('source-changed');
      const blockStore = await this.openBlockStore();
      await this.takeAll(blockStore, signal);
      signal.throwIfAborted();
      this.events.onSaving();
      this.pool.tellAll({ type: 'saving' });
      await destination.save(blockStore, this.taking, signal);
    } catch (thrown) {
      this.isAtWork = false;
      this.ending.abort(thrown); // what is still being saved
      this.fetcher?.stop();
      // What cannot be closed was not marked, and is fetched again; what cannot be removed can be in the Storage
      // section.
      if (this.blockStore !== undefined) await destination.abandon(this.blockStore, this.isWorthless).catch(() => {});
      signal.throwIfAborted();
      throw thrown;
    }
    this.isAtWork = false;
    this.pool.tellAll(this.receipt());
    this.pool.restartBroken(); // the last lane that brought bytes need not be the one that takes the receipt
  }

  /** @param isWorthless what has arrived is thrown away */
  stop(isWorthless: boolean): void {
    this.isStopped = true;
    this.isWorthless ||= isWorthless;
    this.space.stop();
    this.fetcher?.stop();
    this.ending.abort(new BeamError('cancelled-by-receiver'));
  }

  /** No more is asked for. What is on its way still comes, and is on disk a moment later. */
  pause(): void {
    this.isHeld = true;
    this.fetcher?.hold();
    this.pool.tellAll({ type: 'pause' });
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
    this.pool.tellAll({ type: 'resume' });
    this.fetcher?.release();
    this.events.onState();
  }

  private gotFull(): void {
    if (this.shortage === undefined && !this.isHeld) this.pool.tellAll({ type: 'pause' });
    this.space.gotFull();
    this.events.onState();
  }

  onSource(provider: Provider): void {
    if (this.fetcher === undefined) return;
    provider.accept(this, this.bytesDone, this.choice.isAll ? undefined : this.bytesWanted);
    if (this.isHeld || this.shortage !== undefined) provider.tell({ type: 'pause' });
    this.fetcher.onSources(provider, provider.openLanes);
  }

  /** A further lane of a provider. */
  onLane(lane: ProviderLane): void {
    this.fetcher?.onSources(lane.provider, [lane]);
  }

  gotRoundTrip({ peer }: Provider, ms: number): void {
    this.fetcher?.gotRoundTrip(peer, ms);
  }

  onSourceLost(lane: ProviderLane): void {
    this.fetcher?.onSourceLost(lane);
  }

  /** It had paused: its answers were late for that reason. */
  onSourceResumed(lane: ProviderLane): void {
    this.rate.reset();
    this.fetcher?.onSourceResumed(lane);
  }

  gotWithdrawal(lane: ProviderLane, withdrawal: Withdrawal): void {
    this.fetcher?.gotWithdrawal(lane, withdrawal);
  }

  /**
   * Files of the share are not to be had: said by the list of a new link, or ahead of a block. @returns blocks that
   * nobody needs
   */
  gotWithdrawn(ranges: readonly FileRange[]): readonly number[] {
    const { withdrawn, files } = this.announced;
    const added = withdrawn.addRanges(ranges);
    if (added.length === 0) return [];
    const blocks = [...this.choice.spared(withdrawn)];
    const first = added.find((file) => this.choice.has(file));
    const isNothingLeft = withdrawn.isAll || !this.choice.hasAnyBeside(withdrawn);
    // Nobody waits here for those that were not chosen.
    if (first !== undefined && (!this.destination.canLeaveOut || isNothingLeft)) {
      const code = isNothingLeft ? 'source-changed' : 'source-withdrawn';
      this.ending.abort(new BeamError(code, { figures: { path: safePath(files[first]?.path ?? '') } }));
    }
    this.blockStore?.leaveOut(withdrawn);
    this.events.onState();
    return blocks;
  }

  /** The same, where it is no answer to a request. */
  skip(ranges: readonly FileRange[]): void {
    this.fetcher?.skip(this.gotWithdrawn(ranges));
  }

  gotBlockSignature(lane: ProviderLane, blockSignature: BlockSignature): void {
    this.fetcher?.gotBlockSignature(lane, blockSignature);
  }

  gotHave({ peer }: Provider, blocks: readonly number[]): void {
    this.fetcher?.gotHave(peer, blocks);
  }

  gotGiven({ peer }: Provider, blocks: readonly number[]): void {
    if (this.pool.mayHaveHolders) this.fetcher?.gotGiven(peer, blocks); // else it is to be had from the sender alone
  }

  /** The sender reads a file once more: a sign of life. */
  gotChecking(): void {
    this.isChecking = true;
    this.stalls.onIdle(performance.now());
    this.events.onState();
  }

  gotChunk(lane: ProviderLane, chunk: Chunk): void {
    if (!this.hasBegun) performance.mark('beamline:first-byte');
    this.hasBegun = true;
    if (this.isChecking) {
      this.isChecking = false;
      this.events.onState();
    }
    this.stalls.onBytes(performance.now(), chunk.compressedBytes ?? chunk.payload.length);
    this.fetcher?.gotChunk(lane, chunk);
  }

  private async openBlockStore(): Promise<BlockStore> {
    const { taking, destination } = this;
    const freeBytes = destination.usesVault ? this.parts.freeBytes() : undefined;
    const blockStore = await destination.open(taking, (thrown) => this.ending.abort(thrown), this.ending.signal);
    this.blockStore = blockStore;
    this.ending.signal.throwIfAborted();
    this.events.onStore?.(blockStore);
    if (freeBytes !== undefined) void this.lookForSpace(freeBytes, blockStore.bytesDone === 0);
    return blockStore;
  }

  /** There was free space when the list came, so the first blocks are asked for meanwhile. */
  private async lookForSpace(counting: Promise<number | undefined>, isNew: boolean): Promise<void> {
    const freeBytes = await counting.catch(() => undefined); // what the browser does not say shows when it is written
    const shortage = shortageOf(this.bytesWanted - this.bytesDone, freeBytes);
    if (shortage === undefined) return;
    this.isWorthless ||= isNew;
    this.ending.abort(shortage);
  }

  /** Resolves when every block is written. */
  private takeAll(blockStore: BlockStore, signal: AbortSignal): Promise<void> {
    const watch = setInterval(() => {
      this.widen();
      this.look();
    }, WATCH_MS);
    this.stalls.onIdle(performance.now());
    const whole = new Promise<void>((resolve, reject) => {
      const onAbort = () => reject(signal.reason as unknown);
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort);
      this.fetcher = new BlockFetcher(this.announced.head.bytes, this.announced.verifier, blockStore, {
        request: ({ provider, number }, piece) => provider.request(piece, number),
        cancel: ({ provider }, blocks) => provider.tell({ type: 'cancel', blocks }),
        onDropped: ({ provider }, code) => this.pool.ban(provider.peer, new BeamError(code)),
        onWithdrawn: ({ ranges }) => this.gotWithdrawn(ranges),
        onFigures: () => this.gotProgress(blockStore),
        onWhole: resolve,
        onFull: () => this.gotFull(),
        onError: reject,
      });
      if (!this.destination.usesVault) this.fetcher.inOrder(); // what comes early would have to wait in memory
      if (this.isHeld) this.fetcher.hold();
      for (const provider of this.pool.sources) this.onSource(provider);
      this.widen();
    });
    return whole.finally(() => {
      clearInterval(watch);
      for (const provider of this.pool.sources) provider.lanes.probe(undefined);
      this.space.stop();
    });
  }

  /** As many lanes as the paths are worth. There may be news of one. */
  widen(): void {
    if (this.fetcher === undefined || this.ending.signal.aborted) return;
    const missingBytes = this.bytesWanted - this.bytesDone;
    const isResting = this.isHeld || this.shortage !== undefined;
    const { fetcher } = this;
    for (const provider of this.pool.sources)
      this.laneController.tend(
        provider,
        missingBytes,
        isResting || provider.isPaused,
        fetcher.worthLanes(provider.peer),
      );
  }

  private receipt(): ReceiptMessage {
    const { sha256 } = this.announced.head;
    const { without, bytes } = this.taking.receipt();
    return { type: 'receipt', bytes, sha256, ...(without.length > 0 ? { without } : {}) };
  }

  private look(): void {
    const nowMs = performance.now();
    this.fetcher?.tick(nowMs);
    const { isPausedBySender, isConnecting, isGreeting, hasBrokenLink } = this.pool.facts;
    if (this.breaks.check(nowMs, hasBrokenLink)) this.pool.restartBroken();
    if (this.isHeld || this.shortage !== undefined || isPausedBySender || this.fetcher?.isWaitingForDisk === true)
      return this.stalls.onIdle(nowMs);
    const wasStill = this.stalls.isStill;
    const decision = this.stalls.check(nowMs, isConnecting || isGreeting);
    if (this.stalls.isStill !== wasStill) this.events.onState();
    if (decision === 'restart') this.pool.restart();
    if (decision === 'refresh') this.pool.refresh();
  }

  private gotProgress(blockStore: BlockStore): void {
    this.rate.onBytes(blockStore.bytesDone, performance.now());
    this.pool.tellAll({ type: 'progress', bytes: blockStore.bytesDone });
    this.events.onFigures();
  }
}
