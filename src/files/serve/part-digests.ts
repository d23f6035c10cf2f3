/**
 * SHA-256 of every part of the stream that was signed once: what is read again must be the same, or two receivers would
 * get different files, and one that resumes a mix of old and new. 32 bytes for each part (see
 * protocol/stream-layout.ts), in pages, as they are kept.
 */
import type { StreamLayout } from '../../protocol/stream-layout.ts';

const DIGEST_BYTES = 32;
/** Parts of one page: 32 KiB, the unit of store. */
const PAGE_PARTS = 1024;
/** Kept at least this often. */
const KEEP_MS = 1000;

/** Where the pages are kept beyond this browser page. */
export interface DigestStore {
  /** Of an earlier visit; absent where there was none. */
  load?(): Promise<ReadonlyMap<number, Uint8Array<ArrayBuffer>>>;
  keep(page: number, digests: Uint8Array<ArrayBuffer>): Promise<void>;
}

export class PartDigests {
  /** A digest of zeros is one that is not known. */
  private readonly pages = new Map<number, Uint8Array<ArrayBuffer>>();
  private readonly changed = new Set<number>();
  /** Known parts of each file that was asked about. */
  private readonly counts = new Map<number, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Some of it was signed on an earlier visit of the page: the files may have changed in between. */
  hasEarlier = false;

  private readonly layout: StreamLayout;
  private readonly store: DigestStore | undefined;

  constructor(layout: StreamLayout, store?: DigestStore) {
    this.layout = layout;
    this.store = store;
  }

  /** With what was kept of an earlier visit. What cannot be read is not known: links must not die of that. */
  static async open(layout: StreamLayout, store?: DigestStore): Promise<PartDigests> {
    const digests = new PartDigests(layout, store);
    const kept = await store?.load?.().catch(() => undefined);
    for (const [page, bytes] of kept ?? [])
      if (bytes.length === PAGE_PARTS * DIGEST_BYTES) digests.pages.set(page, bytes);
    digests.hasEarlier = digests.pages.size > 0;
    return digests;
  }

  /** True unless the part was signed before and was something else. Learns it. */
  check(file: number, block: number, digest: Uint8Array): boolean {
    const { page, at } = this.place(file, block);
    const bytes = this.pages.get(page) ?? new Uint8Array(PAGE_PARTS * DIGEST_BYTES);
    this.pages.set(page, bytes);
    const known = bytes.subarray(at, at + DIGEST_BYTES);
    if (known.some((byte) => byte !== 0)) return known.every((byte, index) => byte === digest[index]);
    known.set(digest);
    this.changed.add(page);
    const count = this.counts.get(file);
    if (count !== undefined) this.counts.set(file, count + 1);
    if (this.store !== undefined) this.timer ??= setTimeout(() => this.keep(), KEEP_MS);
    return true;
  }

  /** Every part of the file was signed. */
  isComplete(file: number): boolean {
    const { first, end } = this.layout.blocksOf(file);
    let count = this.counts.get(file);
    if (count === undefined) {
      count = 0;
      for (let block = first; block < end; block += 1) if (this.isKnown(file, block)) count += 1;
      this.counts.set(file, count);
    }
    return count === end - first;
  }

  /** What has been learned and is not kept yet is kept now. */
  close(): void {
    if (this.timer !== undefined) this.keep();
  }

  private keep(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const page of this.changed) {
      const bytes = this.pages.get(page);
      if (bytes !== undefined) this.store?.keep(page, bytes).catch(() => {}); // it holds as long as this page does
    }
    this.changed.clear();
  }

  private isKnown(file: number, block: number): boolean {
    const { page, at } = this.place(file, block);
    return (
      this.pages
        .get(page)
        ?.subarray(at, at + DIGEST_BYTES)
        .some((byte) => byte !== 0) ?? false
    );
  }

  private place(file: number, block: number): { readonly page: number; readonly at: number } {
    const part = this.layout.partNumber(file, block);
    return { page: Math.floor(part / PAGE_PARTS), at: (part % PAGE_PARTS) * DIGEST_BYTES };
  }
}
