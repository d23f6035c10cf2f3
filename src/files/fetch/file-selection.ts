/** Which files of a share its person takes next, which are saved already, and how both are shown. */
import { isDirectory } from '../../protocol/manifest.ts';
import { MAX_WITHOUT_RANGES } from '../../protocol/limits.ts';
import type { FileRange } from '../../protocol/withdrawal.ts';
import { FileChoice } from '../../transfer/exchange/file-choice.ts';
import type { EarlierChoice } from '../keep/block-store.ts';
import type { AnnouncedShare } from './announced-share.ts';

/** Files and their bytes; empty folders are no files. */
interface FilesAmount {
  readonly files: number;
  readonly bytes: number;
}

/** At a receiver, of one file. */
export interface FileMarks {
  /** Not chosen, so the next click does not take it. */
  readonly isLeftOut?: boolean;
  /** Saved already, while others are not. */
  readonly isSaved?: boolean;
}

/** Which files "Download" takes. */
export interface ChoiceView {
  /** What is taken: now, or by the next click. */
  readonly amount: FilesAmount;
  /** Nothing, not even an empty folder. */
  readonly isNone: boolean;
  readonly isAll: boolean;
  /** Nothing is under way: the files may be chosen. */
  readonly isOpen: boolean;
  /** Those that are saved already. */
  readonly saved: FilesAmount;
  /** Whether those that are counted, and not listed, are chosen; undefined where all are listed. */
  readonly unlisted: 'all' | 'some' | 'none' | undefined;
}

export class FileSelection {
  private chosen: FileChoice;
  private saved: FileChoice;
  /** Somebody has chosen, or takes what there is: what is remembered from before does not change that. */
  private isTouched = false;
  /** The last view, for it looks at every file: it is good for as long as nothing has changed. */
  private seen: { readonly of: string; readonly view: ChoiceView } | undefined;
  private changes = 0;

  private readonly announced: AnnouncedShare;

  constructor(announced: AnnouncedShare) {
    this.announced = announced;
    this.chosen = FileChoice.all(announced.withdrawn.layout);
    this.saved = new FileChoice(announced.withdrawn.layout);
  }

  /** Of which nothing changes any more. */
  get choice(): FileChoice {
    return this.chosen.copy();
  }

  get isAll(): boolean {
    return this.chosen.isAll;
  }

  /** The one file that is chosen of several; undefined where it is not one. */
  get only(): number | undefined {
    return this.chosen.count === 1 && !this.chosen.isAll ? this.chosen.ranges[0]?.[0] : undefined;
  }

  /** Nothing that is to be had. */
  get isNone(): boolean {
    return !this.chosen.hasAnyBeside(this.announced.withdrawn);
  }

  /** Some files are saved, and there are others to be had. */
  get hasRest(): boolean {
    return this.saved.count > 0 && this.restBeside(this.saved);
  }

  isSaved(file: number): boolean {
    return this.saved.has(file);
  }

  isChosen(file: number): boolean {
    return this.chosen.has(file);
  }

  /** Those of the list that are shown, with what is left out and what is saved of them. */
  marked<View extends object>(views: readonly View[]): readonly (View & FileMarks)[] {
    return views.map((view, file) => ({
      ...view,
      ...(this.chosen.has(file) ? {} : { isLeftOut: true }),
      ...(this.saved.has(file) ? { isSaved: true } : {}),
    }));
  }

  /** Nothing but the person changes it any more. */
  settle(): void {
    this.isTouched = true;
  }

  choose(files: FileRange, isChosen: boolean): void {
    this.settle();
    this.changes += 1;
    this.chosen.set(files, isChosen);
  }

  /** Of an earlier visit: files that were saved, and those that were on their way. */
  recall({ saved, chosen }: EarlierChoice): void {
    this.changes += 1;
    for (const range of saved) this.saved.set(range, true);
    if (this.isTouched) return;
    if (chosen === undefined) this.chosen = this.rest;
    else {
      this.chosen = new FileChoice(this.chosen.layout);
      for (const range of chosen) this.chosen.set(range, true);
    }
  }

  /** These are saved: what is left is chosen next. */
  gotSaved(choice: FileChoice): void {
    this.changes += 1;
    this.saved = this.savedWith(choice);
    this.chosen = this.rest;
  }

  /** What is saved once these are. @returns undefined when there is nothing more to take then */
  savedThen(choice: FileChoice): readonly FileRange[] | undefined {
    const saved = this.savedWith(choice);
    return this.restBeside(saved) ? saved.ranges : undefined;
  }

  /**
   * What a receipt says once these are saved (W5): the files that are not, and the bytes of all others. Where those
   * would be too many ranges it names more files than are missing, and never fewer.
   */
  receiptOf(choice: FileChoice): { readonly without: readonly FileRange[]; readonly bytes: number } {
    const ranges = this.savedWith(choice).otherRanges;
    const last = ranges.at(-1);
    if (ranges.length > MAX_WITHOUT_RANGES && last !== undefined)
      ranges.splice(MAX_WITHOUT_RANGES - 1, Infinity, [ranges[MAX_WITHOUT_RANGES - 1]?.[0] ?? 0, last[1]]);
    const missing = new FileChoice(choice.layout);
    for (const range of ranges) missing.set(range, true);
    return { without: ranges, bytes: this.announced.head.bytes - missing.bytes };
  }

  /** Undefined where there is one file, and nothing to choose from. @param shown files that are listed */
  view(isOpen: boolean, shown: number): ChoiceView | undefined {
    const { files, withdrawn } = this.announced;
    if (files.length < 2) return undefined;
    const of = [this.changes, withdrawn.count, isOpen].join();
    if (this.seen?.of !== of) this.seen = { of, view: this.look(isOpen, shown) };
    return this.seen.view;
  }

  private look(isOpen: boolean, shown: number): ChoiceView {
    const unlisted = Math.max(0, this.announced.files.length - shown);
    let unlistedChosen = 0;
    for (let each = 0; each < unlisted; each += 1) if (this.chosen.has(shown + each)) unlistedChosen += 1;
    return {
      amount: { ...this.amountOf((file) => this.chosen.has(file)), bytes: this.chosen.bytes }, // as of the whole share
      isNone: this.isNone,
      isAll: this.isAll,
      isOpen,
      saved: this.amountOf((file) => this.saved.has(file)),
      unlisted: unlisted === 0 ? undefined : unlistedChosen === 0 ? 'none' : unlistedChosen < unlisted ? 'some' : 'all',
    };
  }

  private get rest(): FileChoice {
    const rest = new FileChoice(this.chosen.layout);
    for (const range of this.saved.otherRanges) rest.set(range, true);
    return rest;
  }

  private restBeside(saved: FileChoice): boolean {
    const { withdrawn, files } = this.announced;
    return files.some((_, file) => !saved.has(file) && !withdrawn.has(file));
  }

  private savedWith(choice: FileChoice): FileChoice {
    const saved = this.saved.copy();
    for (const range of choice.ranges) saved.set(range, true);
    for (const [first, last] of this.announced.withdrawn.ranges)
      for (let file = first; file <= last; file += 1) if (!this.saved.has(file)) saved.set([file, file], false);
    return saved;
  }

  private amountOf(isIn: (file: number) => boolean): FilesAmount {
    const { files, withdrawn } = this.announced;
    let [count, bytes] = [0, 0];
    for (const [file, entry] of files.entries()) {
      if (!isIn(file) || (withdrawn.has(file) && !this.saved.has(file))) continue;
      if (!isDirectory(entry)) count += 1;
      bytes += entry.size;
    }
    return { files: count, bytes };
  }
}
