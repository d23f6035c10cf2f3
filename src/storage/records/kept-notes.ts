/**
 * What a browser keeps of the notes of a room, if its person wants that: own ones and those of others. Nothing is kept
 * of a room that was not begun by `put`. Implementations: idb-kept-notes.ts, memory-kept-notes.ts. Both pass one
 * contract suite.
 */
import { MAX_NOTE_PEERS, MAX_STORED_NOTE_BYTES, MAX_STORED_NOTES } from '../../protocol/limits.ts';

export interface KeptNote {
  readonly id: string;
  readonly text: string;
  /** Milliseconds since 1970, by this browser's clock: when it was written or came. */
  readonly atMs: number;
  /** As it was shown. */
  readonly author: {
    readonly isOwn: boolean;
    readonly isHost: boolean;
    readonly peerNumber?: number | undefined;
  };
  /** Peer id of its author; empty for one of our own, because each page has another one. */
  readonly peer: string;
  /** Peer ids of those who have confirmed one of our own. */
  readonly confirmedBy: readonly string[];
}

export interface KeptNotes {
  /** Ids of the rooms of which notes are kept. */
  rooms(): Promise<readonly string[]>;
  /** Oldest first; undefined for a room of which none are kept. */
  get(room: string): Promise<readonly KeptNote[] | undefined>;
  /** Begins to keep the notes of a room, durably, or adds to those that are kept. */
  put(room: string, notes: readonly KeptNote[], nowMs: number): Promise<void>;
  /** Adds to those that are kept. False, and nothing is kept, if the room was removed meanwhile. */
  update(room: string, notes: readonly KeptNote[], nowMs: number): Promise<boolean>;
  remove(room: string): Promise<void>;
  /** Removes the rooms that have not changed since then; all of them without a time. */
  sweep(beforeMs?: number): Promise<void>;
}

/** The record of one room. */
export interface KeptRoom {
  readonly room: string;
  readonly changedMs: number;
  readonly notes: readonly KeptNote[];
}

const keyOf = ({ peer, id }: KeptNote): string => `${peer}.${id}`;

/**
 * Two tabs may keep the notes of one room: so nothing is replaced that the other one has added. Without the oldest
 * where they are too many or too large.
 */
export function mergedNotes(kept: readonly KeptNote[], added: readonly KeptNote[]): readonly KeptNote[] {
  const byKey = new Map(kept.map((note) => [keyOf(note), note]));
  for (const note of added) {
    const before = byKey.get(keyOf(note))?.confirmedBy ?? [];
    const confirmedBy = [...new Set([...before, ...note.confirmedBy])].slice(-MAX_NOTE_PEERS);
    byKey.set(keyOf(note), { ...note, confirmedBy });
  }
  const inOrder = [...byKey.values()].toSorted((one, other) => one.atMs - other.atMs).slice(-MAX_STORED_NOTES);
  let bytes = 0;
  const from = inOrder.findLastIndex(({ text }) => (bytes += utf8Bytes(text)) > MAX_STORED_NOTE_BYTES);
  return inOrder.slice(from + 1);
}

const encoder = new TextEncoder();
const utf8Bytes = (text: string): number => encoder.encode(text).length;
