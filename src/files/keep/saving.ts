/** Where the files of a share go when all is here, and under which names. */
import { isDirectory, type ManifestFile } from '../../protocol/manifest.ts';
import type { Sink, SinkFile } from '../../storage/sink/sink.ts';
import type { Sinks, StreamingSinks } from '../../storage/sink/sinks.ts';
import type { StreamedFile, StreamingSink } from '../../storage/sink/streaming/streaming-sink.ts';

/**
 * Where the files go. `folder` needs a directory picker, which opens in the click; so may `download`, where it goes
 * streaming.
 */
export type SaveChoice = 'download' | 'folder' | 'zip';

/**
 * What decides how a share can be saved. `file`: one file in no folder. `hidden`: the same, with a dot in front, which
 * browsers drop when they download it. `tree`: several, or one in a folder, or an empty folder.
 */
export type Shape = 'file' | 'hidden' | 'tree';

export function shapeOf(files: readonly ManifestFile[], paths: readonly string[]): Shape {
  const [file, ...others] = files;
  const path = paths[0] ?? '';
  if (file === undefined || others.length > 0 || isDirectory(file) || path.includes('/')) return 'tree';
  return path.startsWith('.') ? 'hidden' : 'file';
}

/** Of one file that was chosen from several: its folders are left behind. */
export const shapeOfPart = (file: ManifestFile, path: string): Shape =>
  shapeOf([file], [path.slice(path.lastIndexOf('/') + 1)]);

/** What the person may choose from, best first. */
export function saveChoices(shape: Shape, hasFolderPicker: boolean): readonly SaveChoice[] {
  if (shape !== 'tree') return shape === 'hidden' ? ['download', 'zip'] : ['download'];
  return hasFolderPicker ? ['folder', 'zip'] : ['zip'];
}

/** The same for what does not fit into this browser. None where it cannot be received. */
export function streamingChoices(
  shape: Shape,
  { file, folder }: StreamingSinks,
  canStream: boolean,
): readonly SaveChoice[] {
  const zip = canStream ? (['zip'] as const) : [];
  if (shape !== 'tree')
    return [...(file !== undefined || canStream ? (['download'] as const) : []), ...(shape === 'hidden' ? zip : [])];
  return [...(folder === undefined ? [] : (['folder'] as const)), ...zip];
}

/** To be called in the click. @param isPart other files of the share are left for later */
export async function openSink(
  sinks: Sinks,
  choice: SaveChoice,
  paths: readonly string[],
  isPart = false,
): Promise<Sink> {
  if (choice === 'download') return isPart ? sinks.part() : sinks.download();
  return choice === 'folder' && sinks.folder !== undefined ? sinks.folder() : sinks.zip(zipName(paths));
}

/** To be called in the click. One file goes where the person says, if they can be asked. */
export async function openStreamingSink(
  sinks: StreamingSinks,
  choice: SaveChoice,
  paths: readonly string[],
): Promise<StreamingSink> {
  if (choice === 'download')
    return sinks.file === undefined ? sinks.download() : sinks.file(paths[0]?.split('/').at(-1) ?? 'unnamed');
  return choice === 'folder' && sinks.folder !== undefined ? sinks.folder() : sinks.zip(zipName(paths));
}

/** "holiday.zip" for a folder "holiday"; a plain name for files from everywhere. */
export function zipName(paths: readonly string[]): string {
  const tops = new Set(paths.map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '')));
  const [top] = tops;
  return tops.size === 1 && top !== undefined && top !== '' ? `${top}.zip` : 'beamline.zip';
}

/** No browser tells a folder's time: in an archive it has that of the newest file. */
function folderTime(files: readonly ManifestFile[]): number {
  return files.reduce((newest, { mtimeMs }) => Math.max(newest, mtimeMs), 0);
}

/** The files as slices of the vault: nothing is read yet. `paths` are the safe ones, in the order of `files`. */
export function sinkFiles(vault: Blob, files: readonly ManifestFile[], paths: readonly string[]): SinkFile[] {
  let offset = 0;
  return streamedFiles(files, paths).map(({ size, ...file }) => {
    const blob = vault.slice(offset, offset + size);
    offset += size;
    return { ...file, blob };
  });
}

export function streamedFiles(files: readonly ManifestFile[], paths: readonly string[]): StreamedFile[] {
  const folderMs = folderTime(files);
  return files.map((file, index): StreamedFile => {
    const path = paths[index] ?? 'unnamed';
    return isDirectory(file)
      ? { path, mtimeMs: folderMs, size: 0, isFolder: true }
      : { path, mtimeMs: file.mtimeMs, size: file.size };
  });
}
