/**
 * Holds the vaults' files. It is a worker because browsers give synchronous access handles only to workers. These write
 * at any offset, make no copy on close (createWritable does), and are Safari's only way to write to OPFS before version
 * 26.
 */
import { BeamError } from '../../protocol/errors.ts';

import { storageErrorCode } from './storage-error.ts';
import { idOfName, vaultFolder } from './vault-folder.ts';
import type { VaultCall, VaultErrorCode, VaultReply, VaultRequest, VaultResults } from './vault-message.ts';

const PROBE = 'probe';
const TRIAL = 'trial';
const PROBE_MOST_BYTES = 2 ** 44;
const PROBE_STEP_BYTES = 2 ** 20;

/** How long to wait for a lock: after a reload the old page still holds it for a moment. Another tab keeps it. */
const LOCK_TRIES = 20;
const LOCK_WAIT_MS = 100;

const isNamed = (thrown: unknown, name: string): boolean => thrown instanceof DOMException && thrown.name === name;

const handles = new Map<string, FileSystemSyncAccessHandle>();

async function openHandle(id: string): Promise<FileSystemSyncAccessHandle> {
  const file = await (await vaultFolder()).getFileHandle(id, { create: true });
  for (let tries = 1; ; tries += 1) {
    try {
      return await file.createSyncAccessHandle();
    } catch (thrown) {
      const isLocked = isNamed(thrown, 'NoModificationAllowedError');
      if (!isLocked || tries === LOCK_TRIES) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, LOCK_WAIT_MS));
    }
  }
}

function handleOf(id: string): FileSystemSyncAccessHandle {
  const handle = handles.get(id);
  if (handle === undefined) throw new BeamError('storage-failed', { cause: 'the vault is not open' });
  return handle;
}

/**
 * Writes all bytes. On a full disk a write returns a smaller count, without an error. The count can also be too large:
 * without space, a Chromium incognito window returns its error -8 as 4,294,967,288 (Chromium 156, 2026-11-20).
 */
function writeAll(handle: FileSystemSyncAccessHandle, offset: number, bytes: Uint8Array<ArrayBuffer>): void {
  for (let written = 0; written < bytes.length;) {
    const count = handle.write(bytes.subarray(written), { at: offset + written });
    if (count === 0 || count > bytes.length - written) throw new BeamError('space-short', { cause: `write: ${count}` });
    written += count;
  }
}

/** A read may be cut short as well, and is where the file ends. */
function readAll(handle: FileSystemSyncAccessHandle, offset: number, length: number): ArrayBuffer {
  const bytes = new Uint8Array(length);
  for (let read = 0; read < length;) {
    const count = handle.read(bytes.subarray(read), { at: offset + read });
    if (count === 0 || count > length - read) throw new BeamError('storage-failed', { cause: `read: ${count}` });
    read += count;
  }
  return bytes.buffer;
}

/** Rejects with NotFoundError when it is not there any more. */
const fileOf = async (id: string): Promise<FileSystemFileHandle> => (await vaultFolder()).getFileHandle(id);

/** The files of all generations of a vault. */
async function remove(id: string): Promise<void> {
  const folder = await vaultFolder();
  const names: string[] = [];
  for await (const name of folder.keys()) if (idOfName(name) === id) names.push(name);
  for (const name of names) {
    try {
      await folder.removeEntry(name);
    } catch (thrown) {
      if (!isNamed(thrown, 'NotFoundError')) throw thrown;
    }
  }
}

/** The largest size of a file here, found by trial to within 1 %; undefined if there seems to be no limit. */
async function measure(): Promise<number | undefined> {
  const root = await navigator.storage.getDirectory();
  const handle = await (await root.getFileHandle(PROBE, { create: true })).createSyncAccessHandle();
  const fits = (bytes: number): boolean => {
    try {
      handle.truncate(bytes); // leaves a hole: nothing is written
      return true;
    } catch {
      return false;
    }
  };
  try {
    // The largest first: an incognito window of Chromium accepts any length, so a smaller trial would prove nothing.
    if (fits(PROBE_MOST_BYTES)) return undefined;
    let [least, most] = [0, PROBE_MOST_BYTES];
    while (most - least > Math.max(least / 100, PROBE_STEP_BYTES)) {
      const middle = Math.floor((least + most) / 2);
      if (fits(middle)) least = middle;
      else most = middle;
    }
    return least;
  } finally {
    handle.close();
    await root.removeEntry(PROBE);
  }
}

/** Rejects where a page gets no synchronous access handle (WebKitGTK 2.50), or none that takes a byte. */
async function tryOut(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  try {
    const handle = await (await root.getFileHandle(TRIAL, { create: true })).createSyncAccessHandle();
    try {
      writeAll(handle, 0, new Uint8Array(1));
    } finally {
      handle.close();
    }
    await root.removeEntry(TRIAL);
  } catch (thrown) {
    // Another tab makes the same trial, or the disk is full. A full disk is reported at the first real write.
    const isFull = isNamed(thrown, 'QuotaExceededError') || thrown instanceof BeamError;
    if (!isFull && !isNamed(thrown, 'NoModificationAllowedError') && !isNamed(thrown, 'NotFoundError')) throw thrown;
  }
}

async function perform(request: VaultRequest): Promise<VaultResults[VaultRequest['type']]> {
  switch (request.type) {
    case 'open':
      if (!handles.has(request.id)) handles.set(request.id, await openHandle(request.id));
      return undefined;
    case 'write':
      writeAll(handleOf(request.id), request.offset, request.bytes);
      return request.bytes.buffer;
    case 'flush':
      handleOf(request.id).flush();
      // When site data is cleared, an open file still takes writes, and nobody will find it.
      await fileOf(request.id);
      return undefined;
    case 'read':
      return readAll(handleOf(request.id), request.offset, request.length);
    case 'file':
      return (await fileOf(request.id)).getFile();
    case 'close':
      handles.get(request.id)?.close();
      handles.delete(request.id);
      return undefined;
    case 'remove':
      return (await remove(request.id)) as undefined;
    case 'measure':
      return measure();
    case 'try':
      return (await tryOut()) as undefined;
    default:
      return request satisfies never;
  }
}

async function answer({ call, request }: VaultCall): Promise<VaultReply> {
  try {
    return { call, type: 'done', result: await perform(request) };
  } catch (thrown) {
    const isOurs = thrown instanceof BeamError;
    const code = isOurs ? (thrown.code as VaultErrorCode) : storageErrorCode(thrown);
    return { call, type: 'failed', code, cause: String(isOurs ? thrown.cause : thrown) };
  }
}

/** A written block's buffer goes back, and what was read is handed over. */
function reply(message: VaultReply): void {
  const isBuffer = message.type === 'done' && message.result instanceof ArrayBuffer;
  self.postMessage(message, isBuffer ? [message.result] : []);
}

// Requests for one vault run one after the other, in the order of arrival, so that `flush` covers all writes before it.
// A vault that waits for its lock does not hold up the others.
const last = new Map<string, Promise<void>>();
self.addEventListener('message', ({ data }: MessageEvent<VaultCall>) => {
  const vault = 'id' in data.request ? data.request.id : '';
  last.set(
    vault,
    (last.get(vault) ?? Promise.resolve()).then(async () => reply(await answer(data))),
  );
});
