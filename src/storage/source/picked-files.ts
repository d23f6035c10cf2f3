/**
 * What a person chose, dropped or pasted, as a list of files with their paths, in natural order. What cannot be read is
 * left out, and told.
 */
import { BeamError } from '../../protocol/errors.ts';
import { MAX_FILES, MAX_SHARE_BYTES } from '../../protocol/limits.ts';

import { numberedName } from '../sink/numbered-name.ts';
import { leftOutReason, unreadable, type LeftOutReason } from './readable.ts';
import type { TakenTransfer } from './taken-transfer.ts';
import { walkEntry, walkHandle } from './walk.ts';

export interface PickedFile {
  /** '/' between folders, none in front. As the person's system has it: not made safe. */
  readonly path: string;
  readonly file: File;
  /** An empty folder: the file stands for it, and has no bytes. */
  readonly isFolder?: true;
}

/** What was chosen and is not among the files. */
export interface LeftOut {
  readonly path: string;
  readonly why: LeftOutReason;
}

/** Files and folders of one choice, as they are found. */
export class Picking {
  readonly picked: PickedFile[] = [];
  readonly leftOut: LeftOut[] = [];

  add(path: string, file: File): void {
    this.picked.push({ path, file });
    this.look();
  }

  /** No browser tells the time of a folder; and the same choice has to make the same list. */
  addFolder(path: string): void {
    this.picked.push(pickedFolder(path));
    this.look();
  }

  leaveOut(path: string, thrown: unknown): void {
    this.leftOut.push({ path, why: leftOutReason(thrown) });
    this.look();
  }

  /** Before all of a disk was looked at. */
  private look(): void {
    if (this.picked.length + this.leftOut.length > MAX_FILES) throw new BeamError('source-large');
  }
}

export const pickedFolder = (path: string): PickedFile => ({
  path,
  file: new File([], path, { lastModified: 0 }),
  isFolder: true,
});

type OnLeftOut = (leftOut: LeftOut) => void;

/** The page answers to clicks again after this long, when 100,000 files are looked at. */
const BREATH_MS = 40;

/**
 * From `<input type=file>`, with `webkitdirectory` or without. Rejects with `source-empty`, `source-large`,
 * `source-unreadable`.
 */
export async function pickedFromList(
  list: FileList | readonly File[],
  onLeftOut: OnLeftOut = () => {},
): Promise<PickedFile[]> {
  const picking = new Picking();
  for (const file of Array.from(list)) picking.add(file.webkitRelativePath || file.name, file);
  // Such an input shows a page no folder without files, nor one that cannot be read.
  const inFolder = picking.picked.find(({ file }) => file.webkitRelativePath);
  if (inFolder !== undefined)
    onLeftOut({ path: inFolder.path.slice(0, inFolder.path.indexOf('/')), why: 'folders-unseen' });
  return settled(picking, onLeftOut);
}

/** From the browser's pickers, of files or of a folder. Rejects as above. */
export async function pickedFromHandles(
  handles: readonly FileSystemHandle[],
  onLeftOut: OnLeftOut = () => {},
): Promise<PickedFile[]> {
  const picking = new Picking();
  for (const handle of handles) await walkHandle(handle, handle.name, picking);
  return settled(picking, onLeftOut);
}

/**
 * From a drop or a paste: files, folders with all that is in them, pictures. Rejects as above; with `source-empty` also
 * when only text was dropped.
 */
export async function pickedFromTransfer(
  { items }: Pick<TakenTransfer, 'items'>,
  onLeftOut: OnLeftOut = () => {},
): Promise<PickedFile[]> {
  const picking = new Picking();
  for (const { entry, file } of items) {
    // A pasted picture has no entry. A dropped file's own File saves a trip to its entry.
    if (file !== null && entry?.isDirectory !== true) picking.add(file.name, file);
    else if (entry !== null) await walkEntry(entry, picking);
  }
  return settled(picking, onLeftOut);
}

/** Within the limits, in order, each path once, and without what cannot be read. */
async function settled({ picked, leftOut }: Picking, onLeftOut: OnLeftOut): Promise<PickedFile[]> {
  let bytes = 0;
  let breathedMs = performance.now();
  for (const { file } of picked) {
    // The first look at a chosen file's size is a blocking trip to the disk: 0.18 ms each in Chromium 156 (2026-11-20).
    bytes += file.size;
    if (performance.now() - breathedMs > BREATH_MS) {
      await new Promise((resolve) => setTimeout(resolve));
      breathedMs = performance.now();
    }
  }
  if (bytes > MAX_SHARE_BYTES) throw new BeamError('source-large', { figures: { neededBytes: bytes } });
  const bad = await unreadable(picked);
  const left = [...leftOut, ...Array.from(bad, ([index, why]) => ({ path: picked[index]!.path, why }))];
  const good = picked.filter((_, index) => !bad.has(index));
  if (!good.some(({ isFolder }) => isFolder !== true)) {
    const [first] = left;
    throw first === undefined
      ? new BeamError('source-empty')
      : new BeamError('source-unreadable', { figures: { path: first.path } });
  }
  for (const each of left) onLeftOut(each);
  return inNaturalOrder(uniquePaths(good));
}

/**
 * "2.jpg" before "10.jpg", whatever order the file system or the browser gave and whatever the person's language is:
 * who chooses the same files again makes the same manifest, and receivers go on where they were.
 */
function inNaturalOrder(picked: readonly PickedFile[]): PickedFile[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...picked].sort((a, b) => compare(a.path, b.path) || (a.path < b.path ? -1 : Number(a.path > b.path)));
}

/** Two pasted pictures are both "image.png"; two empty folders of one name are one. */
function uniquePaths(picked: readonly PickedFile[]): PickedFile[] {
  const taken = new Set(picked.map(({ path }) => path));
  if (taken.size === picked.length) return [...picked];
  const seen = new Set<string>();
  return picked.flatMap((each) => {
    const { path, isFolder } = each;
    if (isFolder === true && seen.has(path)) return [];
    let unique = path;
    for (let number = 2; seen.has(unique) || (unique !== path && taken.has(unique)); number += 1) {
      const slash = path.lastIndexOf('/') + 1;
      unique = path.slice(0, slash) + numberedName(path.slice(slash), number);
    }
    seen.add(unique);
    return [{ ...each, path: unique }];
  });
}
