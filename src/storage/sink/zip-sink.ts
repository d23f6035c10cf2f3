/** Saves any number of files as one ZIP archive in the browser's downloads. */
import { BeamError } from '../../protocol/errors.ts';

import { startDownload } from './download-sink.ts';
import { splitPath } from './sink-path.ts';
import type { Sink, SinkFile } from './sink.ts';
import { zipVaultId } from '../vault/stale-zips.ts';
import { streamDownload, type DownloadStream } from './streaming/streamed-download.ts';
import type { VaultStore } from '../vault/vault.ts';
import { zipLength } from './zip-length.ts';

/** A whole number of chunks. */
const FLUSH_BYTES = 32 * 1024 * 1024;

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
    const wasStreamed = await streamDownload(archive, signal);
    if (!wasStreamed) await this.saveFromVault(archive, signal);
  }

  /** Needs the space twice, and time. So it is used only where no service worker controls the page. */
  private async saveFromVault(archive: DownloadStream, signal: AbortSignal): Promise<void> {
    const free = await this.vaults.freeBytes();
    if (free !== undefined && free < archive.size) {
      throw new BeamError('space-short', { figures: { neededBytes: archive.size, freeBytes: free } });
    }
    const id = zipVaultId(Date.now(), crypto.randomUUID());
    const vault = await this.vaults.open(id);
    try {
      let offset = 0;
      for (let next = await archive.chunks.next(); next.done !== true; next = await archive.chunks.next()) {
        signal.throwIfAborted();
        const { length } = next.value; // read now, because a transferred buffer has no length
        await vault.write(offset, next.value);
        offset += length;
        if (offset % FLUSH_BYTES === 0) await vault.flush(); // in small parts, so that each call ends in time
      }
      if (offset !== archive.size)
        throw new BeamError('save-failed', { cause: `${offset} bytes came, not ${archive.size}` });
      await vault.flush();
      await vault.close();
      startDownload(await vault.file(), archive.filename);
    } catch (thrown) {
      await archive.chunks.return?.();
      await vault.close().catch(() => {});
      await this.vaults.remove(id).catch(() => {});
      throw thrown;
    }
  }
}
