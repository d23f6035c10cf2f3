/** The ledger in IndexedDB: one record per share. */
import type { DBSchema } from 'idb';

import { DURABLE, IdbConnection } from './idb-connection.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';

interface Schema extends DBSchema {
  entries: { key: string; value: LedgerEntry };
}

export class IdbLedger implements Ledger {
  private readonly connection: IdbConnection<Schema>;

  constructor(name = 'beamline') {
    this.connection = new IdbConnection(
      name,
      (database) => void database.createObjectStore('entries', { keyPath: 'id' }),
    );
  }

  get(id: string): Promise<LedgerEntry | undefined> {
    return this.connection.use((database) => database.get('entries', id));
  }

  put(entry: LedgerEntry): Promise<void> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction('entries', 'readwrite', DURABLE);
      await Promise.all([transaction.store.put(withOwnBuffer(entry)), transaction.done]);
    });
  }

  list(): Promise<readonly LedgerEntry[]> {
    return this.connection.use((database) => database.getAll('entries'));
  }

  remove(id: string): Promise<void> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction('entries', 'readwrite', DURABLE);
      await Promise.all([transaction.store.delete(id), transaction.done]);
    });
  }

  /**
   * Rejects if nothing can be stored here. It writes a trial record. If the page goes away before it is removed, the
   * record is swept later, like one of a finished share.
   */
  async tryOut(): Promise<void> {
    const trial = {
      id: 'trial',
      manifestSha256: '',
      name: '',
      files: 0,
      bytes: 0,
      createdMs: 0,
      savedMs: 0,
      blocks: new Uint8Array(),
    };
    await this.put(trial);
    await this.get(trial.id);
    await this.remove(trial.id);
  }

  /** Gives up the connection; the next call opens it again. */
  close(): Promise<void> {
    return this.connection.close();
  }
}

/** A copy, because a structured clone of a view clones the whole buffer behind it. */
function withOwnBuffer(entry: LedgerEntry): LedgerEntry {
  return entry.blocks.byteLength === entry.blocks.buffer.byteLength
    ? entry
    : { ...entry, blocks: entry.blocks.slice() };
}
