/** Shares that are larger than what the browser may keep. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import type { StreamingSinks } from '../../../src/storage/sink/sinks.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { MemorySentShares } from '../../../src/storage/records/memory-sent-shares.ts';
import { MEMORY_VAULT_BYTES } from '../../../src/storage/vault/memory-vault.ts';
import type { Source } from '../../../src/storage/source/source.ts';
import { StreamingFileSink } from '../../../src/storage/sink/streaming/streaming-file-sink.ts';
import { StreamingFolderSink } from '../../../src/storage/sink/streaming/streaming-folder-sink.ts';
import { limitQuota } from '../storage/devtools.ts';
import {
  closeAll,
  is,
  randomFile,
  ready,
  returnSender,
  seen,
  sha256,
  startBrowser,
  startStoredSender,
  startReceiver,
  startSender,
  startSenderOf,
  type Receiver,
} from './people.ts';

let folder: FileSystemDirectoryHandle;

beforeEach(async () => {
  folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('streaming-session', { create: true });
});
afterEach(async () => {
  closeAll();
  await (await navigator.storage.getDirectory()).removeEntry('streaming-session', { recursive: true });
});

/** What the person's own pickers would give. */
const pickers: Partial<StreamingSinks> = {
  file: async (name) => new StreamingFileSink(await folder.getFileHandle(name, { create: true })),
  folder: async () => new StreamingFolderSink(folder),
};

async function names(): Promise<string[]> {
  const found: string[] = [];
  for await (const name of folder.keys()) found.push(name);
  return found;
}

const saved = async (name: string): Promise<File> => (await folder.getFileHandle(name)).getFile();
/** The link is open, too: the list alone may come ahead of it (S13). */
const offered = ({ share }: Receiver): Promise<ReceiveView> =>
  seen<ReceiveView>(share, ({ remarks, status }) => remarks.includes('streaming') && status === 'ready');
const percent = ({ share }: Receiver, least: number): Promise<ReceiveView> =>
  seen<ReceiveView>(share, (view) => (view.percent ?? 0) >= least);

describe('a share that does not fit', () => {
  test('goes straight to the file that was chosen, said before, and nothing of it is kept', async () => {
    const file = randomFile('large.bin', 20 * BLOCK_BYTES + 7);
    const sender = await startSender(file);
    const browser = startBrowser();
    const receiver = startReceiver(sender.token, { browser, freeBytes: BLOCK_BYTES, streaming: pickers });
    expect(await offered(receiver)).toMatchObject({ status: 'ready', choices: ['download'], error: undefined });
    receiver.share.accept('download');
    expect(await seen<ReceiveView>(receiver.share, is('done'))).toMatchObject({ percent: 100, remarks: [] });
    expect(await sha256(await saved('large.bin'))).toBe(await sha256(file));
    expect(await browser.ledger.list()).toEqual([]);
    expect(await browser.vaults.list()).toEqual([]);
    await seen<SendView>(sender.share, is('done'));
  });

  test('goes into the folder that was chosen, file by file', async () => {
    const files = [randomFile('a.bin', 3 * BLOCK_BYTES - 5), randomFile('empty', 0), randomFile('b.bin', 17)];
    const sender = await startSender(...files);
    const receiver = startReceiver(sender.token, { freeBytes: 100, streaming: pickers });
    expect(await offered(receiver)).toMatchObject({ choices: ['folder'] });
    receiver.share.accept('folder');
    await seen<ReceiveView>(receiver.share, is('done'));
    for (const file of files) expect(await sha256(await saved(file.name))).toBe(await sha256(file));
  });

  test('a click too many opens no second picker, and spoils nothing', async () => {
    const file = randomFile('twice.bin', 2 * BLOCK_BYTES);
    const sender = await startSender(file);
    const chosen = Promise.withResolvers<void>();
    let asked = 0;
    const once: Partial<StreamingSinks> = {
      file: async (name) => {
        if (++asked > 1) throw new DOMException('File picker already active.', 'NotAllowedError');
        await chosen.promise;
        return pickers.file!(name);
      },
    };
    const receiver = startReceiver(sender.token, { freeBytes: BLOCK_BYTES, streaming: once });
    await offered(receiver);
    receiver.share.accept('download');
    receiver.share.accept('download');
    chosen.resolve();
    await seen<ReceiveView>(receiver.share, is('done'));
    expect(await sha256(await saved('twice.bin'))).toBe(await sha256(file));
    expect(asked).toBe(1);
  });

  test('goes on where it was after a pause, and after the sender has come back', async () => {
    const file = randomFile('broken.bin', 30 * BLOCK_BYTES);
    const sent = new MemorySentShares();
    const sender = await startStoredSender(sent, [file]);
    const receiver = startReceiver(sender.token, { freeBytes: BLOCK_BYTES, streaming: pickers });
    await offered(receiver);
    receiver.share.accept('download');
    await percent(receiver, 15);
    receiver.share.pause();
    expect(receiver.share.view).toMatchObject({ status: 'paused', note: 'paused-here', remarks: ['streaming'] });
    receiver.share.resume();
    const { bytesDone } = await percent(receiver, 30);
    sender.share.leave();
    await seen<ReceiveView>(receiver.share, is('paused', 'reconnecting'));
    const back = await returnSender(sent, (await sent.list())[0]!.id);
    await seen<SendView>(back.share, is('paused'));
    const transfer = new DataTransfer();
    transfer.items.add(file);
    back.share.chooseAgain(transfer.files);
    await seen<ReceiveView>(receiver.share, is('receiving'));
    expect(receiver.share.view.bytesDone).toBeGreaterThanOrEqual(bytesDone);
    await seen<ReceiveView>(receiver.share, is('done'), 25_000);
    expect(await sha256(await saved('broken.bin'))).toBe(await sha256(file));
  }, 40_000);

  test('that is cancelled leaves no file, and can begin anew', async () => {
    const file = randomFile('again.bin', 24 * BLOCK_BYTES);
    const sender = await startSender(file);
    const receiver = startReceiver(sender.token, { freeBytes: BLOCK_BYTES, streaming: pickers });
    await offered(receiver);
    receiver.share.accept('download');
    await percent(receiver, 20);
    receiver.share.cancel();
    expect(receiver.share.view).toMatchObject({
      status: 'ready',
      note: 'cancelled',
      remarks: ['streaming'],
      choices: ['download'],
    });
    await expect.poll(names).toEqual([]);
    await seen<SendView>(sender.share, ({ receivers }) => receivers[0]?.error === 'cancelled-by-receiver');
    receiver.share.accept('download');
    await seen<ReceiveView>(receiver.share, is('done'));
    expect(await sha256(await saved('again.bin'))).toBe(await sha256(file));
  });

  test('whose page goes leaves no file', async () => {
    const sender = await startSender(randomFile('left.bin', 40 * BLOCK_BYTES));
    const receiver = startReceiver(sender.token, { freeBytes: BLOCK_BYTES, streaming: pickers });
    await offered(receiver);
    receiver.share.accept('download');
    await percent(receiver, 20);
    receiver.share.leave();
    await expect.poll(names).toEqual([]);
  });

  test('and whose place runs full ends with that, and leaves no file', async () => {
    const sender = await startSender(randomFile('full.bin', 24 * BLOCK_BYTES));
    const receiver = startReceiver(sender.token, { freeBytes: BLOCK_BYTES, streaming: pickers });
    await offered(receiver);
    const { usage = 0 } = await navigator.storage.estimate();
    await using _limit = await limitQuota(usage + 10 * BLOCK_BYTES);
    receiver.share.accept('download');
    expect(await seen<ReceiveView>(receiver.share, is('failed'))).toMatchObject({ error: { code: 'space-short' } });
    expect(await names()).toEqual([]);
  });

  test('stays as it is when the picker is dismissed', async () => {
    const sender = await startSender(randomFile('x.bin', 5 * BLOCK_BYTES));
    const dismiss = () => Promise.reject(new DOMException('The user aborted a request.', 'AbortError'));
    const receiver = startReceiver(sender.token, { freeBytes: BLOCK_BYTES, streaming: { file: dismiss } });
    await offered(receiver);
    receiver.share.accept('download');
    expect(await seen<ReceiveView>(receiver.share, ({ note }) => note === 'place-dismissed')).toMatchObject({
      status: 'ready',
      choices: ['download'],
      remarks: ['streaming'],
    });
    expect(sender.share.view.receivers).toMatchObject([{ status: 'ready' }]);
  });

  test('is refused with figures where there is no such way, before anybody accepts', async () => {
    const sender = await startSender(randomFile('x.bin', 5 * BLOCK_BYTES));
    const receiver = startReceiver(sender.token, { freeBytes: BLOCK_BYTES });
    expect(await seen<ReceiveView>(receiver.share, is('failed'))).toMatchObject({
      error: { code: 'space-short', figures: { neededBytes: 5 * BLOCK_BYTES, freeBytes: BLOCK_BYTES } },
      remarks: [],
    });
    await seen<SendView>(sender.share, ({ receivers }) => receivers[0]?.error === 'space-short');
  });

  test('is offered once it can be streamed', async () => {
    const sender = await startSender(randomFile('x.bin', 5 * BLOCK_BYTES));
    const { promise: controlled, resolve: control } = Promise.withResolvers<boolean>();
    const receiver = startReceiver(sender.token, {
      freeBytes: BLOCK_BYTES,
      streaming: { canStream: () => controlled },
    });
    await ready(receiver);
    await expect.poll(() => receiver.share.view.choices).toEqual([]);
    control(true);
    expect(await offered(receiver)).toMatchObject({ status: 'ready', choices: ['download'] });
  });
});

describe('where nothing is kept on disk', () => {
  /** More than memory may hold, and never read. */
  function giant(): { source: Source; reads: () => number } {
    let reads = 0;
    const bytes = MEMORY_VAULT_BYTES + 1;
    const read = async (): Promise<never> => {
      reads += 1;
      throw new Error('nothing was to be read');
    };
    return {
      source: {
        files: [{ path: 'giant.bin', size: bytes, type: '', mtimeMs: 0 }],
        bytes,
        missing: [],
        noticesChanges: true,
        read,
        whole: read as never,
      },
      reads: () => reads,
    };
  }

  test('256 MB are the most: more is refused with figures, and nothing is read', async () => {
    const { source, reads } = giant();
    const sender = await startSenderOf(source);
    const browser = startBrowser();
    const receiver = startReceiver(sender.token, { browser, freeBytes: await browser.vaults.freeBytes() });
    expect(await seen<ReceiveView>(receiver.share, is('failed'))).toMatchObject({
      error: { code: 'space-short', figures: { neededBytes: MEMORY_VAULT_BYTES + 1, freeBytes: MEMORY_VAULT_BYTES } },
    });
    expect(reads()).toBe(0);
  });

  test('more goes straight where there is a way', async () => {
    const sender = await startSenderOf(giant().source);
    const browser = startBrowser();
    const receiver = startReceiver(sender.token, {
      browser,
      freeBytes: await browser.vaults.freeBytes(),
      streaming: pickers,
    });
    expect(await offered(receiver)).toMatchObject({ status: 'ready', choices: ['download'] });
  });
});
