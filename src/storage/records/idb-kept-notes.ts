/** Kept notes in IndexedDB: one record for each room, which its bounds keep small. */
import type { DBSchema } from 'idb';

import { DURABLE, IdbConnection } from './idb-connection.ts';
import { mergedNotes, type KeptNote, type KeptNotes, type KeptRoom } from './kept-notes.ts';

interface Schema extends DBSchema {
  rooms: { key: string; value: KeptRoom };
}

export class IdbKeptNotes implements KeptNotes {
  private readonly connection: IdbConnection<Schema>;

  /** It is a separate database, so that the schemas of the others need not change. */
  constructor(name = 'beamline-notes') {
    this.connection = new IdbConnection(name, (database) => {
      database.createObjectStore('rooms', { keyPath: 'room' });
    });
  }

  rooms(): Promise<readonly string[]> {
    return this.connection.use((database) => database.getAllKeys('rooms'));
  }

  get(room: string): Promise<readonly KeptNote[] | undefined> {
    return this.connection.use(async (database) => (await database.get('rooms', room))?.notes);
  }

  async put(room: string, notes: readonly KeptNote[], nowMs: number): Promise<void> {
    await this.merge(room, notes, nowMs, true);
  }

  update(room: string, notes: readonly KeptNote[], nowMs: number): Promise<boolean> {
    return this.merge(room, notes, nowMs, false);
  }

  remove(room: string): Promise<void> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction('rooms', 'readwrite', DURABLE);
      await Promise.all([transaction.store.delete(room), transaction.done]);
    });
  }

  sweep(beforeMs = Infinity): Promise<void> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction('rooms', 'readwrite', DURABLE);
      const old = (await transaction.store.getAll()).filter(({ changedMs }) => changedMs < beforeMs);
      await Promise.all([...old.map(({ room }) => transaction.store.delete(room)), transaction.done]);
    });
  }

  /** Gives up the connection; the next call opens it again. */
  close(): Promise<void> {
    return this.connection.close();
  }

  /** In one transaction: another tab may change, or remove, the same room. */
  private merge(room: string, notes: readonly KeptNote[], changedMs: number, mayBegin: boolean): Promise<boolean> {
    return this.connection.use(async (database) => {
      const transaction = database.transaction('rooms', 'readwrite', DURABLE);
      const kept = await transaction.store.get(room);
      const isKept = kept !== undefined || mayBegin;
      if (isKept) await transaction.store.put({ room, changedMs, notes: mergedNotes(kept?.notes ?? [], notes) });
      await transaction.done;
      return isKept;
    });
  }
}
