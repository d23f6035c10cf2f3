/**
 * A connection to one database of this origin. It opens at the first use, and closes when another tab needs to change
 * the schema.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

import { BeamError } from '../../protocol/errors.ts';

import { storageErrorCode } from '../vault/storage-error.ts';

/**
 * A transaction is on disk before its promise resolves. The default ("relaxed") can lose a mark, which is bad, or the
 * order of two transactions, which is worse.
 */
export const DURABLE = { durability: 'strict' } as const;

/** Nothing of it is kept: a call of it has failed, and the others would be carried out. */
export function abort(transaction: { abort(): void; readonly done: Promise<void> }): void {
  transaction.done.catch(() => {});
  try {
    transaction.abort();
  } catch {
    // It has failed as a whole.
  }
}

export class IdbConnection<Schema extends DBSchema> {
  private readonly name: string;
  private readonly upgrade: (database: IDBPDatabase<Schema>, oldVersion: number) => void;
  private readonly version: number;
  private database: Promise<IDBPDatabase<Schema>> | undefined;

  /** @param upgrade makes the object stores that an older version of the database lacks; version 0 is a new database */
  constructor(name: string, upgrade: (database: IDBPDatabase<Schema>, oldVersion: number) => void, version = 1) {
    this.name = name;
    this.upgrade = upgrade;
    this.version = version;
  }

  /** Rejects with BeamError `storage-blocked`, `storage-failed`, `space-short`. */
  async use<Result>(work: (database: IDBPDatabase<Schema>) => Promise<Result>): Promise<Result> {
    try {
      this.database ??= this.open();
      return await work(await this.database);
    } catch (thrown) {
      const code = storageErrorCode(thrown);
      if (code === 'storage-lost') this.database = undefined; // `terminated` has not come yet
      throw new BeamError(code, { cause: thrown });
    }
  }

  /** Gives up the connection; the next call opens it again. */
  async close(): Promise<void> {
    const database = this.database;
    this.database = undefined;
    await database?.then(
      (opened) => opened.close(),
      () => {},
    );
  }

  private async open(): Promise<IDBPDatabase<Schema>> {
    const forget = (): void => {
      this.database = undefined;
    };
    const upgrade = this.upgrade;
    try {
      return await openDB<Schema>(this.name, this.version, {
        upgrade(database, oldVersion) {
          upgrade(database, oldVersion);
        },
        // A tab with a newer version of the app needs to change the schema, and waits for us to close.
        blocking: () => void this.close(),
        // The browser has closed it (site data cleared, Safari's storage process gone).
        terminated: forget,
      });
    } catch (thrown) {
      forget();
      // IndexedDB is missing, or Firefox's InvalidStateError where it gives no storage.
      const isBlocked =
        !('indexedDB' in globalThis) || (thrown instanceof DOMException && thrown.name === 'InvalidStateError');
      throw isBlocked ? new DOMException('no IndexedDB here', 'SecurityError') : thrown;
    }
  }
}
