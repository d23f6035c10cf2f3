/** The storage layer in a built page, for test/unit/storage/engines.ts to drive in several browsers. */
import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { Registration } from '../../../src/shell/registration.ts';
import { DownloadSink } from '../../../src/storage/download-sink.ts';
import { FileSource } from '../../../src/storage/file-source.ts';
import { IdbLedger } from '../../../src/storage/idb-ledger.ts';
import { OpfsVaultStore } from '../../../src/storage/opfs-vault.ts';
import { pickedFromList } from '../../../src/storage/picked-files.ts';
import { scriptUrl } from '../../../src/storage/script-url.ts';
import type { Sink, SinkFile } from '../../../src/storage/sink.ts';
import { streamDownload } from '../../../src/storage/streamed-download.ts';
import { ZipSink } from '../../../src/storage/zip-sink.ts';

const vaults = new OpfsVaultStore();
const registration = new Registration();
let ending = new AbortController();
let applyUpdate: (() => void) | undefined;
let source: FileSource | undefined;
registration.onUpdate((apply) => (applyUpdate = apply));

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What is thrown, as text, for a driver that cannot see errors. */
const attempt = (work: Promise<unknown>): Promise<string> =>
  work.then((result) => `ok ${String(result)}`, (thrown: unknown) => `${String((thrown as { code?: string }).code)} ${String(thrown)}`);

/** Block `block` of a vault: its number all over. */
const blockOf = (block: number): Uint8Array<ArrayBuffer> => new Uint8Array(BLOCK_BYTES).fill(block);

const engine = {
  /** Registers the service worker, and waits until it controls this page. */
  async control(): Promise<void> {
    registration.start(scriptUrl('/sw.js'));
    while (navigator.serviceWorker.controller === null) await pause(20);
  },
  isOffered: () => applyUpdate !== undefined,
  async checkForUpdate(): Promise<void> {
    await (await navigator.serviceWorker.getRegistration())?.update();
  },
  update: () => applyUpdate?.(),

  /** Writes blocks from the last to the first, eight under way. Milliseconds. */
  async fill(id: string, blocks: number): Promise<number> {
    const startMs = performance.now();
    const vault = await vaults.open(id);
    let next = blocks;
    const writeRest = async (): Promise<void> => {
      for (next -= 1; next >= 0; next -= 1) await vault.write(next * BLOCK_BYTES, blockOf(next));
    };
    await Promise.all(Array.from({ length: 8 }, writeRest));
    await vault.flush();
    await vault.close();
    return Math.round(performance.now() - startMs);
  },
  list: () => vaults.list(),
  remove: (id: string) => vaults.remove(id),
  freeBytes: () => vaults.freeBytes(),
  locked: (id: string) => attempt(Promise.all([vaults.open(id), new OpfsVaultStore().open(id)])),

  async ledger(): Promise<number[]> {
    const ledger = new IdbLedger();
    await ledger.put({ id: 'a', manifestSha256: '', name: '', files: 1, bytes: 1, createdMs: 1, savedMs: undefined, blocks: Uint8Array.of(1, 2, 3) });
    await ledger.close();
    return [...((await new IdbLedger().get('a'))?.blocks ?? [])];
  },

  /** `sink`: "download" or a name ending in ".zip". The vault is saved as files of the given sizes. */
  async save(sink: string, id: string, sizes: number[]): Promise<string> {
    ending = new AbortController();
    const vault = await vaults.open(id);
    const file = await vault.file();
    await vault.close();
    let offset = 0;
    const files = sizes.map((size, index): SinkFile => {
      const blob = file.slice(offset, (offset += size));
      return { path: `폴더/${index}.bin`, mtimeMs: 1_700_000_000_000, blob };
    });
    const made: Sink = sink === 'download' ? new DownloadSink() : new ZipSink(sink, vaults);
    let saved = 0;
    return attempt(made.save(files, ending.signal, (bytes) => (saved += bytes)).then(() => saved));
  },

  /** `count` chunks of 64 KiB, one each `everyMs`. */
  slow(filename: string, count: number, everyMs: number): Promise<string> {
    ending = new AbortController();
    const chunks = (async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
      for (let index = 0; index < count; index += 1) {
        await pause(everyMs);
        yield new Uint8Array(65_536).fill(index);
      }
    })();
    return attempt(streamDownload({ filename, size: count * 65_536, chunks }, ending.signal));
  },
  abort: () => ending.abort(new Error('cancelled by hand')),

  frame(url: string): void {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
  },

  async choose(): Promise<unknown> {
    source = new FileSource(await pickedFromList(document.querySelector('input')!.files!));
    return source.files;
  },
  read: (offset: number, length: number) => attempt(source!.read(offset, length).then((bytes) => bytes.length)),
};

export type Engine = typeof engine;
Object.assign(globalThis, { engine });
