/** A person takes some files of a share, and the rest later: nothing crosses that was not chosen, and nothing twice. */
import { afterEach, describe, expect, test, vi } from 'vitest';

import { BlockSender } from '../../../src/files/serve/block-sender.ts';
import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { StreamingFolderSink } from '../../../src/storage/sink/streaming/streaming-folder-sink.ts';
import { closeAll, is, randomFile, ready, seen, sha256, startBrowser, startReceiver, startSender } from './people.ts';

afterEach(() => {
  vi.restoreAllMocks();
  closeAll();
});

/** Every other one ends in the middle of a block. */
const FILE_BYTES = 1.5 * BLOCK_BYTES;
const files = Array.from({ length: 40 }, (_, index) => randomFile(`file-${index}.bin`, FILE_BYTES));
const LAST = Number.MAX_SAFE_INTEGER;

const CHOSEN = [4, 5, 30];
/** The first two share one. */
const BLOCKS = [6, 7, 8, 45, 46];
const REST = [...files.keys()].filter((file) => !CHOSEN.includes(file));

const hashes = (blobs: readonly Blob[]): Promise<string[]> => Promise.all(blobs.map(sha256));
const named = (indices: readonly number[]): string[] => indices.map((index) => `file-${index}.bin`);
const those = (indices: readonly number[]): File[] => indices.map((index) => files[index]!);

function chooseThree(share: ReturnType<typeof startReceiver>['share']): void {
  share.choose([0, LAST], false);
  for (const file of CHOSEN) share.choose([file, file], true);
}

/** What senders are asked for from now on. */
function countRequests() {
  const { mock } = vi.spyOn(BlockSender.prototype, 'gotRequest');
  return {
    /** Since the last time: each block with the bytes that were asked for of it. */
    take: (): Map<number, number> => {
      const bytes = new Map<number, number>();
      for (const [{ block, length }] of mock.calls.splice(0)) bytes.set(block, (bytes.get(block) ?? 0) + length);
      return bytes;
    },
  };
}

/** Every byte of these blocks, once. */
const whole = (blocks: readonly number[]): Map<number, number> => new Map(blocks.map((block) => [block, BLOCK_BYTES]));
const sorted = (blocks: Map<number, number>) => new Map([...blocks].sort(([one], [other]) => one - other));

describe('C3c: of forty files three', () => {
  test('no more than their blocks cross; later the rest, without those again', async () => {
    const asked = countRequests();
    const sender = await startSender(...files);
    const receiver = startReceiver(sender.token);
    const { share } = receiver;
    expect(await ready(receiver)).toMatchObject({ choice: { isAll: true, isOpen: true, amount: { files: 40 } } });
    chooseThree(share);
    expect(share.view).toMatchObject({
      amount: { files: 40 },
      choice: { isAll: false, amount: { files: 3, bytes: 3 * FILE_BYTES } },
    });
    share.accept('zip');
    const done = await seen<ReceiveView>(share, is('done'));
    expect(done).toMatchObject({
      percent: 100,
      bytesDone: 3 * FILE_BYTES,
      choices: ['zip'],
      choice: { saved: { files: 3, bytes: 3 * FILE_BYTES }, amount: { files: 37 }, isOpen: true },
    });
    expect(done.files.flatMap(({ isSaved }, index) => (isSaved === true ? [index] : []))).toEqual(CHOSEN);
    expect(sorted(asked.take())).toEqual(whole(BLOCKS));
    expect(receiver.savings[0]!.map(({ path }) => path)).toEqual(named(CHOSEN));
    expect(await hashes(receiver.savings[0]!.map(({ blob }) => blob))).toEqual(await hashes(those(CHOSEN)));
    expect(await seen<SendView>(sender.share, is('done'))).toMatchObject({
      percent: 100,
      withdrawn: undefined,
      receivers: [{ bytesDone: 3 * FILE_BYTES, bytesWanted: 3 * FILE_BYTES, filesLeftOut: 37 }],
    });

    share.accept('zip');
    await seen<ReceiveView>(share, is('receiving', 'saving'));
    expect(await seen<ReceiveView>(share, is('done'))).toMatchObject({ percent: 100, choices: [], choice: undefined });
    const others = Array.from({ length: 60 }, (_, block) => block).filter((block) => !BLOCKS.includes(block));
    expect(sorted(asked.take())).toEqual(whole(others));
    expect(receiver.savings[1]!.map(({ path }) => path)).toEqual(named(REST));
    expect(await hashes(receiver.savings[1]!.map(({ blob }) => blob))).toEqual(await hashes(those(REST)));
    expect(await seen<SendView>(sender.share, ({ receivers }) => receivers[0]?.filesLeftOut === 0)).toMatchObject({
      status: 'done',
      receivers: [{ bytesWanted: 37 * FILE_BYTES }],
    });
  }, 30_000);

  test('after a reload it is known which are saved, and what they brought is not asked for again', async () => {
    const browser = startBrowser();
    const sender = await startSender(...files);
    const first = startReceiver(sender.token, { browser });
    await ready(first);
    chooseThree(first.share);
    first.share.accept('zip');
    await seen<ReceiveView>(first.share, is('done'));
    first.share.leave();

    const asked = countRequests();
    const second = startReceiver(sender.token, { browser });
    const view = await seen<ReceiveView>(second.share, ({ choice }) => choice?.saved.files === 3);
    expect(view).toMatchObject({ choice: { amount: { files: 37 }, isAll: false } });
    await ready(second);
    // A saved one can be taken again: nothing of it crosses.
    second.share.choose([0, LAST], false);
    second.share.choose([5, 5], true);
    second.share.accept('zip');
    await seen<ReceiveView>(second.share, is('done'));
    expect(asked.take()).toEqual(new Map());
    expect(second.savings[0]!.map(({ path }) => path)).toEqual(named([5]));
    expect(await hashes([second.savings[0]![0]!.blob])).toEqual(await hashes(those([5])));
  });

  test('what was chosen before a reload in the middle is chosen after it', async () => {
    const browser = startBrowser();
    const sender = await startSender(...files);
    const first = startReceiver(sender.token, { browser });
    await ready(first);
    chooseThree(first.share);
    first.share.accept('zip');
    await seen<ReceiveView>(first.share, is('receiving'));
    sender.share.pause();
    await expect
      .poll(() => browser.ledger.list())
      .toMatchObject([
        {
          chosen: [
            [4, 5],
            [30, 30],
          ],
        },
      ]);
    first.share.leave();
    sender.share.resume();
    const second = startReceiver(sender.token, { browser });
    await seen<ReceiveView>(second.share, ({ choice }) => choice?.isAll === false);
    expect(await ready(second)).toMatchObject({ choice: { amount: { files: 3 }, saved: { files: 0 } } });
    await expect.poll(() => second.share.view.choices).toEqual(['zip']);
    second.share.accept('zip');
    await seen<ReceiveView>(second.share, is('done'));
    expect(second.savings[0]!.map(({ path }) => path)).toEqual(named(CHOSEN));
    expect(await hashes(second.savings[0]!.map(({ blob }) => blob))).toEqual(await hashes(those(CHOSEN)));
  });

  test('with nothing chosen nothing is taken, and while files are on their way the choice stays as it is', async () => {
    const sender = await startSender(...files);
    const { share, ...receiver } = startReceiver(sender.token);
    await ready({ share, ...receiver });
    share.choose([0, LAST], false);
    share.accept('zip');
    expect(share.view).toMatchObject({ status: 'ready', choice: { isNone: true } });
    chooseThree(share);
    share.accept('zip');
    await seen<ReceiveView>(share, is('receiving'));
    share.choose([0, LAST], true);
    expect(share.view).toMatchObject({ choice: { isOpen: false, amount: { files: 3 } } });
    await seen<ReceiveView>(share, is('done'));
    expect(receiver.savings[0]!.map(({ path }) => path)).toEqual(named(CHOSEN));
  });

  test('one file is saved as itself, and not as a ZIP', async () => {
    const sender = await startSender(...files);
    const receiver = startReceiver(sender.token);
    const { share } = receiver;
    expect(await ready(receiver)).toMatchObject({ choices: ['zip'] });
    share.choose([0, LAST], false);
    share.choose([30, 30], true);
    expect(share.view).toMatchObject({ choices: ['download'] });
    share.accept('download');
    expect(await seen<ReceiveView>(share, is('done'))).toMatchObject({ choices: ['zip'] });
    expect(receiver.savings[0]!.map(({ path }) => path)).toEqual(named([30]));
    expect(await hashes([receiver.savings[0]![0]!.blob])).toEqual(await hashes(those([30])));
  });

  test('D10: what goes straight to its place is those three, whole', async () => {
    const root = await navigator.storage.getDirectory();
    const place = await root.getDirectoryHandle('choose', { create: true });
    try {
      const asked = countRequests();
      const sender = await startSender(...files);
      const { share } = startReceiver(sender.token, {
        freeBytes: 100,
        streaming: { folder: async () => new StreamingFolderSink(place) },
      });
      await seen<ReceiveView>(share, ({ remarks, status }) => remarks.includes('streaming') && status === 'ready');
      chooseThree(share);
      share.accept('folder');
      await seen<ReceiveView>(share, is('done'));
      expect(sorted(asked.take())).toEqual(whole(BLOCKS));
      const names: string[] = [];
      for await (const name of place.keys()) names.push(name);
      expect(names.sort()).toEqual(named(CHOSEN).sort());
      const saved = await Promise.all(named(CHOSEN).map(async (name) => (await place.getFileHandle(name)).getFile()));
      expect(await hashes(saved)).toEqual(await hashes(those(CHOSEN)));
    } finally {
      await root.removeEntry('choose', { recursive: true });
    }
  });
});
