/**
 * Finds all files and empty folders in and below what was dropped or picked. What cannot be read is left out, and the
 * walk goes on.
 */
import { BeamError } from '../../protocol/errors.ts';

import type { Picking } from './picked-files.ts';

/** How many files of one folder to ask for at once: each one is a message to the browser's main process. */
const FILES_AT_ONCE = 64;

const pathOf = (entry: FileSystemEntry): string => entry.fullPath.replace(/^\/+/, '');

/** Walks entries of a drop (WICG File and Directory Entries API), in every browser. Rejects with `source-large`. */
export async function walkEntry(entry: FileSystemEntry, picking: Picking): Promise<void> {
  if (!entry.isDirectory) return takeEntry(entry as FileSystemFileEntry, picking);
  const before = picking.picked.length;
  const folders: FileSystemEntry[] = [];
  let files: FileSystemFileEntry[] = [];
  const take = async (): Promise<void> => {
    await Promise.all(files.map((file) => takeEntry(file, picking)));
    files = [];
  };
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  let isWhole = true;
  try {
    // Chromium gives 100 entries at a time, and an empty list when there are no more.
    for (let entries = await readEntries(reader); entries.length > 0; entries = await readEntries(reader)) {
      for (const inner of entries) {
        if (inner.isDirectory) folders.push(inner);
        else files.push(inner as FileSystemFileEntry);
        if (files.length === FILES_AT_ONCE) await take();
      }
    }
  } catch (thrown) {
    if (thrown instanceof BeamError) throw thrown; // `source-large`, thrown by us
    isWhole = false;
    picking.leaveOut(pathOf(entry), thrown);
  }
  await take();
  for (const inner of folders) await walkEntry(inner, picking);
  if (isWhole && picking.picked.length === before) picking.addFolder(pathOf(entry));
}

const readEntries = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => {
    reader.readEntries(resolve, reject);
  });

async function takeEntry(entry: FileSystemFileEntry, picking: Picking): Promise<void> {
  let file: File;
  try {
    file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  } catch (thrown) {
    return picking.leaveOut(pathOf(entry), thrown);
  }
  picking.add(pathOf(entry), file);
}

/** Walks handles of files and folders (WICG File System Access). Rejects with `source-large`. */
export async function walkHandle(handle: FileSystemHandle, path: string, picking: Picking): Promise<void> {
  if (handle.kind === 'file') return takeHandle(handle as FileSystemFileHandle, path, picking);
  const before = picking.picked.length;
  const folders: FileSystemHandle[] = [];
  let files: FileSystemHandle[] = [];
  const take = async (): Promise<void> => {
    await Promise.all(files.map((file) => takeHandle(file as FileSystemFileHandle, `${path}/${file.name}`, picking)));
    files = [];
  };
  let isWhole = true;
  const rest = (handle as FileSystemDirectoryHandle).values()[Symbol.asyncIterator]();
  for (;;) {
    let next: IteratorResult<FileSystemHandle, unknown>;
    try {
      next = await rest.next();
    } catch (thrown) {
      isWhole = false;
      picking.leaveOut(path, thrown);
      break;
    }
    if (next.done === true) break;
    if (next.value.kind === 'file') files.push(next.value);
    else folders.push(next.value);
    if (files.length === FILES_AT_ONCE) await take();
  }
  await take();
  for (const inner of folders) await walkHandle(inner, `${path}/${inner.name}`, picking);
  if (isWhole && picking.picked.length === before) picking.addFolder(path);
}

async function takeHandle(handle: FileSystemFileHandle, path: string, picking: Picking): Promise<void> {
  let file: File;
  try {
    file = await handle.getFile();
  } catch (thrown) {
    return picking.leaveOut(path, thrown);
  }
  picking.add(path, file);
}
