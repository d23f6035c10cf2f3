/** Where the files of a share go when all is here, and under which names. */
import type { ManifestFile } from '../protocol/manifest.ts';
import type { Sink, SinkFile } from '../storage/sink.ts';
import type { StraightFile, StraightSink } from '../storage/straight-sink.ts';
import type { SaveChoice } from './view.ts';

export interface Sinks {
  download(): Sink;
  /** Opens the browser's picker: to be called in the click. Rejects with an AbortError when it is dismissed. Absent where there is none. */
  readonly folder: (() => Promise<Sink>) | undefined;
  zip(name: string): Sink;
  readonly straight: StraightSinks;
}

/** For what is too large to be kept. The pickers as above. */
export interface StraightSinks {
  /** `name`: suggested. */
  readonly file: ((name: string) => Promise<StraightSink>) | undefined;
  readonly folder: (() => Promise<StraightSink>) | undefined;
  /** These two stream, where that can be. */
  download(): StraightSink;
  zip(name: string): StraightSink;
  /** Of a service worker that is on its way it may wait some seconds. */
  canStream(): Promise<boolean>;
}

/** What the person may choose from, best first. */
export function saveChoices(files: number, hasFolderPicker: boolean): readonly SaveChoice[] {
  if (files <= 1) return ['download'];
  return hasFolderPicker ? ['folder', 'zip'] : ['zip'];
}

/** The same for what does not fit into this browser. None where it cannot be received. */
export function straightChoices(files: number, { file, folder }: StraightSinks, canStream: boolean): readonly SaveChoice[] {
  if (files <= 1) return file !== undefined || canStream ? ['download'] : [];
  return [...(folder === undefined ? [] : (['folder'] as const)), ...(canStream ? (['zip'] as const) : [])];
}

/** To be called in the click. */
export async function openSink(sinks: Sinks, choice: SaveChoice, paths: readonly string[]): Promise<Sink> {
  if (choice === 'download') return sinks.download();
  return choice === 'folder' && sinks.folder !== undefined ? sinks.folder() : sinks.zip(zipName(paths));
}

/** To be called in the click. One file goes where the person says, if they can be asked. */
export async function openStraightSink(sinks: StraightSinks, choice: SaveChoice, paths: readonly string[]): Promise<StraightSink> {
  if (choice === 'download') return sinks.file === undefined ? sinks.download() : sinks.file(paths[0]?.split('/').at(-1) ?? 'unnamed');
  return choice === 'folder' && sinks.folder !== undefined ? sinks.folder() : sinks.zip(zipName(paths));
}

/** "holiday.zip" for a folder "holiday"; a plain name for files from everywhere. */
export function zipName(paths: readonly string[]): string {
  const tops = new Set(paths.map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')));
  const [top] = tops;
  return tops.size === 1 && top !== undefined && top !== '' ? `${top}.zip` : 'beamline.zip';
}

/** The files as slices of the vault: nothing is read yet. `paths` are the safe ones, in the order of `files`. */
export function sinkFiles(vault: Blob, files: readonly ManifestFile[], paths: readonly string[]): SinkFile[] {
  let offset = 0;
  return files.map(({ size, mtimeMs }, index) => {
    const blob = vault.slice(offset, offset + size);
    offset += size;
    return { path: paths[index] ?? 'unnamed', mtimeMs, blob };
  });
}

export const straightFiles = (files: readonly ManifestFile[], paths: readonly string[]): StraightFile[] =>
  files.map(({ size, mtimeMs }, index) => ({ path: paths[index] ?? 'unnamed', mtimeMs, size }));
