/** The ledger in IndexedDB: one record per share. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

import { BeamError } from '../protocol/errors.ts';

import type { Ledger, LedgerEntry } from './ledger.ts';
import { storageErrorCode } from './storage-error.ts';

interface Schema extends DBSchema {
  entries: { key: string; value: LedgerEntry };
}

const VERSION = 1;

/** On disk before the promise resolves. Browsers' default ("relaxed") can lose a mark, which is bad, or order, which is worse. */
const DURABLE = { durability: 'strict' } as const;

export class IdbLedger implements Ledger {
  readonly #name: string;
  #database: Promise<IDBPDatabase<Schema>> | undefined;

  constructor(name = 'beamline') {
    this.#name = name;
  }

  get(id: string): Promise<LedgerEntry | undefined> {
    return this.#use((database) => database.get('entries', id));
  }

  put(entry: LedgerEntry): Promise<void> {
    return this.#use(async (database) => {
      const transaction = database.transaction('entries', 'readwrite', DURABLE);
      await Promise.all([transaction.store.put(withOwnBuffer(entry)), transaction.done]);
    });
  }

  list(): Promise<readonly LedgerEntry[]> {
    return this.#use((database) => database.getAll('entries'));
  }

  remove(id: string): Promise<void> {
    return this.#use(async (database) => {
      const transaction = database.transaction('entries', 'readwrite', DURABLE);
      await Promise.all([transaction.store.delete(id), transaction.done]);
    });
  }

  /** Gives up the connection; the next call opens it again. */
  async close(): Promise<void> {
    const database = this.#database;
    this.#database = undefined;
    await database?.then((opened) => opened.close(), () => {});
  }

  async #use<Result>(work: (database: IDBPDatabase<Schema>) => Promise<Result>): Promise<Result> {
    try {
      this.#database ??= this.#open();
      return await work(await this.#database);
    } catch (thrown) {
      throw new BeamError(storageErrorCode(thrown), { cause: thrown });
    }
  }

  async #open(): Promise<IDBPDatabase<Schema>> {
    const forget = (): void => {
      this.#database = undefined;
    };
    try {
      return await openDB<Schema>(this.#name, VERSION, {
        upgrade(database, oldVersion) {
          if (oldVersion < 1) database.createObjectStore('entries', { keyPath: 'id' });
        },
        // A tab with a newer version of the app wants to change the schema: out of its way.
        blocking: () => void this.close(),
        // The browser has closed it (site data cleared, Safari's storage process gone).
        terminated: forget,
      });
    } catch (thrown) {
      forget();
      // IndexedDB is missing, or Firefox's InvalidStateError where it gives no storage.
      const isBlocked = !('indexedDB' in globalThis) || (thrown instanceof DOMException && thrown.name === 'InvalidStateError');
      throw isBlocked ? new DOMException('no IndexedDB here', 'SecurityError') : thrown;
    }
  }
}

/** Structured clone of a view clones all of the buffer behind it. */
function withOwnBuffer(entry: LedgerEntry): LedgerEntry {
  return entry.blocks.byteLength === entry.blocks.buffer.byteLength ? entry : { ...entry, blocks: entry.blocks.slice() };
}
