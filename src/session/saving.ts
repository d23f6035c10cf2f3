/** Where the files of a share go when all is here, and under which names. */
import type { ManifestFile } from '../protocol/manifest.ts';
import type { Sink, SinkFile } from '../storage/sink.ts';
import type { SaveChoice } from './view.ts';

export interface Sinks {
  download(): Sink;
  /** Opens the browser's picker: to be called in the click. Rejects with an AbortError when it is dismissed. Absent where there is none. */
  readonly folder: (() => Promise<Sink>) | undefined;
  zip(name: string): Sink;
}

/** What the person may choose from, best first. */
export function saveChoices(files: number, hasFolderPicker: boolean): readonly SaveChoice[] {
  if (files <= 1) return ['download'];
  return hasFolderPicker ? ['folder', 'zip'] : ['zip'];
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
