/** The files that a person chose, one behind the other, as one stream of bytes. */
import { BeamError } from '../protocol/errors.ts';
import { DIRECTORY_TYPE, type ManifestFile } from '../protocol/manifest.ts';

import type { PickedFile } from './picked-files.ts';
import type { Source } from './source.ts';

/** A stretch of one file. */
interface Part {
  readonly path: string;
  /** Bytes that it had when it was chosen. */
  readonly length: number;
  readonly blob: Blob;
}

export class FileSource implements Source {
  readonly files: readonly ManifestFile[];
  readonly bytes: number;
  readonly #picked: readonly PickedFile[];
  /** Where each file begins in the stream. */
  readonly #starts: Float64Array;

  /** @param files as they were listed before, if they were: a browser may call the type of the same file by another name */
  constructor(picked: readonly PickedFile[], files: readonly ManifestFile[] = picked.map(manifestFile)) {
    this.#picked = picked;
    this.files = files;
    this.#starts = new Float64Array(files.length);
    let bytes = 0;
    for (const [index, { size }] of files.entries()) {
      this.#starts[index] = bytes;
      bytes += size;
    }
    this.bytes = bytes;
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const parts = this.#parts(offset, length);
    // Many parts as one blob: one trip to the browser's process, no copy in the page, and as fast as reading them side by
    // side (2,000 files of 500 bytes in 0.5 s, Chromium 156, two cores, 2026-11-20).
    const [only] = parts;
    const blob = parts.length === 1 && only !== undefined ? only.blob : new Blob(parts.map((part) => part.blob));
    try {
      const bytes = new Uint8Array(await blob.arrayBuffer());
      if (bytes.length === length) return bytes;
    } catch {
      // Chromium notices each change (NotReadableError) and each file that is gone (NotFoundError).
    }
    throw await changed(parts);
  }

  #parts(offset: number, length: number): Part[] {
    const parts: Part[] = [];
    const end = offset + length;
    for (let index = this.#indexAt(offset); index < this.#picked.length; index += 1) {
      const { path, file } = this.#picked[index]!;
      const start = this.#starts[index]!;
      if (start >= end) break;
      const from = Math.max(0, offset - start);
      const to = Math.min(this.files[index]!.size, end - start);
      if (to > from) parts.push({ path, length: to - from, blob: file.slice(from, to) });
    }
    return parts;
  }

  /** The last file that begins at `offset` or before it. */
  #indexAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function manifestFile({ path, file, isFolder }: PickedFile): ManifestFile {
  const type = file.type === DIRECTORY_TYPE ? '' : file.type; // a file that a system calls so is one all the same
  return { path, size: file.size, type: isFolder === true ? DIRECTORY_TYPE : type, mtimeMs: file.lastModified };
}

/** Which of the parts it was. */
async function changed(parts: readonly Part[]): Promise<BeamError> {
  for (const { path, length, blob } of parts) {
    try {
      if ((await blob.arrayBuffer()).byteLength === length) continue;
      return new BeamError('source-changed', { figures: { path } });
    } catch (cause) {
      return new BeamError('source-changed', { cause, figures: { path } });
    }
  }
  return new BeamError('source-changed');
}
