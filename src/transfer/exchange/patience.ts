/**
 * How long a receiver waits for a peer before it asks another one for the same block. A block that is asked for twice
 * costs somebody's line twice, so each case has its rule:
 *
 * - A seed is not asked for what it gives to others, for they pass it on; only when they had the time to and do not
 *   (`mayCopy`), or when a player waits for it (`overdue`).
 * - A slow peer (`isSlow`) loses its blocks to others that have them.
 * - At the end, when every block is being fetched, the one that will be late is asked for a second time (`lateBlock`).
 *
 * No I/O and no clock, as in receive-machine.ts, which it is a part of.
 */
import { BLOCK_BYTES } from '../../protocol/limits.ts';
import type { BlockAssembly } from './assembly.ts';
import { Pace } from './pace.ts';
import type { PeerIntake } from './peer-intake.ts';
import type { BlockPicker } from './picker.ts';
import type { ShareMap } from './share-map.ts';

/**
 * A link with somebody who has begun as well should be there after so long, or so many times a block of the seed, up to
 * the most: where there is none, a quick seed is not waited for.
 */
const LEAST_LINKING_MS = 2000;
const LINKING_BLOCKS = 2;
const MOST_LINKING_MS = 20_000;
/** Waiting takes too long when it takes so many times as long as asking somebody else. */
const LATE_FACTOR = 2;
/** What is begun elsewhere should be here after so many times that a block takes from the seed. */
const PATIENCE_BLOCKS = 1.5;
/** More of them make nobody wait longer. */
const MOST_PROMISED = 8;
/** Between two counts of them. */
const COUNT_MS = 500;
/** Before a seed has brought a block, one is supposed to take so long. */
const SUPPOSED_BLOCK_MS = 4000;
/** At the end a seed gives a second copy only of what the first who was asked has been silent about for so long. */
const END_SILENT_MS = 3000;
/**
 * A holder that owes an answer and brings no byte for so long is slow; or for so many times a block's time, up to the
 * most. A seed has the most: its person may have paused it, or it reads a file once more.
 */
const SILENT_MS = 4000;
const SILENT_BLOCKS = 3;
const MOST_SILENT_MS = 15_000;
/** A holder is also slow when one block takes so many times what blocks take from the others, and so long at least. */
const TRICKLE_BLOCKS = 8;
const LEAST_TRICKLE_MS = 10_000;

export class Patience<Source> {
  private readonly paces = new Map<string, Pace>();
  /** Since when the seeds have had no block left that nobody else was given. */
  private spentMs: number | undefined;
  private firstGivenMs: number | undefined;
  private newsMs = 0;
  private counted = { atMs: -Infinity, blocks: 0 };
  /** The lowest urgent block that nobody is at. */
  private awaited: { readonly block: number | undefined; readonly sinceMs: number } = { block: undefined, sinceMs: 0 };

  private readonly peers: ReadonlyMap<string, PeerIntake<Source>>;
  private readonly map: ShareMap;
  private readonly picker: BlockPicker;

  constructor(peers: ReadonlyMap<string, PeerIntake<Source>>, map: ShareMap, picker: BlockPicker) {
    this.peers = peers;
    this.map = map;
    this.picker = picker;
  }

  paceOf(peer: string): Pace {
    const known = this.paces.get(peer);
    if (known !== undefined) return known;
    const pace = new Pace();
    this.paces.set(peer, pace);
    return pace;
  }

  forget(peer: string): void {
    this.paces.delete(peer);
  }

  /** Before peers are asked for more. */
  look(nowMs: number): void {
    this.spentMs = this.map.hasFresh ? undefined : (this.spentMs ?? nowMs);
    const block = this.picker.lowestUrgent;
    if (block !== this.awaited.block) this.awaited = { block, sinceMs: nowMs };
  }

  /** There are others than seeds to get blocks from. */
  hasHolder(nowMs: number): boolean {
    return this.some((peer) => !this.map.isSeed(peer) && !this.paceOf(peer).isResting(nowMs));
  }

  /** Another one can be asked for this block. */
  hasOther(peer: string, block: number, nowMs: number): boolean {
    return this.some((other) => other !== peer && this.map.has(other, block) && !this.paceOf(other).isResting(nowMs));
  }

  /** A seed has begun to give blocks to others. */
  gotGiven(nowMs: number): void {
    this.firstGivenMs ??= nowMs;
  }

  /** There are such, or there will be in a moment: links with others who take it are still being made. */
  expectsHolders(seed: string, nowMs: number): boolean {
    if (this.hasHolder(nowMs)) return true;
    const patienceMs = Math.max(LEAST_LINKING_MS, LINKING_BLOCKS * this.blockMsOf(seed, nowMs));
    return this.firstGivenMs !== undefined && nowMs - this.firstGivenMs < Math.min(patienceMs, MOST_LINKING_MS);
  }

  mayCopy(seed: string, nowMs: number): boolean {
    if (!this.expectsHolders(seed, nowMs)) return true;
    if (this.spentMs === undefined) return false;
    const blockMs = this.blockMsOf(seed, nowMs);
    const waitedMs = nowMs - Math.max(this.spentMs, this.newsMs);
    if (waitedMs < Math.max(PATIENCE_BLOCKS, this.promised(nowMs)) * blockMs) return false;
    let rate = 0;
    for (const peer of this.peers.keys()) if (!this.map.isSeed(peer)) rate += this.paceOf(peer).rate(nowMs);
    const missing = this.map.size - this.map.done.count;
    return missing * BLOCK_BYTES > LATE_FACTOR * blockMs * rate;
  }

  /** A holder has more. */
  gotNews(nowMs: number): void {
    this.newsMs = nowMs;
  }

  /**
   * Blocks that a seed gives to others and that none of these has yet. It gives them one after the other at the worst: who
   * is served first, and asks for copies of what the others still wait for, makes everybody late.
   */
  private promised(nowMs: number): number {
    if (nowMs - this.counted.atMs >= COUNT_MS) this.counted = { atMs: nowMs, blocks: this.map.unheld(MOST_PROMISED) };
    return this.counted.blocks;
  }

  /** The lowest urgent block, when nobody has been at it for longer than the seed takes to bring it. */
  overdue(seed: string, nowMs: number): number | undefined {
    const { block, sinceMs } = this.awaited;
    return nowMs - sinceMs > PATIENCE_BLOCKS * this.blockMsOf(seed, nowMs) ? block : undefined;
  }

  /** It holds up what it was asked for. */
  isSlow(peer: string, intake: PeerIntake<Source>, nowMs: number): boolean {
    const isSeed = this.map.isSeed(peer);
    const typicalMs = this.typicalBlockMs ?? 0;
    const silentMs = isSeed ? MOST_SILENT_MS : Math.min(MOST_SILENT_MS, Math.max(SILENT_MS, SILENT_BLOCKS * typicalMs));
    if (intake.silentMs(nowMs) > silentMs) return true;
    const openMs = Math.max(0, ...intake.assemblies.map(({ begunMs }) => nowMs - begunMs));
    return !isSeed && typicalMs > 0 && openMs > Math.max(LEAST_TRICKLE_MS, TRICKLE_BLOCKS * typicalMs);
  }

  /** Of those that others are fetching the one that will be last, if this peer is much quicker. */
  lateBlock(peer: string, intake: PeerIntake<Source>, nowMs: number): number | undefined {
    const { blockMs } = this.paceOf(peer);
    if (this.map.wantedBlocks > 0 || this.map.hasOnlySeeds) return undefined;
    let latest: { readonly block: number; readonly remainingMs: number } | undefined;
    for (const [other, fetching] of this.peers) {
      const isSilent = fetching.silentMs(nowMs) > END_SILENT_MS;
      if (other === peer || (!isSilent && (this.map.isSeed(peer) || blockMs === undefined))) continue;
      for (const assembly of fetching.assemblies) {
        const { block } = assembly;
        const remainingMs = remaining(assembly, nowMs);
        const isLate = remainingMs > LATE_FACTOR * (blockMs ?? 0) && remainingMs > (latest?.remainingMs ?? 0);
        const isFree = this.map.has(peer, block) && !intake.isCancelled(block, nowMs);
        if (isLate && isFree && !this.isFetchedBeside(other, block)) latest = { block, remainingMs };
      }
    }
    return latest?.block;
  }

  private isFetchedBeside(peer: string, block: number): boolean {
    return this.some((other) => other !== peer && this.peers.get(other)?.assemblyOf(block) !== undefined);
  }

  /** How long a block takes from it: what is under way for longer counts. */
  private blockMsOf(peer: string, nowMs: number): number {
    const ages = this.peers.get(peer)?.assemblies.map(({ begunMs }) => nowMs - begunMs) ?? [];
    return Math.max(this.paceOf(peer).blockMs ?? SUPPOSED_BLOCK_MS, ...ages);
  }

  /** The median of what a block takes from each. */
  private get typicalBlockMs(): number | undefined {
    const times = [...this.paces.values()].flatMap(({ blockMs }) => (blockMs === undefined ? [] : [blockMs]));
    return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)];
  }

  private some(isMeant: (peer: string) => boolean): boolean {
    for (const peer of this.peers.keys()) if (isMeant(peer)) return true;
    return false;
  }
}

/** How long a block will still take, at the pace that it has had so far. */
const remaining = ({ arrivedBytes, bytes, begunMs }: BlockAssembly, nowMs: number): number =>
  ((nowMs - begunMs) * (bytes.length - arrivedBytes)) / Math.max(1, arrivedBytes);
