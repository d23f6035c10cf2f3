/** Where the vaults' files are in OPFS. The page may look at them too: only writing needs the worker. */
import { BeamError } from '../protocol/errors.ts';

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

/** Those that are open, here or in another tab, with the bytes written so far. */
export async function listVaults(): Promise<VaultUsage[]> {
  const usages: VaultUsage[] = [];
  for await (const handle of (await vaultFolder()).values()) {
    if (handle.kind === 'file') usages.push({ id: handle.name, bytes: (await handle.getFile()).size });
  }
  return usages;
}
