/**
 * Keeps the notes of a room in this browser while its person wants that. It writes one thing after the other, and of
 * several changes the last state only.
 */
import type { KeptNote, KeptNotes } from '../storage/records/kept-notes.ts';

export interface KeeperParts {
  readonly store: KeptNotes;
  /** What the notes are kept under. */
  readonly key: string;
  /** All notes that are here. */
  notes(): readonly KeptNote[];
  /** Milliseconds since 1970. */
  dateMs(): number;
  onChange(): void;
}

export class NoteKeeper {
  private readonly parts: KeeperParts;
  private state: boolean | undefined;
  private writing: Promise<unknown> = Promise.resolve();
  private isUpdateComing = false;

  /** @param isKept some are kept from before */
  constructor(parts: KeeperParts, isKept: boolean) {
    this.parts = parts;
    this.state = isKept;
  }

  /** Undefined when the room is over. */
  get isKept(): boolean | undefined {
    return this.state;
  }

  /** Resolves when it is done. Rejects with a BeamError when the browser does not do it; then all is as before. */
  async keep(isKept: boolean): Promise<void> {
    const { state } = this;
    if (state === undefined || state === isKept) return void (await this.writing);
    const { store, key } = this.parts;
    this.become(isKept);
    try {
      await this.write(() => (isKept ? store.put(key, this.parts.notes(), this.parts.dateMs()) : store.remove(key)));
    } catch (thrown) {
      if (this.state === isKept) this.become(state);
      throw thrown;
    }
  }

  /** What cannot be written now is written with the next change. */
  gotNotes(): void {
    if (this.state !== true || this.isUpdateComing) return;
    this.isUpdateComing = true;
    this.write(() => this.update()).catch(() => {});
  }

  /** The room is over, and nothing of it is kept. */
  end(): void {
    this.become(undefined);
    this.write(() => this.parts.store.remove(this.parts.key)).catch(() => {}); // they are swept
  }

  /** They may have been removed elsewhere: then the person wants them no more. */
  private async update(): Promise<void> {
    this.isUpdateComing = false;
    if (this.state !== true) return;
    const isThere = await this.parts.store.update(this.parts.key, this.parts.notes(), this.parts.dateMs());
    if (!isThere && this.isKept === true) this.become(false);
  }

  private write<Result>(work: () => Promise<Result>): Promise<Result> {
    const written = this.writing.then(work);
    this.writing = written.catch(() => {});
    return written;
  }

  private become(state: boolean | undefined): void {
    this.state = state;
    this.parts.onChange();
  }
}
