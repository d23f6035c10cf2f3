/**
 * The browser's stores with a deadline for each call (deadline.ts): without an answer it fails with `storage-lost`.
 * They pass the same contract suites as the stores behind them.
 */
import { BeamError } from '../protocol/errors.ts';

import { Deadline, writingMs } from './deadline.ts';
import type { Ledger, LedgerEntry } from './records/ledger.ts';
import type { KeptSignature } from './records/signature-pages.ts';
import type { SentContent, SentShares, SentSummary } from './records/sent-shares.ts';
import type { Vault, VaultStore } from './vault/vault.ts';

/** Gives up the connection that does not answer; the next call opens another one. */
type Closing = { close(): Promise<void> };

const deadlineOf = (store: Closing): Deadline => new Deadline({ onSilence: () => void store.close().catch(() => {}) });

export class TimedLedger implements Ledger {
  private readonly ledger: Ledger;
  private readonly deadline: Deadline;

  constructor(ledger: Ledger & Closing, deadline = deadlineOf(ledger)) {
    this.ledger = ledger;
    this.deadline = deadline;
  }

  get(id: string): Promise<LedgerEntry | undefined> {
    return this.deadline.wait(() => this.ledger.get(id));
  }

  put(entry: LedgerEntry, signatures?: readonly KeptSignature[]): Promise<void> {
    return this.deadline.wait(() => this.ledger.put(entry, signatures));
  }

  list(): Promise<readonly LedgerEntry[]> {
    return this.deadline.wait(() => this.ledger.list());
  }

  signature(id: string, block: number): Promise<KeptSignature | undefined> {
    return this.deadline.wait(() => this.ledger.signature(id, block));
  }

  remove(id: string): Promise<void> {
    return this.deadline.wait(() => this.ledger.remove(id));
  }
}

export class TimedSentShares implements SentShares {
  private readonly sent: SentShares;
  private readonly deadline: Deadline;

  constructor(sent: SentShares & Closing, deadline = deadlineOf(sent)) {
    this.sent = sent;
    this.deadline = deadline;
  }

  list(): Promise<readonly SentSummary[]> {
    return this.deadline.wait(() => this.sent.list());
  }

  get(id: string): Promise<(SentSummary & SentContent) | undefined> {
    return this.deadline.wait(() => this.sent.get(id));
  }

  put(summary: SentSummary, content: SentContent): Promise<void> {
    return this.deadline.wait(() => this.sent.put(summary, content));
  }

  update(summary: SentSummary): Promise<void> {
    return this.deadline.wait(() => this.sent.update(summary));
  }

  remove(id: string): Promise<void> {
    return this.deadline.wait(() => this.sent.remove(id));
  }

  digests(id: string): Promise<ReadonlyMap<number, Uint8Array<ArrayBuffer>>> {
    return this.deadline.wait(() => this.sent.digests(id));
  }

  putDigests(id: string, page: number, digests: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.deadline.wait(() => this.sent.putDigests(id, page, digests));
  }
}

export class TimedVaultStore implements VaultStore {
  private readonly vaults: VaultStore & { stop(): void };
  private readonly deadline: Deadline;

  /** `stop` ends the worker that does not answer, and gives up its locks: the next call starts another one. */
  constructor(vaults: VaultStore & { stop(): void }, deadline = new Deadline({ onSilence: () => vaults.stop() })) {
    this.vaults = vaults;
    this.deadline = deadline;
  }

  /** All vaults share one clock, because one worker writes them all, one after the other. */
  async open(id: string): Promise<Vault> {
    const vault = await this.deadline.wait(() => this.vaults.open(id));
    /** Bytes since the last flush, which the next flush must write. */
    let unflushedBytes = 0;
    return {
      write: (offset, bytes) => {
        const { length } = bytes; // gone when the buffer is handed over
        unflushedBytes += length;
        return this.use(() => vault.write(offset, bytes), length);
      },
      flush: async () => {
        const flushingBytes = unflushedBytes;
        await this.use(() => vault.flush(), flushingBytes);
        unflushedBytes -= flushingBytes;
      },
      read: (offset, length) => this.use(() => vault.read(offset, length), length),
      file: () => this.use(() => vault.file()),
      close: () => this.use(() => vault.close()),
    };
  }

  /**
   * A call of an open vault. If the vault's file is gone, the files of all vaults are gone, and closing one never ends
   * (Chromium 156, 2026-11-28): so the worker is stopped.
   */
  private async use<Result>(call: () => Promise<Result>, bytes = 0): Promise<Result> {
    try {
      return await this.deadline.wait(call, writingMs(bytes));
    } catch (thrown) {
      if (thrown instanceof BeamError && thrown.code === 'storage-lost') this.vaults.stop();
      throw thrown;
    }
  }

  peek(id: string): Promise<Blob | undefined> {
    return this.deadline.wait(() => this.vaults.peek(id));
  }

  list(): ReturnType<VaultStore['list']> {
    return this.deadline.wait(() => this.vaults.list());
  }

  remove(id: string): Promise<void> {
    return this.deadline.wait(() => this.vaults.remove(id));
  }

  freeBytes(): Promise<number | undefined> {
    return this.deadline.wait(() => this.vaults.freeBytes());
  }
}
