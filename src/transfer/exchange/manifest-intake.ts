/**
 * Takes a manifest in by pages: asks for a bounded number at a time, and holds no more than its signed head announces.
 * See SPEC.md, section M.
 */
import { MANIFEST_PAGES_UNDER_WAY } from '../../protocol/limits.ts';
import type { ManifestHead } from '../../protocol/manifest.ts';

export type IntakeResult =
  | { readonly type: 'ask'; readonly first: number; readonly count: number }
  | { readonly type: 'wait' }
  | { readonly type: 'whole'; readonly pages: readonly string[] }
  | { readonly type: 'bad' };

export class ManifestIntake {
  private readonly pages: string[] = [];
  private bytes = 0;
  /** Page 0 comes unasked. */
  private askedTo = 1;

  private readonly head: ManifestHead;

  constructor(head: ManifestHead) {
    this.head = head;
  }

  /** Pages come in order, each once. */
  gotPage(page: number, text: string): IntakeResult {
    if (page !== this.pages.length || page >= this.askedTo) return { type: 'bad' };
    this.bytes += new TextEncoder().encode(text).length;
    if (this.bytes > this.head.pageBytes) return { type: 'bad' };
    this.pages.push(text);
    if (this.pages.length === this.head.pages)
      return this.bytes === this.head.pageBytes ? { type: 'whole', pages: this.pages } : { type: 'bad' };
    // Half of what may be under way is asked for at once: a message for several pages, and no idle time.
    const count = Math.min(this.head.pages - this.askedTo, MANIFEST_PAGES_UNDER_WAY / 2);
    if (count <= 0 || this.askedTo - this.pages.length > MANIFEST_PAGES_UNDER_WAY / 2) return { type: 'wait' };
    const first = this.askedTo;
    this.askedTo += count;
    return { type: 'ask', first, count };
  }
}
