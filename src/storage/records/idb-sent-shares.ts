/** Sent shares in IndexedDB. Summaries are stored apart: a manifest can have 48 MiB, and the list does not need it. */
import type { DBSchema } from 'idb';

import { abort, DURABLE, IdbConnection } from './idb-connection.ts';
import type { SentContent, SentShares, SentSummary } from './sent-shares.ts';

interface Schema extends DBSchema {
  summaries: { key: string; value: SentSummary };
  contents: { key: string; value: SentContent };
  /** By share and page. */
  digests: { key: [id: string, page: number]; value: Uint8Array<ArrayBuffer> };
}

const BOTH = ['summaries', 'contents'] as const;
const ALL = [...BOTH, 'digests'] as const;

export class IdbSentShares implements SentShares {
  private readonly connection: IdbConnection<Schema>;

  /** It is a separate database, so that the schema of the ledger's need not change. */
  constructor(name = 'beamline-sent') {
    this.connection = new IdbConnection(
      name,
      (database, oldVersion) => {
        if (oldVersion < 1) for (const store of BOTH) database.createObjectStore(store, { keyPath: 'id' });
        if (oldVersion < 2) database.createObjectStore('digests');
      },
      2,
    );
  }

  list(): Promise<readonly SentSummary[]> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction(BOTH);
      const [summaries, ids] = await Promise.all([
        transaction.objectStore('summaries').getAll(),
        transaction.objectStore('contents').getAllKeys(),
      ]);
      // Earlier versions stored a summary without its content if the browser could not store the key.
      const whole = new Set(ids);
      return summaries.filter(({ id }) => whole.has(id));
    });
  }

  get(id: string): Promise<(SentSummary & SentContent) | undefined> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction(BOTH);
      const [summary, content] = await Promise.all([
        transaction.objectStore('summaries').get(id),
        transaction.objectStore('contents').get(id),
      ]);
      return summary && content && { ...summary, ...content };
    });
  }

  put(summary: SentSummary, content: SentContent): Promise<void> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction(BOTH, 'readwrite', DURABLE);
      try {
        // The content goes first: a key that cannot be cloned (reported on iPhones) throws at once, and the transaction
        // would still commit what was put before.
        await Promise.all([
          transaction.objectStore('contents').put(content),
          transaction.objectStore('summaries').put(summary),
          transaction.done,
        ]);
      } catch (thrown) {
        abort(transaction);
        throw thrown;
      }
    });
  }

  update(summary: SentSummary): Promise<void> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction('summaries', 'readwrite', DURABLE);
      if ((await transaction.store.getKey(summary.id)) !== undefined) await transaction.store.put(summary);
      await transaction.done;
    });
  }

  remove(id: string): Promise<void> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction(ALL, 'readwrite', DURABLE);
      const digests = transaction.objectStore('digests').delete(pagesOf(id));
      await Promise.all([...BOTH.map((store) => transaction.objectStore(store).delete(id)), digests, transaction.done]);
    });
  }

  digests(id: string): Promise<ReadonlyMap<number, Uint8Array<ArrayBuffer>>> {
    return this.connection.use(async (database) => {
      const store = database.transaction('digests').store;
      const [keys, values] = await Promise.all([store.getAllKeys(pagesOf(id)), store.getAll(pagesOf(id))]);
      return new Map(keys.map(([, page], index) => [page, values[index] ?? new Uint8Array()]));
    });
  }

  putDigests(id: string, page: number, digests: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction(['summaries', 'digests'], 'readwrite');
      // If the share was removed meanwhile, nothing of it may be stored again.
      if ((await transaction.objectStore('summaries').getKey(id)) !== undefined)
        await transaction.objectStore('digests').put(digests, [id, page]);
      await transaction.done;
    });
  }

  /** Gives up the connection; the next call opens it again. */
  close(): Promise<void> {
    return this.connection.close();
  }
}

const pagesOf = (id: string): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Infinity]);
