/** What this browser stores of shares, as people see it. */
import type { StorageView as FilesView, StoredShareView } from '../../files/keep/stored-share-view.ts';
import type { Amount } from './share.ts';
export type { StoredShareView };

export interface StorageView extends FilesView {
  /** Rooms of which the notes are kept in this browser. */
  readonly roomsWithNotes: number;
}

/** A share that can go on: one of ours, or one that has not all arrived. */
export interface RecentView {
  readonly role: 'sender' | 'receiver';
  readonly id: string;
  /** Where it goes on: the sender's own address, or the link. */
  readonly fragment: string;
  /** First file's name. */
  readonly name: string;
  readonly amount: Amount;
  /** 0 to 100 of what has arrived; undefined for one of ours. */
  readonly percent: number | undefined;
  readonly sinceMs: number;
}
