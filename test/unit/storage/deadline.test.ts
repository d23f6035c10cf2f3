/** Calls that are never answered, and those that only take long. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { BLOCK_BYTES, MAX_OPEN_BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { answeredWithin, Deadline, MOST_WRITING_MS, SILENCE_MS, writingMs } from '../../../src/storage/deadline.ts';
import { withFallback, TRIAL_MS } from '../../../src/storage/fallback-stores.ts';
import { MemoryLedger } from '../../../src/storage/records/memory-ledger.ts';
import { MemoryVaultStore } from '../../../src/storage/vault/memory-vault.ts';
import type { Sink, SinkFile } from '../../../src/storage/sink/sink.ts';
import type { StreamingSink } from '../../../src/storage/sink/streaming/streaming-sink.ts';
import { quietMs, TimedSink, TimedStreamingSink } from '../../../src/storage/timed-sinks.ts';
import { TimedLedger, TimedVaultStore } from '../../../src/storage/timed-stores.ts';
import type { Vault } from '../../../src/storage/vault/vault.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const silent = (): Promise<never> => new Promise(() => {});
const lost = { code: 'storage-lost' };
const MOST_MS = 15_000;

/** Settled within the time, and how. */
async function outcome(promise: Promise<unknown>, withinMs: number): Promise<unknown> {
  let settled: unknown = 'still waiting';
  promise.then(
    (value) => (settled = value),
    (thrown: unknown) => (settled = thrown),
  );
  await vi.advanceTimersByTimeAsync(withinMs);
  return settled;
}

describe('a deadline', () => {
  test('lets an answer through, a failure, and what throws where it should reject', async () => {
    const deadline = new Deadline();
    expect(await deadline.wait(async () => 5)).toBe(5);
    await expect(deadline.wait(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(
      deadline.wait(() => {
        throw new Error('thrown');
      }),
    ).rejects.toThrow('thrown');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('fails all that wait when there was no answer for its time, not before, and says that there is silence', async () => {
    const onSilence = vi.fn<() => void>();
    const deadline = new Deadline({ onSilence });
    const waiting = Promise.allSettled([deadline.wait(silent), deadline.wait(silent)]);
    expect(await outcome(waiting, SILENCE_MS - 1000)).toBe('still waiting');
    expect(onSilence).not.toHaveBeenCalled();
    expect(await outcome(waiting, 1000)).toMatchObject([{ reason: lost }, { reason: lost }]);
    expect(onSilence).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('begins anew after that, and after a rest', async () => {
    const deadline = new Deadline();
    expect(await outcome(deadline.wait(silent), SILENCE_MS)).toMatchObject(lost);
    await vi.advanceTimersByTimeAsync(10 * SILENCE_MS);
    expect(await outcome(deadline.wait(silent), SILENCE_MS - 1000)).toBe('still waiting');
  });

  test('an answer to any call counts for all: a slow disk that works is no failure', async () => {
    const deadline = new Deadline();
    const last = deadline.wait(() => new Promise((resolve) => setTimeout(resolve, 10 * SILENCE_MS, 'late')));
    for (let at = 1; at < 20; at += 1)
      void deadline.wait(() => new Promise((resolve) => setTimeout(resolve, (at * SILENCE_MS) / 2)));
    expect(await outcome(last, 10 * SILENCE_MS)).toBe('late');
  });

  test('so does a sign', async () => {
    const deadline = new Deadline();
    const signs = setInterval(() => deadline.gotSign(), SILENCE_MS / 2);
    expect(await outcome(deadline.wait(silent), 5 * SILENCE_MS)).toBe('still waiting');
    clearInterval(signs);
  });

  test('what has to write has more time, and still an end within 15 s', async () => {
    expect(SILENCE_MS + MOST_WRITING_MS).toBeLessThanOrEqual(MOST_MS);
    expect(SILENCE_MS + writingMs(MAX_OPEN_BLOCK_BYTES)).toBeLessThan(MOST_MS);
    const deadline = new Deadline();
    const writes = Promise.allSettled(Array.from({ length: 100 }, () => deadline.wait(silent, writingMs(BLOCK_BYTES))));
    expect(await outcome(writes, SILENCE_MS + MOST_WRITING_MS - 1000)).toBe('still waiting');
    expect(await outcome(writes, 1000)).not.toBe('still waiting');
  });

  test('counts the time in which the page ran: one that was frozen has not waited', async () => {
    const deadline = new Deadline();
    const waiting = deadline.wait(silent);
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(await outcome(waiting, SILENCE_MS - 1000)).toBe('still waiting');
  });

  test('one call, where there is another way', async () => {
    expect(await outcome(answeredWithin(2000, silent), 2000)).toMatchObject(lost);
  });
});

describe('stores with an end', () => {
  test('a ledger that is silent is given up, and asked again over another connection', async () => {
    const memory = new MemoryLedger();
    const close = vi.fn<() => Promise<void>>(async () => {});
    let isSilent = true;
    const ledger = new TimedLedger(
      Object.assign(Object.create(memory) as MemoryLedger, {
        get: (id: string) => (isSilent ? silent() : memory.get(id)),
        close,
      }),
    );
    expect(await outcome(ledger.get('a'), SILENCE_MS)).toMatchObject(lost);
    expect(close).toHaveBeenCalledOnce();
    isSilent = false;
    expect(await ledger.get('a')).toBeUndefined();
  });

  function storeWith(part: Partial<Vault>) {
    const memory = new MemoryVaultStore();
    const stop = vi.fn<() => void>();
    const open = async (id: string): Promise<Vault> => ({ ...(await memory.open(id)), ...part });
    return {
      stop,
      store: new TimedVaultStore(Object.assign(Object.create(memory) as MemoryVaultStore, { open, stop })),
    };
  }

  test.each(['write', 'flush', 'read', 'file', 'close'] as const)(
    'a vault whose %s is not answered fails within 15 s, and its worker is ended',
    async (name) => {
      const { store, stop } = storeWith({ [name]: silent });
      const vault = await store.open('a');
      const calls = {
        write: () => vault.write(0, new Uint8Array(BLOCK_BYTES)),
        flush: () => vault.flush(),
        read: () => vault.read(0, BLOCK_BYTES),
        file: () => vault.file(),
        close: () => vault.close(),
      };
      expect(await outcome(calls[name](), MOST_MS)).toMatchObject(lost);
      expect(stop).toHaveBeenCalled();
    },
  );

  test('a flush that has to see to much has more time than one of nothing', async () => {
    const { store } = storeWith({ flush: silent });
    const vault = await store.open('a');
    const empty = vault.flush();
    expect(await outcome(empty, SILENCE_MS)).toMatchObject(lost);
    for (let block = 0; block < 16; block += 1) await vault.write(block * BLOCK_BYTES, new Uint8Array(BLOCK_BYTES));
    const flush = vault.flush();
    expect(await outcome(flush, SILENCE_MS + 3000)).toBe('still waiting');
    expect(await outcome(flush, 1000)).toMatchObject(lost);
  });
});

describe('disk or memory', () => {
  const kept = () => ({ vaults: new MemoryVaultStore(), ledger: new MemoryLedger() });
  const write = async ({ vaults }: ReturnType<typeof withFallback>): Promise<void> =>
    void (await (await vaults.open('a')).write(0, new Uint8Array(3)));
  const entry = {
    id: 'a',
    manifestSha256: '',
    name: '',
    files: 1,
    bytes: 3,
    createdMs: 1,
    savedMs: undefined,
    blocks: new Uint8Array(1),
  };

  test.each([
    ['rejects', () => Promise.reject(new Error('no sync access handles'))],
    [
      'throws',
      () => {
        throw new Error('no worker');
      },
    ],
    ['is not answered', silent],
  ])(
    'when the trial %s, vaults and ledger go to memory together, and what is on disk stays as it was',
    async (_, tryOut) => {
      const [disk, memory] = [kept(), kept()];
      await disk.ledger.put(entry);
      const stores = withFallback(disk, tryOut, async () => memory);
      const writing = write(stores);
      await vi.advanceTimersByTimeAsync(TRIAL_MS);
      await writing;
      const signature = { block: 0, sha256: new Uint8Array(32).fill(1), signature: new Uint8Array(64).fill(2) };
      await stores.ledger.put({ ...entry, savedMs: 5 }, [signature]);
      expect(await memory.vaults.list()).toEqual([{ id: 'a', bytes: 3 }]);
      expect(await stores.ledger.get('a')).toMatchObject({ savedMs: 5 });
      expect(await stores.ledger.signature('a', 0)).toEqual(signature);
      expect(await disk.ledger.signature('a', 0)).toBeUndefined();
      expect(await disk.vaults.list()).toEqual([]);
      expect(await disk.ledger.get('a')).toEqual(entry);
    },
  );

  test('a ledger that refuses before the trial is over is asked in memory, where the trial comes out so; else it fails', async () => {
    const refusing = Object.assign(new MemoryLedger(), { get: () => Promise.reject(new Error('SecurityError')) });
    const disk = { ...kept(), ledger: refusing };
    const trial = Promise.withResolvers<void>();
    const asking = withFallback(
      disk,
      () => trial.promise,
      async () => kept(),
    ).ledger.get('a');
    trial.reject(new Error('SecurityError'));
    expect(await asking).toBeUndefined();
    await expect(
      withFallback(
        disk,
        async () => {},
        async () => kept(),
      ).ledger.get('a'),
    ).rejects.toThrow('SecurityError');
  });

  test('when it goes well all is on disk; who only looks tries nothing, and it is tried once', async () => {
    const [disk, memory] = [kept(), kept()];
    const tryOut = vi.fn<() => Promise<void>>(async () => {});
    const stores = withFallback(disk, tryOut, async () => memory);
    await Promise.all([stores.vaults.list(), stores.ledger.list(), stores.ledger.get('a')]);
    expect(tryOut).not.toHaveBeenCalled();
    await Promise.all([stores.vaults.freeBytes(), write(stores)]);
    expect(tryOut).toHaveBeenCalledOnce();
    expect(await disk.vaults.list()).toEqual([{ id: 'a', bytes: 3 }]);
  });
});

describe('sinks with an end', () => {
  const files: readonly SinkFile[] = [{ path: 'a', mtimeMs: 0, blob: new Blob([new Uint8Array(10)]) }];
  const never = new AbortController().signal;
  const failed = { code: 'save-failed' };

  test('one that gives no sign fails, and is told to end', async () => {
    let ended = false;
    const sink: Sink = { save: (_, signal) => (signal.addEventListener('abort', () => (ended = true)), silent()) };
    expect(
      await outcome(
        new TimedSink(sink).save(files, never, () => {}),
        MOST_MS,
      ),
    ).toMatchObject(failed);
    expect(ended).toBe(true);
  });

  test('one that goes on, slowly, does not', async () => {
    const sink: Sink = { save: (_, __, onSaved) => (setInterval(() => onSaved(1), 9000), silent()) };
    expect(
      await outcome(
        new TimedSink(sink).save(files, never, () => {}),
        120_000,
      ),
    ).toBe('still waiting');
  });

  test('a large file may be closed for as long as it takes to look through it', () => {
    expect(quietMs([60e6])).toBeLessThan(18_000);
    expect(quietMs([100 * 2 ** 30])).toBeGreaterThan(20 * 60_000);
    expect(quietMs(Array.from({ length: 250_000 }, () => 1))).toBeLessThan(MOST_MS);
  });

  /** Yields these chunks, a moment after each was asked for. */
  const slowly = (count: number, delayMs: number) =>
    new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull: async (controller) => (
          await new Promise((resolve) => setTimeout(resolve, delayMs)),
          count-- > 0 ? controller.enqueue(new Uint8Array(5)) : controller.close()
        ),
      },
      { highWaterMark: 0 },
    );
  const streaming = [{ path: 'a', mtimeMs: 0, size: 10 }];
  const reads = (times: number): StreamingSink => ({
    save: async (_, stream) => {
      const reader = stream.getReader();
      for (let time = 0; time < times; time += 1) if ((await reader.read()).done) return undefined;
      return silent();
    },
  });

  test('straight: what comes slowly is no silence of the disk', async () => {
    expect(
      await outcome(new TimedStreamingSink(reads(3)).save(streaming, slowly(2, 60_000), never), 200_000),
    ).toBeUndefined();
  });

  test.each([
    [0, 'never asks'],
    [1, 'stops after a chunk'],
    [2, 'does not come to the end'],
  ])('straight: one that reads %i times and %s fails within 15 s', async (times) => {
    const saving = new TimedStreamingSink(reads(times)).save(streaming, slowly(2, 100), never);
    expect(await outcome(saving, MOST_MS)).toMatchObject(failed);
  });

  test('straight: a download that a person has paused is no silence, as long as the service worker says so', async () => {
    const paused: StreamingSink = { save: (_, __, ___, onSign) => (setInterval(() => onSign?.(), 10_000), silent()) };
    expect(await outcome(new TimedStreamingSink(paused).save(streaming, slowly(2, 100), never), 300_000)).toBe(
      'still waiting',
    );
  });

  test('straight: fails as its stream does', async () => {
    const broken = new ReadableStream<Uint8Array<ArrayBuffer>>(
      { pull: (controller) => controller.error(new Error('no more will come')) },
      { highWaterMark: 0 },
    );
    await expect(new TimedStreamingSink(reads(3)).save(streaming, broken, never)).rejects.toThrow('no more will come');
  });
});
