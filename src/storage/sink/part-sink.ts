/**
 * Saves one file of several in the browser's downloads. It is read to its end before this resolves: the vault that it
 * is a slice of is written to again when the others are taken, and a browser that is still copying from it would fail
 * then.
 */
import { BeamError } from '../../protocol/errors.ts';
import { makeDownload } from './made-download.ts';
import { splitPath } from './sink-path.ts';
import type { Sink, SinkFile } from './sink.ts';
import { toSaveError } from './save-error.ts';
import type { VaultStore } from '../vault/vault.ts';

const CHUNK_BYTES = 1024 * 1024;

export class PartSink implements Sink {
  private readonly vaults: VaultStore;

  /** @param vaults where it is copied to if it cannot be streamed */
  constructor(vaults: VaultStore) {
    this.vaults = vaults;
  }

  async save(files: readonly SinkFile[], signal: AbortSignal, onSaved: (bytes: number) => void): Promise<void> {
    const [file] = files;
    if (file === undefined || files.length > 1) throw new BeamError('internal', { cause: 'one file at a time' });
    const { name } = splitPath(file.path);
    signal.throwIfAborted();
    const chunks = chunksOf(file, onSaved);
    const made = { filename: name, size: file.blob.size, chunks, onSign: () => onSaved(0) };
    await makeDownload(made, this.vaults, signal);
  }
}

async function* chunksOf(
  { blob, path }: SinkFile,
  onSaved: (bytes: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for (let offset = 0; offset < blob.size; offset += CHUNK_BYTES) {
    const part = blob.slice(offset, offset + CHUNK_BYTES);
    const bytes = await part.arrayBuffer().catch((thrown: unknown) => {
      throw toSaveError(thrown, path);
    });
    yield new Uint8Array(bytes);
    onSaved(part.size);
  }
}
