/** The vault on disk: OPFS, through one worker for all vaults of this page. */
import { BeamError, toBeamError } from '../../protocol/errors.ts';

import { scriptUrl } from '../script-url.ts';
import { freeBytes } from './space.ts';
import { storageErrorCode } from './storage-error.ts';
import { listVaults, peekVault, vaultName, type VaultUsage } from './vault-folder.ts';
import type { VaultCall, VaultReply, VaultRequest, VaultResults } from './vault-message.ts';
import type { Vault, VaultStore } from './vault.ts';
// oxlint-disable-next-line import/default -- Vite makes it
import workerUrl from './vault.worker.ts?worker&url';

interface Pending {
  readonly resolve: (result: VaultResults[VaultRequest['type']]) => void;
  readonly reject: (reason: BeamError) => void;
}

export class OpfsVaultStore implements VaultStore {
  private worker: Worker | undefined;
  private lastCall = 0;
  private readonly pending = new Map<number, Pending>();
  /** The generation of the names that vaults get now: see `open`. */
  private generation = 0;
  private wasStopped = false;

  /**
   * `id` becomes a file's name: base64url. Waits up to two seconds for a lock that another tab holds, then
   * `storage-failed`.
   */
  async open(id: string): Promise<Vault> {
    const name = await this.openAs(id);
    return {
      write: (offset, bytes) => this.ask({ type: 'write', id: name, offset, bytes }, [bytes.buffer]),
      flush: () => this.ask({ type: 'flush', id: name }),
      read: async (offset, length) => new Uint8Array(await this.ask({ type: 'read', id: name, offset, length })),
      file: () => this.ask({ type: 'file', id: name }),
      close: () => this.ask({ type: 'close', id: name }),
    };
  }

  /**
   * A worker that was stopped because it hung keeps its lock as long as this page lives (Chromium 156, 2026-11-28).
   * Then the vault becomes another file, of the next generation. The next page knows only the first file, begins anew,
   * and removes both.
   */
  private async openAs(id: string): Promise<string> {
    const name = vaultName(id, this.generation);
    try {
      await this.ask({ type: 'open', id: name });
      return name;
    } catch (thrown) {
      if (!this.wasStopped) throw thrown;
      this.wasStopped = false;
      this.generation += 1;
      return this.openAs(id);
    }
  }

  /** Without the worker as well. What cannot be read is not there. */
  async peek(id: string): Promise<Blob | undefined> {
    return peekVault(vaultName(id, this.generation)).catch(() => undefined);
  }

  /** Works without the worker: it is not needed to list files, and leaving the page meanwhile does no harm. */
  async list(): Promise<readonly VaultUsage[]> {
    try {
      return await listVaults();
    } catch (thrown) {
      throw toBeamError(thrown, storageErrorCode(thrown));
    }
  }

  remove(id: string): Promise<void> {
    return this.ask({ type: 'remove', id });
  }

  /** Found by trial if the browser's estimate says nothing. undefined also while another tab makes the trial. */
  async freeBytes(): Promise<number | undefined> {
    return (await freeBytes()) ?? this.ask({ type: 'measure' }).catch(() => undefined);
  }

  /** Rejects where nothing can be written here. */
  tryOut(): Promise<void> {
    return this.ask({ type: 'try' });
  }

  /** Ends the worker, which releases its locks. Calls that are under way fail. */
  stop(): void {
    this.wasStopped = true;
    this.worker?.terminate();
    this.worker = undefined;
    for (const { reject } of this.pending.values())
      reject(new BeamError('storage-failed', { cause: 'the worker has ended' }));
    this.pending.clear();
  }

  private ask<Type extends VaultRequest['type']>(
    request: Extract<VaultRequest, { type: Type }>,
    transfer: Transferable[] = [],
  ): Promise<VaultResults[Type]> {
    this.lastCall += 1;
    const call: VaultCall = { call: this.lastCall, request };
    return new Promise<VaultResults[Type]>((resolve, reject) => {
      this.worker ??= this.start();
      this.pending.set(call.call, { resolve: resolve as Pending['resolve'], reject });
      this.worker.postMessage(call, transfer);
    }).catch((thrown: unknown) => {
      throw toBeamError(thrown, 'storage-failed'); // a worker may not even be made
    }) as Promise<VaultResults[Type]>;
  }

  private start(): Worker {
    const worker = new Worker(scriptUrl(workerUrl), { type: 'module', name: 'vault' });
    worker.addEventListener('message', ({ data }: MessageEvent<VaultReply>) => this.gotReply(data));
    // The worker could not be loaded, or threw outside a call: no call will be answered any more.
    worker.addEventListener('error', () => this.stop());
    return worker;
  }

  private gotReply(reply: VaultReply): void {
    const pending = this.pending.get(reply.call);
    this.pending.delete(reply.call);
    if (reply.type === 'done') pending?.resolve(reply.result);
    else pending?.reject(new BeamError(reply.code, { cause: reply.cause }));
  }
}
