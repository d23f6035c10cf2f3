/** Saves any number of files as one ZIP archive in the browser's downloads. */
import { BeamError } from '../protocol/errors.ts';

import { startDownload } from './download-sink.ts';
import { splitPath } from './sink-path.ts';
import type { Sink, SinkFile } from './sink.ts';
import { zipVaultId } from './stale-zips.ts';
import { streamDownload } from './streamed-download.ts';
import type { VaultStore } from './vault.ts';

/** A whole number of chunks. */
const FLUSH_BYTES = 32 * 1024 * 1024;

export class ZipSink implements Sink {
  readonly #filename: string;
  readonly #vaults: VaultStore;

  /** `filename`: of the archive, safe, with its ".zip". `vaults`: where it is built if it cannot be streamed. */
  constructor(filename: string, vaults: VaultStore) {
    this.#filename = filename;
    this.#vaults = vaults;
  }

  async save(files: readonly SinkFile[], signal: AbortSignal, onSaved: (bytes: number) => void): Promise<void> {
    for (const { path } of files) splitPath(path);
    const { zipBytesAtMost, zipStream } = await import('./zip-stream.ts');
    const onSign = (): void => onSaved(0);
    const archive = { filename: splitPath(this.#filename).name, size: undefined, chunks: zipStream(files, onSaved), onSign };
    const wasStreamed = await streamDownload(archive, signal);
    if (!wasStreamed) await this.#saveFromVault(archive, zipBytesAtMost(files), signal);
  }

  /** Needs the space twice, and time: only where no service worker controls the page. */
  async #saveFromVault(archive: Parameters<typeof streamDownload>[0], neededBytes: number, signal: AbortSignal): Promise<void> {
    const free = await this.#vaults.freeBytes();
    if (free !== undefined && free < neededBytes) {
      throw new BeamError('space-short', { figures: { neededBytes, freeBytes: free } });
    }
    const id = zipVaultId(Date.now(), crypto.randomUUID());
    const vault = await this.#vaults.open(id);
    try {
      let offset = 0;
      for (let next = await archive.chunks.next(); next.done !== true; next = await archive.chunks.next()) {
        signal.throwIfAborted();
        const { length } = next.value; // gone once the buffer is handed over
        await vault.write(offset, next.value);
        offset += length;
        if (offset % FLUSH_BYTES === 0) await vault.flush(); // a little at a time: each call has an end
      }
      await vault.flush();
      await vault.close();
      startDownload(await vault.file(), archive.filename);
    } catch (thrown) {
      await archive.chunks.return?.();
      await vault.close().catch(() => {});
      await this.#vaults.remove(id).catch(() => {});
      throw thrown;
    }
  }
}
