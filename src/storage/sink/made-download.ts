/**
 * A download whose bytes the page makes, and that is over when this resolves: streamed where that can be, else built in
 * a vault of its own first.
 */
import { BeamError } from '../../protocol/errors.ts';
import { startDownload } from './download-sink.ts';
import { streamDownload, type DownloadStream } from './streaming/streamed-download.ts';
import { zipVaultId } from '../vault/stale-zips.ts';
import type { VaultStore } from '../vault/vault.ts';

/** A whole number of chunks of a mebibyte, which is what is to be made. */
const FLUSH_BYTES = 32 * 1024 * 1024;

/** @param vaults where it is built if it cannot be streamed */
export async function makeDownload(made: DownloadStream, vaults: VaultStore, signal: AbortSignal): Promise<void> {
  const wasStreamed = await streamDownload(made, signal);
  if (!wasStreamed) await saveFromVault(made, vaults, signal);
}

/** Needs the space twice, and time: only where no service worker controls the page. */
async function saveFromVault(made: DownloadStream, vaults: VaultStore, signal: AbortSignal): Promise<void> {
  const free = await vaults.freeBytes();
  if (free !== undefined && free < made.size) {
    throw new BeamError('space-short', { figures: { neededBytes: made.size, freeBytes: free } });
  }
  const id = zipVaultId(Date.now(), crypto.randomUUID());
  const vault = await vaults.open(id);
  try {
    let offset = 0;
    for (let next = await made.chunks.next(); next.done !== true; next = await made.chunks.next()) {
      signal.throwIfAborted();
      const { length } = next.value; // gone once the buffer is handed over
      await vault.write(offset, next.value);
      offset += length;
      if (offset % FLUSH_BYTES === 0) await vault.flush(); // a little at a time: each call has an end
    }
    if (offset !== made.size) throw new BeamError('save-failed', { cause: `${offset} bytes came, not ${made.size}` });
    await vault.flush();
    await vault.close();
    startDownload(await vault.file(), made.filename);
  } catch (thrown) {
    await made.chunks.return?.();
    await vault.close().catch(() => {});
    await vaults.remove(id).catch(() => {});
    throw thrown;
  }
}
