/** Where the vaults' files are in OPFS. The page may look at them too: only writing needs the worker. */
import { BeamError } from '../../protocol/errors.ts';

import { storageErrorCode } from './storage-error.ts';

const FOLDER = 'vaults';

export interface VaultUsage {
  readonly id: string;
  readonly bytes: number;
}

export async function vaultFolder(): Promise<FileSystemDirectoryHandle> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(FOLDER, { create: true });
  } catch (thrown) {
    // No storage here, under whatever name the browser says it (no such function, SecurityError, UnknownError).
    const code = storageErrorCode(thrown);
    throw new BeamError(code === 'space-short' ? code : 'storage-blocked', { cause: thrown });
  }
}

/** A vault is one file, mostly under its id; ids have no '~'. */
export const vaultName = (id: string, generation: number): string => (generation === 0 ? id : `${id}~${generation}`);

export const idOfName = (name: string): string => name.split('~', 1)[0] ?? name;

/** Those that are open, here or in another tab, with the bytes written so far. */
export async function listVaults(): Promise<VaultUsage[]> {
  const bytes = new Map<string, number>();
  for await (const handle of (await vaultFolder()).values()) {
    if (handle.kind !== 'file') continue;
    const id = idOfName(handle.name);
    bytes.set(id, (bytes.get(id) ?? 0) + (await handle.getFile()).size);
  }
  return Array.from(bytes, ([id, bytes]) => ({ id, bytes }));
}
