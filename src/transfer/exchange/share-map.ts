/**
 * Who has which blocks of the share, as far as we know, and which of them are wanted here. Rarity counts what holders
 * say, from their first good block on (a liar's word counts for nothing), and what the seeds say that they have given to
 * others. It costs memory for each block, so that it begins with the first of these words.
 */
import { Bitmap } from './bitmap.ts';
import { Rarity } from './rarity.ts';

/** What a peer has of the share. */
export type Holdings = 'all' | Bitmap;

/** In a larger share rarity would cost more memory than it is worth. */
const MOST_RARE_BLOCKS = 2 ** 20;

interface Holder {
  holdings: Holdings;
  /** Its word counts. */
  isProven: boolean;
  /** Wanted blocks that it has; of a seed it is not counted. */
  wanted: number;
  /** What it has begun to give to others. */
  given: Bitmap | undefined;
}

export class ShareMap {
  /** Wanted blocks that somebody had been at. */
  readonly returned = new Set<number>();
  private readonly holders = new Map<string, Holder>();
  /** Blocks under way, being verified or written. */
  private readonly open = new Set<number>();
  private known: Rarity | undefined;
  private wantedCount: number;

  /** Blocks that are here, or that nobody needs: added by `gotDone`. */
  readonly done: Bitmap;

  constructor(done: Bitmap) {
    this.done = done;
    this.wantedCount = done.size - done.count;
  }

  /** Of all blocks. */
  get size(): number {
    return this.done.size;
  }

  /** Undefined as long as nobody else is known to have, or to be given, a block. */
  get rarity(): Rarity | undefined {
    return this.known;
  }

  /** Nobody is at it, and it is not here. */
  isWanted(block: number): boolean {
    return block < this.size && !this.done.has(block) && !this.open.has(block);
  }

  get wantedBlocks(): number {
    return this.wantedCount;
  }

  /** Wanted blocks of which nobody but seeds is known to have one. */
  get hasFresh(): boolean {
    return this.known === undefined ? this.wantedCount > 0 : this.known.count(0) > 0;
  }

  // --- peers -------------------------------------------------------------------------------------------------------

  /** A seed, until its holdings say something else. */
  addPeer(peer: string): void {
    this.holderOf(peer);
  }

  removePeer(peer: string): void {
    this.uncount(peer);
    const given = this.holders.get(peer)?.given;
    if (given !== undefined) for (const block of blocksOf(given)) this.known?.removeCopy(block);
    this.holders.delete(peer);
  }

  isSeed(peer: string): boolean {
    return this.holders.get(peer)?.holdings === 'all';
  }

  has(peer: string, block: number): boolean {
    const holdings = this.holders.get(peer)?.holdings;
    return holdings === 'all' || holdings?.has(block) === true;
  }

  /** The first block at or after `from` that this holder, not a seed, has. */
  firstHeld(peer: string, from: number): number | undefined {
    const holdings = this.holders.get(peer)?.holdings;
    return holdings === 'all' ? undefined : holdings?.firstMember(from);
  }

  /** Wanted blocks that no holder has, counted up to so many. */
  unheld(most: number): number {
    let count = 0;
    for (let block = this.done.firstMissing(0); block !== undefined && count < most;) {
      if (this.isWanted(block) && !this.isHeld(block)) count += 1;
      block = this.done.firstMissing(block + 1);
    }
    return count;
  }

  private isHeld(block: number): boolean {
    for (const { holdings } of this.holders.values()) if (holdings !== 'all' && holdings.has(block)) return true;
    return false;
  }

  /** It has a block that is wanted. */
  hasWanted(peer: string): boolean {
    const holder = this.holders.get(peer);
    return this.wantedCount > 0 && (holder?.holdings === 'all' || (holder?.wanted ?? 0) > 0);
  }

  /** Of no peer it is known that it lacks anything. */
  get hasOnlySeeds(): boolean {
    for (const { holdings } of this.holders.values()) if (holdings !== 'all') return false;
    return true;
  }

  gotHoldings(peer: string, holdings: Holdings): void {
    this.uncount(peer);
    const holder = this.holderOf(peer);
    holder.holdings = holdings;
    holder.wanted = 0;
    if (holdings === 'all') return;
    for (const block of blocksOf(holdings)) if (this.isWanted(block)) holder.wanted += 1;
    if (holder.isProven) this.count(peer);
  }

  /** What lies outside of the share is nothing. */
  gotHave(peer: string, blocks: readonly number[]): void {
    const holder = this.holderOf(peer);
    const { holdings } = holder;
    if (holdings === 'all') return;
    for (const block of blocks) {
      if (block >= this.size || holdings.has(block)) continue;
      holdings.add(block);
      if (this.isWanted(block)) holder.wanted += 1;
      if (holder.isProven) this.rarityOf()?.addCopy(block);
    }
  }

  /** A seed has begun to give these to others. */
  gotGiven(peer: string, blocks: readonly number[]): void {
    const holder = this.holderOf(peer);
    const rarity = holder.holdings === 'all' && blocks.length > 0 ? this.rarityOf() : undefined;
    if (rarity === undefined) return;
    holder.given ??= new Bitmap(this.size);
    for (const block of blocks) {
      if (block >= this.size || holder.given.has(block)) continue;
      holder.given.add(block);
      rarity.addCopy(block);
    }
  }

  /** A good block came from it: from now on its word counts. */
  prove(peer: string): void {
    const holder = this.holders.get(peer);
    if (holder === undefined || holder.isProven) return;
    holder.isProven = true;
    this.count(peer);
  }

  // --- blocks ------------------------------------------------------------------------------------------------------

  /** Somebody is at it now. */
  begin(block: number): void {
    this.open.add(block);
    this.returned.delete(block);
    this.unwant(block);
  }

  /** Nobody is at it any more. */
  giveBack(block: number): void {
    if (!this.open.delete(block) || this.done.has(block)) return;
    this.returned.add(block);
    this.wantedCount += 1;
    this.known?.want(block);
    this.countWanted(block, 1);
  }

  /** Nobody needs to ask for it any more. */
  gotDone(block: number): void {
    if (this.isWanted(block)) this.unwant(block);
    this.returned.delete(block);
    this.done.add(block);
  }

  /** It is written. */
  gotWritten(block: number): void {
    this.gotDone(block);
    this.open.delete(block);
  }

  private unwant(block: number): void {
    this.wantedCount -= 1;
    this.known?.unwant(block);
    this.countWanted(block, -1);
  }

  private countWanted(block: number, step: number): void {
    for (const holder of this.holders.values())
      if (holder.holdings !== 'all' && holder.holdings.has(block)) holder.wanted += step;
  }

  private holderOf(peer: string): Holder {
    const known = this.holders.get(peer);
    if (known !== undefined) return known;
    const holder: Holder = { holdings: 'all', isProven: false, wanted: 0, given: undefined };
    this.holders.set(peer, holder);
    return holder;
  }

  private rarityOf(): Rarity | undefined {
    if (this.size <= MOST_RARE_BLOCKS) this.known ??= new Rarity(this.size, (block) => this.isWanted(block));
    return this.known;
  }

  private count(peer: string): void {
    const holdings = this.holders.get(peer)?.holdings;
    if (holdings === 'all' || holdings === undefined) return;
    for (const block of blocksOf(holdings)) this.rarityOf()?.addCopy(block);
  }

  private uncount(peer: string): void {
    const holder = this.holders.get(peer);
    if (holder === undefined || holder.holdings === 'all' || !holder.isProven) return;
    for (const block of blocksOf(holder.holdings)) this.known?.removeCopy(block);
  }
}

function* blocksOf(bitmap: Bitmap): Iterable<number> {
  for (let block = bitmap.firstMember(); block !== undefined; block = bitmap.firstMember(block + 1)) yield block;
}
