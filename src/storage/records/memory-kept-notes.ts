/** Kept notes in memory, which end with the page: for tests. */
import { mergedNotes, type KeptNote, type KeptNotes, type KeptRoom } from './kept-notes.ts';

export class MemoryKeptNotes implements KeptNotes {
  private readonly kept = new Map<string, KeptRoom>();

  async rooms(): Promise<readonly string[]> {
    return [...this.kept.keys()];
  }

  async get(room: string): Promise<readonly KeptNote[] | undefined> {
    return this.kept.get(room)?.notes;
  }

  async put(room: string, notes: readonly KeptNote[], changedMs: number): Promise<void> {
    this.kept.set(room, { room, changedMs, notes: mergedNotes(this.kept.get(room)?.notes ?? [], notes) });
  }

  async update(room: string, notes: readonly KeptNote[], nowMs: number): Promise<boolean> {
    if (!this.kept.has(room)) return false;
    await this.put(room, notes, nowMs);
    return true;
  }

  async remove(room: string): Promise<void> {
    this.kept.delete(room);
  }

  async sweep(beforeMs = Infinity): Promise<void> {
    for (const { room, changedMs } of this.kept.values()) if (changedMs < beforeMs) this.kept.delete(room);
  }
}
