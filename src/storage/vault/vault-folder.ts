/** The folder of the vaults' files in OPFS. The page can read it as well: only writing needs the worker. */
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
    // There is no storage here. Browsers say so in different ways (no such function, SecurityError, UnknownError).
    const code = storageErrorCode(thrown);
    throw new BeamError(code === 'space-short' ? code : 'storage-blocked', { cause: thrown });
  }
}

/** A vault is one file. Its name is the id, and later generations have '~' after it, which no id contains. */
export const vaultName = (id: string, generation: number): string => (generation === 0 ? id : `${id}~${generation}`);

export const idOfName = (name: string): string => name.split('~', 1)[0] ?? name;

/** All vaults, with the bytes written so far. Some may be open, here or in another tab. */
export async function listVaults(): Promise<VaultUsage[]> {
  const bytes = new Map<string, number>();
  for await (const handle of (await vaultFolder()).values()) {
    if (handle.kind !== 'file') continue;
    const id = idOfName(handle.name);
    bytes.set(id, (bytes.get(id) ?? 0) + (await handle.getFile()).size);
  }
  return Array.from(bytes, ([id, bytes]) => ({ id, bytes }));
}

/** The file of one vault. Rejects where there is none. */
export async function peekVault(name: string): Promise<File> {
  return (await (await vaultFolder()).getFileHandle(name)).getFile();
}
