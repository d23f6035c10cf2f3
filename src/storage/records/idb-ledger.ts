/** The ledger in IndexedDB: one record per share, and the block signatures apart, for a list wants none of them. */
import type { DBSchema } from 'idb';

import { abort, DURABLE, IdbConnection } from './idb-connection.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { pageOf, pagesOf, signatureIn, withSignatures, type KeptSignature } from './signature-pages.ts';

interface Schema extends DBSchema {
  entries: { key: string; value: LedgerEntry };
  /** By share and page. */
  signatures: { key: [id: string, page: number]; value: Uint8Array<ArrayBuffer> };
}

const BOTH = ['entries', 'signatures'] as const;

export class IdbLedger implements Ledger {
  private readonly connection: IdbConnection<Schema>;

  constructor(name = 'beamline') {
    this.connection = new IdbConnection(
      name,
      (database, oldVersion) => {
        if (oldVersion < 1) database.createObjectStore('entries', { keyPath: 'id' });
        if (oldVersion < 2) database.createObjectStore('signatures');
      },
      2,
    );
  }

  get(id: string): Promise<LedgerEntry | undefined> {
    return this.connection.use((database) => database.get('entries', id));
  }

  put(entry: LedgerEntry, signatures: readonly KeptSignature[] = []): Promise<void> {
    return this.connection.use(async (database) => {
      const kept = withOwnBuffers(entry);
      const transaction = database.transaction(BOTH, 'readwrite', DURABLE);
      const pages = transaction.objectStore('signatures');
      const add = async (page: number): Promise<void> => {
        const key: [string, number] = [entry.id, page];
        await pages.put(withSignatures(await pages.get(key), page, signatures), key);
      };
      try {
        await Promise.all([
          transaction.objectStore('entries').put(kept),
          ...Array.from(pagesOf(signatures), add),
          transaction.done,
        ]);
      } catch (thrown) {
        abort(transaction);
        throw thrown;
      }
    });
  }

  list(): Promise<readonly LedgerEntry[]> {
    return this.connection.use((database) => database.getAll('entries'));
  }

  signature(id: string, block: number): Promise<KeptSignature | undefined> {
    return this.connection.use(async (database) =>
      signatureIn(await database.get('signatures', [id, pageOf(block)]), block),
    );
  }

  remove(id: string): Promise<void> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction(BOTH, 'readwrite', DURABLE);
      const pages = IDBKeyRange.bound([id, 0], [id, Infinity]);
      await Promise.all([
        transaction.objectStore('entries').delete(id),
        transaction.objectStore('signatures').delete(pages),
        transaction.done,
      ]);
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

/** Structured clone of a view clones all of the buffer behind it. */
function withOwnBuffers(entry: LedgerEntry): LedgerEntry {
  const { blocks, signed } = entry;
  return { ...entry, blocks: ownBuffer(blocks), ...(signed && { signed: ownBuffer(signed) }) };
}

const ownBuffer = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
