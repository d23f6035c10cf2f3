/**
 * Which block a peer is asked for next. The law, from first to last:
 *
 * 1. Urgent blocks (`setUrgent`: what a player or a streaming sink needs soon), the lowest first.
 * 2. Blocks that were given back: nobody is at them any more.
 * 3. Of a holder, which has some of the blocks: the rarest that it has, and any one of those that are equally rare.
 * 4. Of a seed, which has all: what only seeds have, and what it has not given to others. It reads its file in order, so
 *    the next in order is asked for as long as that is fresh; where somebody else's part begins, a new run begins at
 *    random. A copy, of which it has given one already, only if the caller says so: the one with the fewest.
 *
 * With one seed and nobody else that is the lowest block first. Nobody is asked for a block that another one is
 * fetching, nor for one that it never said it had.
 *
 * Rarity counts what the others are known to have: what holders say, from their first good block on (a liar's word
 * counts for nothing), and what the seeds say they have given to others.
 *
 * - BEP 3: rarest first.
 * - Legout, Urvoy-Keller, Michiardi 2006, "Rarest First and Choke Algorithms Are Enough": what each peer sees of its
 *   neighbours is enough to keep all blocks about equally spread.
 * - Mundinger, Weber, Weiss 2008, "Optimal scheduling of peer-to-peer file dissemination": M blocks reach N receivers on
 *   equal lines in (1 + floor(log2 N) / M) times the time of one at best. A seed that gives a block twice before all
 *   are out makes everybody late by it.
 */
import { Bitmap } from './bitmap.ts';
import { Rarity } from './rarity.ts';

/** What a peer has of the share. */
export type Holdings = 'all' | Bitmap;

/** So many blocks are looked at for one choice, at the most. In smaller shares every choice is exact. */
const MOST_LOOKS = 4096;
/** In a larger share rarity would cost more memory than it is worth: of a holder it is the next that it has. */
const MOST_RARE_BLOCKS = 2 ** 20;
/** What is passed on in order is kept in memory until its turn comes: nothing is fetched further ahead. */
const ORDERED_BLOCKS = 16;
/** Longer windows are cut: what is not needed soon is not urgent. */
const MOST_URGENT_BLOCKS = 256;

interface PickerPeer {
  holdings: Holdings;
  /** Its word counts. */
  isProven: boolean;
  /** Wanted blocks that it has; of a seed it is not counted. */
  wanted: number;
  /** The next of its run. */
  cursor: number;
  hasBegun: boolean;
  /** What it has begun to give to others. */
  given: Bitmap | undefined;
}

export interface PickRules {
  /** A seed may be asked for what it has given to others, or what holders of ours have. */
  readonly mayCopy: boolean;
  /** It is not to be asked for this one. */
  readonly isBarred: (block: number) => boolean;
}

export class BlockPicker {
  private readonly peers = new Map<string, PickerPeer>();
  /** Wanted blocks that somebody had been at. */
  private readonly returned = new Set<number>();
  /** Blocks under way, being verified or written. */
  private readonly open = new Set<number>();
  /** Only once somebody else is known to have, or to be given, a block. */
  private rarity: Rarity | undefined;
  private wantedCount: number;
  private urgent = { first: 0, end: 0 };

  /** Kept up to date by the caller. */
  private readonly done: Bitmap;
  private readonly random: () => number;

  /** @param random 0 to 1 */
  constructor(done: Bitmap, random: () => number) {
    this.done = done;
    this.random = random;
    this.wantedCount = done.size - done.count;
  }

  /** A seed, until its holdings say something else. */
  addPeer(peer: string): void {
    this.peerOf(peer);
  }

  removePeer(peer: string): void {
    this.uncount(peer);
    const given = this.peers.get(peer)?.given;
    if (given !== undefined) for (const block of blocksOf(given)) this.rarity?.removeCopy(block);
    this.peers.delete(peer);
  }

  isSeed(peer: string): boolean {
    return this.peers.get(peer)?.holdings === 'all';
  }

  /** It has a wanted block. */
  canGive(peer: string): boolean {
    const { holdings, wanted } = this.peerOf(peer);
    return holdings === 'all' ? this.wantedCount > 0 : wanted > 0;
  }

  has(peer: string, block: number): boolean {
    const holdings = this.peers.get(peer)?.holdings;
    return holdings === 'all' || holdings?.has(block) === true;
  }

  /** Of no peer that is known it is certain that it lacks anything. */
  get hasOnlySeeds(): boolean {
    return [...this.peers.values()].every(({ holdings }) => holdings === 'all');
  }

  gotHoldings(peer: string, holdings: Holdings): void {
    this.uncount(peer);
    const entry = this.peerOf(peer);
    entry.holdings = holdings;
    entry.wanted = 0;
    if (holdings === 'all') return;
    for (const block of blocksOf(holdings)) if (this.isWanted(block)) entry.wanted += 1;
    if (entry.isProven) this.count(peer);
  }

  /** What lies outside of the share is nothing. */
  gotHave(peer: string, blocks: readonly number[]): void {
    const entry = this.peerOf(peer);
    const { holdings } = entry;
    if (holdings === 'all') return;
    for (const block of blocks) {
      if (holdings.has(block)) continue;
      holdings.add(block);
      if (!holdings.has(block)) continue;
      if (this.isWanted(block)) entry.wanted += 1;
      if (entry.isProven) this.rarityOf()?.addCopy(block);
    }
  }

  /** Begun for others by a seed. */
  gotGiven(peer: string, blocks: readonly number[]): void {
    const entry = this.peerOf(peer);
    const rarity = entry.holdings === 'all' && blocks.length > 0 ? this.rarityOf() : undefined;
    if (rarity === undefined) return;
    entry.given ??= new Bitmap(this.done.size);
    for (const block of blocks) {
      if (block >= this.done.size || entry.given.has(block)) continue;
      entry.given.add(block);
      rarity.addCopy(block);
    }
  }

  /** Where this receiver begins at a seed. */
  gotStart(peer: string, block: number): void {
    const entry = this.peerOf(peer);
    if (!entry.hasBegun && block < this.done.size) entry.cursor = block;
  }

  /** A good block came from it: from now on its word counts. */
  prove(peer: string): void {
    const entry = this.peers.get(peer);
    if (entry === undefined || entry.isProven) return;
    entry.isProven = true;
    this.count(peer);
  }

  /** Blocks from `first` on are needed soon, in order; with `count` to the end of the share nothing else is asked for. */
  setUrgent(first: number, count: number): void {
    this.urgent = { first, end: Math.min(this.done.size, first + count) };
  }

  /** What is passed on in order waits in memory: the lowest of them must always find a place there. */
  get isOrdered(): boolean {
    return this.urgent.end > this.urgent.first && this.urgent.end === this.done.size;
  }

  /** The lowest urgent block that nobody is at. */
  get lowestUrgent(): number | undefined {
    return this.firstWanted(this.urgent.first, this.urgent.end);
  }

  /** Nobody is at them, and they are not here. */
  get wantedBlocks(): number {
    return this.wantedCount;
  }

  /** Wanted blocks of which only seeds are known to have a copy. */
  get hasFresh(): boolean {
    return this.rarity === undefined ? this.wantedCount > 0 : this.rarity.count(0) > 0;
  }

  /** The next for this peer; it is open from then on. */
  take(peer: string, rules: PickRules): number | undefined {
    const entry = this.peers.get(peer);
    if (entry === undefined || this.wantedCount === 0) return undefined;
    const block = entry.holdings === 'all' ? this.nextOfSeed(entry, rules) : this.nextOfHolder(entry, rules);
    if (block === undefined) return undefined;
    entry.hasBegun = true;
    if (entry.holdings === 'all') entry.cursor = (block + 1) % this.done.size;
    this.open.add(block);
    this.returned.delete(block);
    this.unwant(block);
    return block;
  }

  /** Nobody is at it any more. */
  giveBack(block: number): void {
    if (!this.open.delete(block) || this.done.has(block)) return;
    this.returned.add(block);
    this.wantedCount += 1;
    this.rarity?.want(block);
    this.countWanted(block, 1);
  }

  /** It is here, or nobody needs it. The caller marks it in `done` after this. */
  gotDone(block: number): void {
    if (this.isWanted(block)) this.unwant(block);
    this.returned.delete(block);
  }

  /** It is written, or dropped as not needed: no longer open. */
  close(block: number): void {
    this.open.delete(block);
  }

  private nextOfSeed(entry: PickerPeer, rules: PickRules): number | undefined {
    const { rarity } = this;
    const isFresh = (block: number): boolean =>
      this.isWanted(block) &&
      !rules.isBarred(block) &&
      (rules.mayCopy || rarity === undefined || rarity.isFresh(block));
    return (
      this.urgentOfSeed(entry, isFresh) ??
      this.lowestReturned(isFresh) ??
      (rarity === undefined ? this.nextInOrder(entry, isFresh) : this.nextFresh(rarity, entry, rules))
    );
  }

  private nextOfHolder(entry: PickerPeer, { isBarred }: PickRules): number | undefined {
    const { holdings } = entry;
    if (holdings === 'all' || entry.wanted === 0) return undefined;
    const isHis = (block: number): boolean => holdings.has(block) && this.isWanted(block) && !isBarred(block);
    return (
      this.firstUrgent(isHis) ??
      this.lowestReturned(isHis) ??
      (this.isOrdered ? undefined : (this.rarest(isHis) ?? this.nextHeld(entry, isHis)))
    );
  }

  private get urgentEnd(): number {
    const { first, end } = this.urgent;
    const from = this.isOrdered ? (this.done.firstMissing(first) ?? end) : first;
    return Math.min(end, from + (this.isOrdered ? ORDERED_BLOCKS : MOST_URGENT_BLOCKS));
  }

  private firstUrgent(isGood: (block: number) => boolean, from = this.urgent.first): number | undefined {
    const end = this.urgentEnd;
    const first = Math.max(from, this.urgent.first);
    for (let block = this.done.firstMissing(first) ?? end; block < end; block++) if (isGood(block)) return block;
    return undefined;
  }

  /**
   * Receivers that play the same from its start begin at different places of the window, as long as they know of each
   * other: what one has begun the others get from it.
   */
  private urgentOfSeed(entry: PickerPeer, isFresh: (block: number) => boolean): number | undefined {
    const { first } = this.urgent;
    if (this.urgent.end === first) return undefined;
    if (this.rarity === undefined) {
      if (entry.hasBegun || entry.cursor === 0) return this.lowestFrom(first, isFresh);
      const part = Math.floor((entry.cursor / this.done.size) * (this.urgentEnd - first));
      return this.firstUrgent(isFresh, first + part) ?? this.firstUrgent(isFresh);
    }
    return this.firstUrgent(isFresh, entry.cursor) ?? this.firstUrgent(isFresh);
  }

  /** The lowest, as if nobody else were there. */
  private lowestFrom(first: number, isGood: (block: number) => boolean): number | undefined {
    for (let block = this.done.firstMissing(first); block !== undefined && block < this.urgent.end;) {
      if (isGood(block)) return block;
      block = this.done.firstMissing(block + 1);
    }
    return undefined;
  }

  private lowestReturned(isGood: (block: number) => boolean): number | undefined {
    let lowest: number | undefined;
    for (const block of this.returned) if ((lowest === undefined || block < lowest) && isGood(block)) lowest = block;
    return lowest;
  }

  /** The next in order, and from the beginning after the end. */
  private nextInOrder({ cursor }: PickerPeer, isGood: (block: number) => boolean): number | undefined {
    if (this.isOrdered) return undefined;
    return this.firstGood(cursor, this.done.size, isGood) ?? this.firstGood(0, cursor, isGood);
  }

  private firstGood(from: number, end: number, isGood: (block: number) => boolean): number | undefined {
    for (let block = this.done.firstMissing(from); block !== undefined && block < end;) {
      if (isGood(block)) return block;
      block = this.done.firstMissing(block + 1);
    }
    return undefined;
  }

  private firstWanted(from: number, end: number): number | undefined {
    return this.firstGood(from, end, (block) => this.isWanted(block));
  }

  /** Its run goes on, or another begins among those with the fewest copies. */
  private nextFresh(rarity: Rarity, { cursor }: PickerPeer, { mayCopy, isBarred }: PickRules): number | undefined {
    if (this.isOrdered) return undefined;
    if (rarity.isFresh(cursor) && !isBarred(cursor)) return cursor;
    for (let level = 0; level < (mayCopy ? Rarity.levels : 1); level++) {
      const block = this.anyOf(rarity, level, (candidate) => !isBarred(candidate), MOST_LOOKS);
      if (block.found !== undefined) return block.found;
    }
    return undefined;
  }

  private rarest(isGood: (block: number) => boolean): number | undefined {
    const { rarity } = this;
    if (rarity === undefined) return undefined;
    let looks = MOST_LOOKS;
    for (let level = 0; level < Rarity.levels && looks > 0; level++) {
      const { found, looked } = this.anyOf(rarity, level, isGood, looks);
      if (found !== undefined) return found;
      looks -= looked;
    }
    return undefined;
  }

  /** From a random place on, so that receivers that know the same do not choose the same. */
  private anyOf(
    rarity: Rarity,
    level: number,
    isGood: (block: number) => boolean,
    looks: number,
  ): { readonly found: number | undefined; readonly looked: number } {
    const count = rarity.count(level);
    const from = Math.floor(this.random() * count);
    const most = Math.min(count, looks);
    for (let index = 0; index < most; index++) {
      const block = rarity.at(level, (from + index) % count);
      if (isGood(block)) return { found: block, looked: index + 1 };
    }
    return { found: undefined, looked: most };
  }

  /** A large share, of which it has little that is wanted. */
  private nextHeld(entry: PickerPeer, isHis: (block: number) => boolean): number | undefined {
    const from = Math.floor(this.random() * this.done.size);
    const { holdings } = entry;
    if (holdings === 'all') return undefined;
    return firstHeld(holdings, from, holdings.size, isHis) ?? firstHeld(holdings, 0, from, isHis);
  }

  private isWanted(block: number): boolean {
    return !this.done.has(block) && !this.open.has(block);
  }

  private unwant(block: number): void {
    this.wantedCount -= 1;
    this.rarity?.unwant(block);
    this.countWanted(block, -1);
  }

  private countWanted(block: number, step: number): void {
    for (const peer of this.peers.values())
      if (peer.holdings !== 'all' && peer.holdings.has(block)) peer.wanted += step;
  }

  private peerOf(peer: string): PickerPeer {
    const known = this.peers.get(peer);
    if (known !== undefined) return known;
    const entry: PickerPeer = {
      holdings: 'all',
      isProven: false,
      wanted: 0,
      cursor: 0,
      hasBegun: false,
      given: undefined,
    };
    this.peers.set(peer, entry);
    return entry;
  }

  private rarityOf(): Rarity | undefined {
    if (this.done.size <= MOST_RARE_BLOCKS) this.rarity ??= new Rarity(this.done.size, (block) => this.isWanted(block));
    return this.rarity;
  }

  private count(peer: string): void {
    const holdings = this.peers.get(peer)?.holdings;
    if (holdings === 'all' || holdings === undefined) return;
    for (const block of blocksOf(holdings)) this.rarityOf()?.addCopy(block);
  }

  private uncount(peer: string): void {
    const entry = this.peers.get(peer);
    if (entry === undefined || entry.holdings === 'all' || !entry.isProven) return;
    for (const block of blocksOf(entry.holdings)) this.rarity?.removeCopy(block);
  }
}

function* blocksOf(bitmap: Bitmap): Iterable<number> {
  for (let block = 0; block < bitmap.size; block++) if (bitmap.has(block)) yield block;
}

function firstHeld(
  holdings: Bitmap,
  from: number,
  end: number,
  isGood: (block: number) => boolean,
): number | undefined {
  for (let block = from; block < end; block++) if (holdings.has(block) && isGood(block)) return block;
  return undefined;
}
