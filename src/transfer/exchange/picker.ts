/**
 * Which block a peer is asked for next. The law, from first to last:
 *
 * 1. Urgent blocks (`setUrgent`: what a player or a streaming sink needs soon), the lowest first.
 * 2. Blocks that were given back: nobody is at them any more.
 * 3. Of a holder, which has some of the blocks: the rarest that it has, and any one of those that are equally rare.
 * 4. Of a seed, which has all: what only seeds have, and what it has not given to others. It reads its file in order, so
 *    the next in order is asked for as long as that is fresh; where somebody else's part begins, a new run begins at
 *    random.
 *
 * In 1, 2 and 4 a seed is not asked for a copy, of what it has given to others or what holders have, except where the
 * caller says so (patience.ts): then for the one with the fewest.
 *
 * With one seed and nobody else that is the lowest block first. Nobody is asked for a block that another one is
 * fetching, nor for one that it never said it had. Rarity: share-map.ts.
 *
 * - BEP 3: rarest first.
 * - Legout, Urvoy-Keller, Michiardi 2006, "Rarest First and Choke Algorithms Are Enough": what each peer sees of its
 *   neighbours is enough to keep all blocks about equally spread.
 * - Mundinger, Weber, Weiss 2008, "Optimal scheduling of peer-to-peer file dissemination": M blocks reach N receivers on
 *   equal lines in (1 + floor(log2 N) / M) times the time of one at best. A seed that gives a block twice before all
 *   are out makes everybody late by it.
 */
import { Rarity } from './rarity.ts';
import type { ShareMap } from './share-map.ts';

/** So many blocks are looked at for one choice, at the most. In smaller shares every choice is exact. */
const MOST_LOOKS = 4096;
/** What is passed on in order is kept in memory until its turn comes: nothing is fetched further ahead. */
const ORDERED_BLOCKS = 16;
/** Longer windows are cut: what is not needed soon is not urgent. */
const MOST_URGENT_BLOCKS = 256;

export interface PickRules {
  /** A seed may be asked for what it has given to others, or what holders of ours have. */
  readonly mayCopy: boolean;
  /** A block that it may be asked for in any case, first: it is needed now, and nobody brings it. */
  readonly overdue?: number | undefined;
  /** It is not to be asked for this one. */
  readonly isBarred: (block: number) => boolean;
}

/** Where a seed is asked on. */
interface Run {
  next: number;
  hasBegun: boolean;
}

type Test = (block: number) => boolean;

export class BlockPicker {
  private readonly runs = new Map<string, Run>();
  private urgent = { first: 0, end: 0 };

  private readonly map: ShareMap;
  private readonly random: () => number;

  /** @param random 0 to 1 */
  constructor(map: ShareMap, random: () => number) {
    this.map = map;
    this.random = random;
  }

  /** Where this receiver begins at a seed. */
  gotStart(seed: string, block: number): void {
    if (!this.runOf(seed).hasBegun && block < this.map.size) this.runOf(seed).next = block;
  }

  forget(peer: string): void {
    this.runs.delete(peer);
  }

  /** Blocks from `first` on are needed soon, in order; with `count` to the end of the share nothing else is asked for. */
  setUrgent(first: number, count: number): void {
    this.urgent = { first, end: Math.min(this.map.size, first + count) };
  }

  /** All the rest is urgent. What is passed on in order waits in memory: the lowest must always find a place there. */
  get isOrdered(): boolean {
    return this.urgent.end > this.urgent.first && this.urgent.end === this.map.size;
  }

  /** The lowest urgent block that nobody is at. */
  get lowestUrgent(): number | undefined {
    const { first, end } = this.urgent;
    return this.lowest(first, end, (block) => this.map.isWanted(block));
  }

  /** The next for this peer: somebody is at it from then on. */
  take(peer: string, rules: PickRules): number | undefined {
    if (!this.map.hasWanted(peer)) return undefined;
    const block = this.map.isSeed(peer) ? this.nextOfSeed(this.runOf(peer), rules) : this.nextOfHolder(peer, rules);
    if (block !== undefined) this.map.begin(block);
    return block;
  }

  private nextOfSeed(run: Run, { mayCopy, overdue, isBarred }: PickRules): number | undefined {
    const { map } = this;
    const { rarity } = map;
    const isFree: Test = (block) => map.isWanted(block) && !isBarred(block);
    const isFresh: Test = (block) => isFree(block) && (mayCopy || rarity === undefined || rarity.isFresh(block));
    const block =
      (overdue !== undefined && isFree(overdue) ? overdue : undefined) ??
      this.urgentOfSeed(run, isFresh) ??
      this.lowestReturned(isFresh) ??
      (this.isOrdered ? undefined : this.nextOfRun(run, isFree, mayCopy));
    if (block === undefined) return undefined;
    run.hasBegun = true;
    // What somebody else had begun is no part of the run.
    if (!map.returned.has(block)) run.next = (block + 1) % map.size;
    return block;
  }

  private nextOfHolder(peer: string, { isBarred }: PickRules): number | undefined {
    const { map } = this;
    const isHis: Test = (block) => map.has(peer, block) && map.isWanted(block) && !isBarred(block);
    if (this.isOrdered) return this.rarestAhead(isHis);
    return this.lowestAhead(isHis) ?? this.lowestReturned(isHis) ?? this.rarest(isHis) ?? this.anyHeld(peer, isHis);
  }

  // --- urgent ------------------------------------------------------------------------------------------------------

  private get urgentEnd(): number {
    const { first, end } = this.urgent;
    if (!this.isOrdered) return Math.min(end, first + MOST_URGENT_BLOCKS);
    return Math.min(end, (this.map.done.firstMissing(first) ?? end) + ORDERED_BLOCKS);
  }

  private lowestAhead(isGood: Test, from = 0): number | undefined {
    return this.lowest(Math.max(from, this.urgent.first), this.urgentEnd, isGood);
  }

  /**
   * What is passed on in order, but has a place in memory, need not come in order: receivers that all want the lowest
   * would have nothing to give each other.
   */
  private rarestAhead(isGood: Test): number | undefined {
    let rarest: { readonly block: number; readonly order: number } | undefined;
    const end = this.urgentEnd;
    for (let block = this.map.done.firstMissing(this.urgent.first) ?? end; block < end; block++) {
      if (!isGood(block)) continue;
      const order = (this.map.rarity?.copiesOf(block) ?? 0) + this.random();
      if (rarest === undefined || order < rarest.order) rarest = { block, order };
    }
    return rarest?.block;
  }

  /**
   * Receivers that play the same from its start begin at different places of the window, and go on from there as long
   * as they know of each other: what one has begun the others get from it.
   */
  private urgentOfSeed({ next, hasBegun }: Run, isFresh: Test): number | undefined {
    const { first, end } = this.urgent;
    if (first === end) return undefined;
    if (this.map.rarity !== undefined) return this.lowestAhead(isFresh, next) ?? this.lowestAhead(isFresh);
    const part = hasBegun ? 0 : Math.floor((next / this.map.size) * (this.urgentEnd - first));
    return this.lowest(first + part, end, isFresh) ?? this.lowest(first, end, isFresh);
  }

  // --- the others --------------------------------------------------------------------------------------------------

  private lowestReturned(isGood: Test): number | undefined {
    let lowest: number | undefined;
    for (const block of this.map.returned)
      if ((lowest === undefined || block < lowest) && isGood(block)) lowest = block;
    return lowest;
  }

  /** The run goes on, or another begins among those with the fewest copies. */
  private nextOfRun({ next }: Run, isFree: Test, mayCopy: boolean): number | undefined {
    const { rarity, size } = this.map;
    if (rarity === undefined) return this.lowest(next, size, isFree) ?? this.lowest(0, next, isFree);
    if (rarity.isFresh(next) && isFree(next)) return next;
    return this.rarest(isFree, mayCopy ? Rarity.levels : 1);
  }

  private rarest(isGood: Test, levels = Rarity.levels): number | undefined {
    const { rarity } = this.map;
    if (rarity === undefined) return undefined;
    let looks = MOST_LOOKS;
    for (let level = 0; level < levels && looks > 0; level++) {
      const count = rarity.count(level);
      // From a random place on, so that receivers that know the same do not choose the same.
      const from = Math.floor(this.random() * count);
      for (let index = 0; index < count && looks > 0; index++, looks--) {
        const block = rarity.at(level, (from + index) % count);
        if (isGood(block)) return block;
      }
    }
    return undefined;
  }

  /** Of a share that is too large to know what is rare, or to look through it for one that this peer has. */
  private anyHeld(peer: string, isHis: Test): number | undefined {
    const from = Math.floor(this.random() * this.map.size);
    return this.firstHeld(peer, from, this.map.size, isHis) ?? this.firstHeld(peer, 0, from, isHis);
  }

  private firstHeld(peer: string, from: number, end: number, isHis: Test): number | undefined {
    const { map } = this;
    for (
      let block = map.firstHeld(peer, from);
      block !== undefined && block < end;
      block = map.firstHeld(peer, block + 1)
    )
      if (isHis(block)) return block;
    return undefined;
  }

  private lowest(from: number, end: number, isGood: Test): number | undefined {
    const { done } = this.map;
    for (let block = done.firstMissing(from); block !== undefined && block < end; block = done.firstMissing(block + 1))
      if (isGood(block)) return block;
    return undefined;
  }

  private runOf(seed: string): Run {
    const known = this.runs.get(seed);
    if (known !== undefined) return known;
    const run = { next: 0, hasBegun: false };
    this.runs.set(seed, run);
    return run;
  }
}
