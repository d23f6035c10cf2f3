/**
 * Handles to what a person dropped or chose (WICG File System Access; TypeScript has no types for this part). They can
 * be kept in IndexedDB, and after one click of permission lead to the files again. Chromium only, November 2026.
 */
import { isDirectory, type ManifestFile } from '../../protocol/manifest.ts';

import { pickedFolder, type PickedFile } from '../source/picked-files.ts';

declare global {
  interface FileSystemHandle {
    queryPermission?(descriptor: { mode: 'read' }): Promise<PermissionState>;
    requestPermission?(descriptor: { mode: 'read' }): Promise<PermissionState>;
  }
}

const READ = { mode: 'read' } as const;

/** How many files to ask the browser for at once: each one is a message to its main process. */
const FILES_AT_ONCE = 64;

/** True when they can be read without asking. */
export async function canRead(handles: readonly FileSystemHandle[]): Promise<boolean> {
  const states = await Promise.all(handles.map(async (handle) => (await handle.queryPermission?.(READ)) ?? 'granted'));
  return states.every((state) => state === 'granted');
}

/** Opens the browser's permission prompt; works only in a click. False if the person says no. */
export async function askToRead(handles: readonly FileSystemHandle[]): Promise<boolean> {
  for (const handle of handles) {
    const state = (await handle.requestPermission?.(READ)) ?? 'granted';
    if (state !== 'granted') return false;
  }
  return true;
}

/** The files of a manifest that are still there, found again below the handles. */
export async function filesFromHandles(
  handles: readonly FileSystemHandle[],
  wanted: readonly ManifestFile[],
): Promise<PickedFile[]> {
  const tree = new HandleTree(handles);
  const picked: PickedFile[] = [];
  for (let at = 0; at < wanted.length; at += FILES_AT_ONCE) {
    const found = wanted
      .slice(at, at + FILES_AT_ONCE)
      .map(async (file) => (isDirectory(file) ? pickedFolder(file.path) : tree.picked(file.path)));
    picked.push(...(await Promise.all(found)).filter((each) => each !== undefined));
  }
  return picked;
}

class HandleTree {
  /** Folders by path. Each is opened once. */
  private readonly folders = new Map<string, Promise<FileSystemDirectoryHandle>>();
  private readonly tops: ReadonlyMap<string, FileSystemHandle>;

  constructor(handles: readonly FileSystemHandle[]) {
    this.tops = new Map(handles.map((handle) => [handle.name, handle]));
  }

  /** Undefined if the file is gone or cannot be read: one such file must not stop the others. */
  async picked(path: string): Promise<PickedFile | undefined> {
    const slash = path.lastIndexOf('/');
    try {
      const handle =
        slash < 0
          ? this.top(path, 'file')
          : await (await this.folder(path.slice(0, slash))).getFileHandle(path.slice(slash + 1));
      return { path, file: await (handle as FileSystemFileHandle).getFile() };
    } catch {
      return undefined;
    }
  }

  private folder(path: string): Promise<FileSystemDirectoryHandle> {
    const known = this.folders.get(path);
    if (known !== undefined) return known;
    const opening = this.open(path);
    this.folders.set(path, opening);
    return opening;
  }

  private async open(path: string): Promise<FileSystemDirectoryHandle> {
    const slash = path.lastIndexOf('/');
    if (slash < 0) return this.top(path, 'directory') as FileSystemDirectoryHandle;
    return (await this.folder(path.slice(0, slash))).getDirectoryHandle(path.slice(slash + 1));
  }

  private top(name: string, kind: FileSystemHandleKind): FileSystemHandle {
    const handle = this.tops.get(name);
    if (handle?.kind !== kind) throw new DOMException(`no such ${kind}`, 'NotFoundError');
    return handle;
  }
}
