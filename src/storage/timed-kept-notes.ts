/** Kept notes with a deadline for each call (deadline.ts). It is loaded with the notes of a room. */
import { Deadline } from './deadline.ts';
import { IdbKeptNotes } from './records/idb-kept-notes.ts';
import type { KeptNote, KeptNotes } from './records/kept-notes.ts';

export class TimedKeptNotes implements KeptNotes {
  private readonly notes: KeptNotes;
  private readonly deadline: Deadline;

  constructor(
    notes: KeptNotes & { close(): Promise<void> },
    deadline = new Deadline({ onSilence: () => void notes.close().catch(() => {}) }),
  ) {
    this.notes = notes;
    this.deadline = deadline;
  }

  rooms(): Promise<readonly string[]> {
    return this.deadline.wait(() => this.notes.rooms());
  }

  get(room: string): Promise<readonly KeptNote[] | undefined> {
    return this.deadline.wait(() => this.notes.get(room));
  }

  put(room: string, notes: readonly KeptNote[], nowMs: number): Promise<void> {
    return this.deadline.wait(() => this.notes.put(room, notes, nowMs));
  }

  update(room: string, notes: readonly KeptNote[], nowMs: number): Promise<boolean> {
    return this.deadline.wait(() => this.notes.update(room, notes, nowMs));
  }

  remove(room: string): Promise<void> {
    return this.deadline.wait(() => this.notes.remove(room));
  }

  sweep(beforeMs?: number): Promise<void> {
    return this.deadline.wait(() => this.notes.sweep(beforeMs));
  }
}

/** One for the page. Its database opens at the first use. */
export const keptNotes: KeptNotes = new TimedKeptNotes(new IdbKeptNotes());
