/**
 * What a person chose, dropped or pasted, as a list of files with their paths, in natural order. Files that cannot be
 * read are left out and listed apart.
 */
import { BeamError } from '../../protocol/errors.ts';
import { MAX_FILES, MAX_SHARE_BYTES } from '../../protocol/limits.ts';

import { numberedName } from '../sink/numbered-name.ts';
import { leftOutReason, unreadable, type LeftOutReason } from './readable.ts';
import type { TakenTransfer } from './taken-transfer.ts';
import { walkEntry, walkHandle } from './walk.ts';

export interface PickedFile {
  /** '/' between folders, none in front. The names are those of the person's system, and not made safe. */
  readonly path: string;
  readonly file: File;
  /** An empty folder: `file` has no bytes and stands for it. */
  readonly isFolder?: true;
}

/** Something that was chosen and is not among the files. */
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

  /** A folder's time is 0: no browser gives it, and the same choice must make the same list. */
  addFolder(path: string): void {
    this.picked.push(pickedFolder(path));
    this.look();
  }

  leaveOut(path: string, thrown: unknown): void {
    this.leftOut.push({ path, why: leftOutReason(thrown) });
    this.look();
  }

  /** Fails as soon as there are too many files, before the whole disk is walked. */
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

/** While many files are looked at (there may be 100,000), the page handles other events this often. */
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
  // Such an input does not show a page folders that are empty or cannot be read.
  const inFolder = picking.picked.find(({ file }) => file.webkitRelativePath);
  if (inFolder !== undefined)
    onLeftOut({ path: inFolder.path.slice(0, inFolder.path.indexOf('/')), why: 'folders-unseen' });
  return settled(picking, onLeftOut);
}

/** From the browser's picker for files or for a folder. Rejects as above. */
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
    // A pasted picture has no entry. For a dropped file, its File saves a request to its entry.
    if (file !== null && entry?.isDirectory !== true) picking.add(file.name, file);
    else if (entry !== null) await walkEntry(entry, picking);
  }
  return settled(picking, onLeftOut);
}

/** Checks the limits, sorts the files, makes paths unique and leaves out what cannot be read. */
async function settled({ picked, leftOut }: Picking, onLeftOut: OnLeftOut): Promise<PickedFile[]> {
  let bytes = 0;
  let breathedMs = performance.now();
  for (const { file } of picked) {
    // The first read of a chosen file's size blocks on the disk: 0.18 ms each in Chromium 156 (2026-11-20).
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
 * "2.jpg" comes before "10.jpg", whatever order the file system or the browser gave, and in any language. So the same
 * files chosen again make the same manifest, and receivers go on where they were.
 */
function inNaturalOrder(picked: readonly PickedFile[]): PickedFile[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...picked].sort((a, b) => compare(a.path, b.path) || (a.path < b.path ? -1 : Number(a.path > b.path)));
}

/** Makes paths unique: two pasted pictures are both "image.png". Two empty folders with one name become one. */
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
