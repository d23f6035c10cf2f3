/** Saves any number of files as one ZIP archive in the browser's downloads. */
import { makeDownload } from './made-download.ts';
import { splitPath } from './sink-path.ts';
import type { Sink, SinkFile } from './sink.ts';
import type { VaultStore } from '../vault/vault.ts';
import { zipLength } from './zip-length.ts';

export class ZipSink implements Sink {
  private readonly filename: string;
  private readonly vaults: VaultStore;

  /**
   * `filename` is the archive's name, safe, with its ".zip". In `vaults` the archive is built if it cannot be streamed.
   */
  constructor(filename: string, vaults: VaultStore) {
    this.filename = filename;
    this.vaults = vaults;
  }

  async save(files: readonly SinkFile[], signal: AbortSignal, onSaved: (bytes: number) => void): Promise<void> {
    for (const { path } of files) splitPath(path);
    const { zipStream } = await import('./zip-stream.ts');
    const size = zipLength(
      files.map(({ path, mtimeMs, blob, isFolder = false }) => ({ path, mtimeMs, size: blob.size, isFolder })),
    );
    const onSign = (): void => onSaved(0);
    const archive = { filename: splitPath(this.filename).name, size, chunks: zipStream(files, onSaved), onSign };
    await makeDownload(archive, this.vaults, signal);
  }
}
