/**
 * Where received blocks rest until they are saved: one file of bytes per share, written at any offset.
 * Implementations: opfs-vault.ts (the real one), memory-vault.ts (private windows; capped). One contract suite for
 * both. streaming-vault.ts keeps nothing, for shares that do not fit: it has nothing to read.
 */
export interface Vault {
  /**
   * Writes a whole block at a byte offset. The buffer is transferred: do not use it again. If the vault does not keep
   * the buffer, the promise resolves with it, so that the next block can use it: dropped buffers would wait for the
   * garbage collector of two threads. Rejects with BeamError `space-short` when the quota is exhausted, else
   * `storage-failed`.
   */
  write(offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer | undefined>;
  /** Resolves when all that was written before is on disk. Only then may the ledger be marked. */
  flush(): Promise<void>;
  /**
   * A buffer of its own, with what was written; zeros where nothing was. Rejects with BeamError
   * `storage-failed` when the vault ends before, or is closed.
   */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * The bytes so far, disk-backed: nothing is read until somebody reads from it. Valid after close() until remove().
   */
  file(): Promise<Blob>;
  /** Ends writing and gives up the lock on the file. */
  close(): Promise<void>;
}

export interface VaultStore {
  /** Opens or creates. `id`: the room id. Rejects with `storage-blocked` where the browser gives no storage. */
  open(id: string): Promise<Vault>;
  /** What is in it now, without a lock: good until somebody writes to it. undefined where there is none. */
  peek(id: string): Promise<Blob | undefined>;
  /** Bytes of each vault there is. */
  list(): Promise<ReadonlyArray<{ readonly id: string; readonly bytes: number }>>;
  /** Removes a vault that is not open; fine if there is none. */
  remove(id: string): Promise<void>;
  /** Bytes that all vaults together may still grow by; undefined where the browser does not say. */
  freeBytes(): Promise<number | undefined>;
}
