/** Hands one file to the browser's downloads, which copies it from the vault by itself. */
import { BeamError } from '../../protocol/errors.ts';

import { splitPath } from './sink-path.ts';
import type { Sink, SinkFile } from './sink.ts';

/**
 * How long the blob's address stays valid. No event says when the browser has taken the file. A long time costs
 * nothing, because the address stands for a file on disk.
 */
const REVOKE_MS = 10 * 60 * 1000;

export class DownloadSink implements Sink {
  /**
   * Resolves when the browser was told. The browser goes on reading after that, so the vault must stay as it is for a
   * while. One file only, because browsers ask the person before a page's second download.
   */
  async save(files: readonly SinkFile[], signal: AbortSignal, onSaved: (bytes: number) => void): Promise<void> {
    signal.throwIfAborted();
    const [file] = files;
    if (file === undefined || files.length > 1) throw new BeamError('internal', { cause: 'one file at a time' });
    startDownload(file.blob, splitPath(file.path).name);
    onSaved(file.blob.size);
  }
}

/** Downloads a disk-backed blob, always as plain bytes: by the sender's type a browser might open it or rename it. */
export function startDownload(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob.slice(0, blob.size, 'application/octet-stream'));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.hidden = true;
  document.body.append(link); // Firefox follows only links that are in the page
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS);
}
