/** What a person chose, dropped or pasted, as a list of files with their paths, in natural order. */
import { BeamError } from '../protocol/errors.ts';
import { MAX_FILES, MAX_SHARE_BYTES } from '../protocol/limits.ts';

import { numberedName } from './numbered-name.ts';

export interface PickedFile {
  /** '/' between folders, none in front. As the person's system has it: not made safe. */
  readonly path: string;
  readonly file: File;
}

/** Files asked of one folder at once: each is a trip to the browser's process. */
const FILES_AT_ONCE = 64;

/** The page answers to clicks again after this long, when 100,000 files are looked at. */
const BREATH_MS = 40;

/** From `<input type=file>`, with `webkitdirectory` or without. Rejects with `source-empty`, `source-large`. */
export async function pickedFromList(list: FileList): Promise<PickedFile[]> {
  // Taken at once: the list empties when the page resets the input.
  return settled(Array.from(list, (file) => ({ path: file.webkitRelativePath || file.name, file })));
}

/** From the browser's picker. Rejects with `source-empty`, `source-large`, or `source-changed` for what cannot be read. */
export async function pickedFromHandles(handles: readonly FileSystemFileHandle[]): Promise<PickedFile[]> {
  const picked: PickedFile[] = [];
  for (let at = 0; at < handles.length; at += FILES_AT_ONCE) {
    picked.push(...(await Promise.all(handles.slice(at, at + FILES_AT_ONCE).map(pickedFromHandle))));
  }
  return settled(picked);
}

/**
 * From a drop or a paste: files, folders with all that is in them, pictures. Must be called in the event's own turn.
 * Rejects with `source-empty` (also when only text was dropped), `source-large`, or `source-changed` for what cannot be read.
 */
export async function pickedFromTransfer(transfer: DataTransfer): Promise<PickedFile[]> {
  // All of them before the first await: afterwards the browser has emptied the list.
  const taken = Array.from(transfer.items)
    .filter(({ kind }) => kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const picked: PickedFile[] = [];
  for (const { entry, file } of taken) {
    if (entry?.isDirectory) await walk(entry as FileSystemDirectoryEntry, picked);
    // A pasted picture has no entry. A dropped file's own File saves a trip to its entry.
    else if (file !== null) picked.push({ path: file.name, file });
    else if (entry !== null) picked.push(await pickedFromEntry(entry as FileSystemFileEntry));
  }
  return settled(picked);
}

/** Adds all files in and below a folder. Empty folders are not shared. */
async function walk(folder: FileSystemDirectoryEntry, picked: PickedFile[]): Promise<void> {
  const reader = folder.createReader();
  const folders: FileSystemDirectoryEntry[] = [];
  let files: FileSystemFileEntry[] = [];
  const take = async (): Promise<void> => {
    picked.push(...(await Promise.all(files.map(pickedFromEntry))));
    files = [];
    if (picked.length > MAX_FILES) throw new BeamError('source-large');
  };
  // Chromium gives 100 entries at a time, and an empty list when there are no more.
  for (let entries = await readEntries(reader, folder); entries.length > 0; entries = await readEntries(reader, folder)) {
    for (const entry of entries) {
      if (entry.isDirectory) folders.push(entry as FileSystemDirectoryEntry);
      else files.push(entry as FileSystemFileEntry);
      if (files.length === FILES_AT_ONCE) await take();
    }
  }
  await take();
  for (const inner of folders) await walk(inner, picked);
}

const pathOf = (entry: FileSystemEntry): string => entry.fullPath.replace(/^\/+/, '');

const unreadable = (path: string, cause: unknown): BeamError => new BeamError('source-changed', { cause, figures: { path } });

const readEntries = (reader: FileSystemDirectoryReader, folder: FileSystemEntry): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => {
    reader.readEntries(resolve, (cause) => reject(unreadable(pathOf(folder), cause)));
  });

const pickedFromEntry = (entry: FileSystemFileEntry): Promise<PickedFile> =>
  new Promise((resolve, reject) => {
    entry.file(
      (file) => resolve({ path: pathOf(entry), file }),
      (cause) => reject(unreadable(pathOf(entry), cause)),
    );
  });

async function pickedFromHandle(handle: FileSystemFileHandle): Promise<PickedFile> {
  const file = await handle.getFile().catch((cause: unknown) => {
    throw unreadable(handle.name, cause);
  });
  return { path: handle.name, file };
}

/** Within the limits, in order, and each path once. */
async function settled(picked: PickedFile[]): Promise<PickedFile[]> {
  if (picked.length === 0) throw new BeamError('source-empty');
  if (picked.length > MAX_FILES) throw new BeamError('source-large');
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
  return inNaturalOrder(uniquePaths(picked));
}

/**
 * "2.jpg" before "10.jpg", whatever order the file system or the browser gave and whatever the person's language is:
 * who chooses the same files again makes the same manifest, and receivers go on where they were.
 */
function inNaturalOrder(picked: readonly PickedFile[]): PickedFile[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...picked].sort((a, b) => compare(a.path, b.path) || (a.path < b.path ? -1 : Number(a.path > b.path)));
}

/** Two pasted pictures are both "image.png". */
function uniquePaths(picked: readonly PickedFile[]): PickedFile[] {
  const taken = new Set(picked.map(({ path }) => path));
  if (taken.size === picked.length) return [...picked];
  const seen = new Set<string>();
  return picked.map(({ path, file }) => {
    let unique = path;
    for (let number = 2; seen.has(unique) || (unique !== path && taken.has(unique)); number += 1) {
      const slash = path.lastIndexOf('/') + 1;
      unique = path.slice(0, slash) + numberedName(path.slice(slash), number);
    }
    seen.add(unique);
    return { path: unique, file };
  });
}
