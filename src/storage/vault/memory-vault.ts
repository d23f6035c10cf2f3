/**
 * Vaults in memory, for private windows without storage on disk, and for tests. Only small shares fit: a page has about
 * 1.5 GB of memory.
 */
import { BeamError } from '../../protocol/errors.ts';
import { BLOCK_BYTES } from '../../protocol/limits.ts';

import type { Vault, VaultStore } from './vault.ts';

/** The most bytes of all vaults together. An iPhone kills a page near 1.5 GB, and saving makes one more copy. */
export const MEMORY_VAULT_BYTES = 256 * 1024 * 1024;

/** Pages, each with the bytes of one block of the stream; shorter if less was written. */
type Pages = Map<number, Uint8Array<ArrayBuffer>>;

export class MemoryVaultStore implements VaultStore {
  private readonly capBytes: number;
  private readonly vaults = new Map<string, Pages>();
  private readonly openVaults = new Set<string>();

  constructor(capBytes = MEMORY_VAULT_BYTES) {
    this.capBytes = capBytes;
  }

  async open(id: string): Promise<Vault> {
    const pages: Pages = this.vaults.get(id) ?? new Map();
    this.vaults.set(id, pages);
    this.openVaults.add(id);
    return {
      write: async (offset, bytes) => {
        this.writeBytes(id, pages, offset, bytes);
        return undefined; // kept
      },
      flush: async () => this.checkOpen(id),
      read: async (offset, length) => {
        this.checkOpen(id);
        return readBytes(pages, offset, length);
      },
      file: async () => toBlob(pages),
      close: async () => void this.openVaults.delete(id),
    };
  }

  async peek(id: string): Promise<Blob | undefined> {
    const pages = this.vaults.get(id);
    return pages && toBlob(pages);
  }

  async list(): Promise<ReadonlyArray<{ readonly id: string; readonly bytes: number }>> {
    return [...this.vaults].map(([id, pages]) => ({ id, bytes: extent(pages) }));
  }

  async remove(id: string): Promise<void> {
    if (this.openVaults.has(id)) throw new BeamError('storage-failed', { cause: 'the vault is open' });
    this.vaults.delete(id);
  }

  async freeBytes(): Promise<number> {
    return Math.max(0, this.capBytes - this.extentBeside(undefined));
  }

  /** Bytes of all other vaults. */
  private extentBeside(pages: Pages | undefined): number {
    return [...this.vaults.values()].reduce((sum, vault) => sum + (vault === pages ? 0 : extent(vault)), 0);
  }

  private checkOpen(id: string): void {
    if (!this.openVaults.has(id)) throw new BeamError('storage-failed', { cause: 'the vault is not open' });
  }

  private writeBytes(id: string, pages: Pages, offset: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.checkOpen(id);
    const end = Math.max(extent(pages), offset + bytes.length);
    const others = this.extentBeside(pages);
    if (others + end > this.capBytes) {
      throw new BeamError('space-short', {
        figures: { neededBytes: end, freeBytes: Math.max(0, this.capBytes - others) },
      });
    }
    for (let done = 0; done < bytes.length;) {
      const page = Math.floor((offset + done) / BLOCK_BYTES);
      const at = offset + done - page * BLOCK_BYTES;
      const part = bytes.subarray(done, done + BLOCK_BYTES - at);
      pages.set(page, patched(pages.get(page), at, part));
      done += part.length;
    }
  }
}

/** A whole page is kept as it came, without a copy. */
function patched(
  page: Uint8Array<ArrayBuffer> | undefined,
  at: number,
  part: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const length = page?.length ?? 0;
  if (at === 0 && part.length >= length) return part;
  const grown = page !== undefined && length >= at + part.length ? page : new Uint8Array(at + part.length);
  if (page !== undefined && grown !== page) grown.set(page);
  grown.set(part, at);
  return grown;
}

/** The length that a file would have: up to the end of the last page. */
function extent(pages: Pages): number {
  let end = 0;
  for (const [page, bytes] of pages) end = Math.max(end, page * BLOCK_BYTES + bytes.length);
  return end;
}

/** What was not written is zero, as in a file. */
function readBytes(pages: Pages, offset: number, length: number): Uint8Array<ArrayBuffer> {
  if (offset + length > extent(pages)) throw new BeamError('storage-failed', { cause: 'the vault ends before' });
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const page = Math.floor((offset + done) / BLOCK_BYTES);
    const at = offset + done - page * BLOCK_BYTES;
    const part = Math.min(BLOCK_BYTES - at, length - done);
    bytes.set(pages.get(page)?.subarray(at, at + part) ?? [], done);
    done += part;
  }
  return bytes;
}

/** The same of all of it. */
function toBlob(pages: Pages): Blob {
  const bytes = extent(pages);
  const zeros = new Uint8Array(BLOCK_BYTES);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < bytes; start += BLOCK_BYTES) {
    const length = Math.min(BLOCK_BYTES, bytes - start);
    const page = pages.get(start / BLOCK_BYTES) ?? zeros.subarray(0, length);
    parts.push(page, zeros.subarray(page.length, length));
  }
  return new Blob(parts);
}
