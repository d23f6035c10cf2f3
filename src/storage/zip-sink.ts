/** Saves any number of files as one ZIP archive in the browser's downloads. */
import { BeamError } from '../protocol/errors.ts';

import { startDownload } from './download-sink.ts';
import { splitPath } from './sink-path.ts';
import type { Sink, SinkFile } from './sink.ts';
import { streamDownload } from './streamed-download.ts';
import type { VaultStore } from './vault.ts';
import { zipStream, zipStreamBytes } from './zip-stream.ts';

/** Vaults that hold an archive: `zip-<ms since 1970>-<random>`. The ledger does not know them. */
const ZIP_VAULT = /^zip-(\d+)-/;

/** By then the browser has copied it to where the person wanted it. No event says so. */
const STALE_MS = 60 * 60 * 1000;

/** Removes archives that were built to be downloaded long ago. Those in use elsewhere stay. */
export async function removeStaleZips(vaults: VaultStore, nowMs: number): Promise<void> {
  for (const { id } of await vaults.list()) {
    const madeMs = ZIP_VAULT.exec(id)?.[1];
    if (madeMs !== undefined && nowMs - Number(madeMs) > STALE_MS) await vaults.remove(id).catch(() => {});
  }
}

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
    const archive = { filename: splitPath(this.#filename).name, size: zipStreamBytes(files), chunks: zipStream(files, onSaved) };
    const wasStreamed = await streamDownload(archive, signal);
    if (!wasStreamed) await this.#saveFromVault(archive, signal);
  }

  /** Needs the space twice, and time: only where no service worker controls the page. */
  async #saveFromVault(archive: Parameters<typeof streamDownload>[0], signal: AbortSignal): Promise<void> {
    const free = await this.#vaults.freeBytes();
    if (free !== undefined && free < archive.size) {
      throw new BeamError('space-short', { figures: { neededBytes: archive.size, freeBytes: free } });
    }
    const id = `zip-${Date.now()}-${crypto.randomUUID()}`;
    const vault = await this.#vaults.open(id);
    try {
      let offset = 0;
      for (let next = await archive.chunks.next(); next.done !== true; next = await archive.chunks.next()) {
        signal.throwIfAborted();
        const { length } = next.value; // gone once the buffer is handed over
        await vault.write(offset, next.value);
        offset += length;
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
