/**
 * Which received shares are stored, and which of their blocks are verified and on disk. It is in IndexedDB and holds no
 * file bytes. Implementations: idb-ledger.ts, memory-ledger.ts. Both pass one contract suite.
 */
import type { FileRange } from '../../protocol/withdrawal.ts';

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
  /** When it was saved; undefined while blocks are missing or the files are not saved yet. */
  readonly savedMs: number | undefined;
  /** Files that were withdrawn when the blocks were marked: there may be zeros in their place. Undefined for none. */
  readonly withdrawn?: readonly FileRange[];
  /** One bit per block, least significant bit first: 1 if it is verified and on disk. */
  readonly blocks: Uint8Array<ArrayBuffer>;
}

export interface Ledger {
  get(id: string): Promise<LedgerEntry | undefined>;
  /** Creates or replaces, durably: resolves after the transaction is complete. */
  put(entry: LedgerEntry): Promise<void>;
  list(): Promise<readonly LedgerEntry[]>;
  remove(id: string): Promise<void>;
}
