/**
 * Which shares are kept, which of their blocks are verified and durable, and the signatures of these. In IndexedDB;
 * holds no file bytes. Implementations: idb-ledger.ts, memory-ledger.ts. One contract suite for both.
 */
import type { FileRange } from '../../protocol/withdrawal.ts';
import type { KeptSignature } from './signature-pages.ts';

export interface LedgerEntry {
  /** Room id. */
  readonly id: string;
  /** The token, so that the transfer can go on without the link. Entries of earlier versions have none. */
  readonly token?: string;
  /** The link needs a password as well. It is not stored, so the person is asked again. */
  readonly hasPassword?: boolean;
  /** SHA-256 of the manifest (base64url). The marks of blocks are valid for this list of files only. */
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
  /** One bit per block, least significant bit first: 1 if it is verified and on disk. */
  readonly blocks: Uint8Array<ArrayBuffer>;
  /**
   * The same, for the blocks whose signature is kept: they can be served. Marks of earlier versions have none, nor has a
   * block in which zeros stand for withdrawn files. What is kept of other blocks is of an earlier share, and worthless.
   */
  readonly signed?: Uint8Array<ArrayBuffer>;
}

export interface Ledger {
  get(id: string): Promise<LedgerEntry | undefined>;
  /**
   * Creates or replaces, durably: resolves after the transaction is complete.
   * @param signatures of blocks that are marked by it: all is kept or nothing. Those of other blocks stay
   */
  put(entry: LedgerEntry, signatures?: readonly KeptSignature[]): Promise<void>;
  list(): Promise<readonly LedgerEntry[]>;
  /** What was kept of a block of a share; undefined where nothing was, or it cannot be read any more. */
  signature(id: string, block: number): Promise<KeptSignature | undefined>;
  /** With its signatures. */
  remove(id: string): Promise<void>;
}
