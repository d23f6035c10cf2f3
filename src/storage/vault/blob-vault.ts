/** What is in a vault already, to be read alone: it takes no lock, so that this page or another may write meanwhile. */
import { BeamError } from '../../protocol/errors.ts';
import type { Vault } from './vault.ts';

export class BlobVault implements Vault {
  private readonly blob: Blob;

  constructor(blob: Blob) {
    this.blob = blob;
  }

  /** Rejects with `storage-lost` when the vault was written to, or removed, since. */
  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const part = this.blob.slice(offset, offset + length);
    const bytes = await part.arrayBuffer().catch((cause: unknown) => {
      throw new BeamError('storage-lost', { cause });
    });
    if (bytes.byteLength < length) throw new BeamError('storage-failed', { cause: 'the vault ends before' });
    return new Uint8Array(bytes);
  }

  async file(): Promise<Blob> {
    return this.blob;
  }

  async write(): Promise<never> {
    throw new BeamError('storage-failed', { cause: 'the vault is open to be read alone' });
  }

  async flush(): Promise<void> {
    throw new BeamError('storage-failed', { cause: 'the vault is open to be read alone' });
  }

  async close(): Promise<void> {}
}
