/**
 * Which shares are kept and which of their blocks are verified and durable. In IndexedDB; holds no file bytes.
 * Implementations: idb-ledger.ts, memory-ledger.ts. One contract suite for both.
 */
import type { FileRange } from '../../protocol/withdrawal.ts';

export interface LedgerEntry {
  /** Room id. */
  readonly id: string;
  /** The link's secret, so that the share can go on without the link; entries of earlier versions have none. */
  readonly token?: string;
  /** The link wants a password as well, which is asked for again. */
  readonly hasPassword?: boolean;
  /** SHA-256 of the manifest (base64url): marks for another list of files are worthless. */
  readonly manifestSha256: string;
  /** First file's name, made safe, for the Storage page. */
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly createdMs: number;
  /** When it, or what was chosen of it, was saved; undefined while blocks are missing or saving is not done. */
  readonly savedMs: number | undefined;
  /** Files that are being taken; undefined for all, and once they are saved. */
  readonly chosen?: readonly FileRange[];
  /** Files that were saved while others were left for later; undefined where that is not so. */
  readonly saved?: readonly FileRange[];
  /** Files that were not to be had when the blocks were marked: zeros may stand for them. Undefined for none. */
  readonly withdrawn?: readonly FileRange[];
  /** One bit per block, least significant bit first: verified and flushed. */
  readonly blocks: Uint8Array<ArrayBuffer>;
}

export interface Ledger {
  get(id: string): Promise<LedgerEntry | undefined>;
  /** Creates or replaces, durably: resolves after the transaction is complete. */
  put(entry: LedgerEntry): Promise<void>;
  list(): Promise<readonly LedgerEntry[]>;
  remove(id: string): Promise<void>;
}
