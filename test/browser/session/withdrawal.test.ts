/**
 * Files that change, go away or cannot be read while they are sent: the others arrive, and both sides know which did
 * not.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { encodeWithdrawal } from '../../../src/protocol/frame.ts';
import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { ServedShare } from '../../../src/files/serve/served-share.ts';
import type { ReceiveView } from '../../../src/session/view/receive.ts';
import type { SendView } from '../../../src/session/view/send.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import { FileSource } from '../../../src/storage/source/file-source.ts';
import { STALL_MS } from '../../../src/transfer/watch/stall-watch.ts';
import { StreamingFolderSink } from '../../../src/storage/sink/streaming/streaming-folder-sink.ts';
import {
  closeAll,
  is,
  randomFile,
  ready,
  seen,
  sha256,
  startImpostor,
  startReceiver,
  startSender,
  startSenderOf,
} from './people.ts';

const FOLDER = 'withdrawal';
let folder: FileSystemDirectoryHandle;

beforeEach(async () => {
  folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
});
afterEach(async () => {
  closeAll();
  await (await navigator.storage.getDirectory()).removeEntry(FOLDER, { recursive: true });
});

/** On disk, where it can change. */
async function onDisk(name: string, bytes: number): Promise<File> {
  const handle = await folder.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  await writable.write(randomFile(name, bytes));
  await writable.close();
  return handle.getFile();
}

const CHANGES: readonly (readonly [string, (name: string) => Promise<unknown>])[] = [
  ['gained a line', (name) => onDisk(name, 2 * BLOCK_BYTES + 9)],
  ['was overwritten, at the same size', (name) => onDisk(name, 2 * BLOCK_BYTES)],
  ['is gone', (name) => folder.removeEntry(name)],
];

describe('W4: of several files one', () => {
  test.each(CHANGES)('%s: the others arrive, and both sides are told which did not', async (_, change) => {
    const files = [
      randomFile('a.bin', BLOCK_BYTES / 2),
      await onDisk('log.txt', 2 * BLOCK_BYTES),
      randomFile('z.bin', 3 * BLOCK_BYTES),
    ];
    const sender = await startSender(...files);
    await change('log.txt');
    const receiver = startReceiver(sender.token);
    await ready(receiver);
    receiver.share.accept('zip');
    const saved = await receiver.saved;
    expect(saved.map(({ path }) => path)).toEqual(['a.bin', 'z.bin']);
    expect(await Promise.all(saved.map(({ blob }) => sha256(blob)))).toEqual([
      await sha256(files[0]!),
      await sha256(files[2]!),
    ]);
    const withdrawn = { files: 1, paths: ['log.txt'] };
    expect(await seen<ReceiveView>(receiver.share, is('done'))).toMatchObject({ withdrawn, percent: 100 });
    expect(await seen<SendView>(sender.share, is('done'))).toMatchObject({
      withdrawn,
      isOpen: true,
      receivers: [{ filesLeftOut: 1 }],
    });

    const later = startReceiver(sender.token);
    expect(
      await seen<ReceiveView>(later.share, (view) => view.status === 'ready' && view.withdrawn !== undefined),
    ).toMatchObject({ withdrawn });
    later.share.accept('zip');
    expect((await later.saved).map(({ path }) => path)).toEqual(['a.bin', 'z.bin']);
  });

  test('in the middle of what goes straight to its place: said by its name, and taken again it comes without', async () => {
    const files = [
      randomFile('a.bin', 3 * BLOCK_BYTES),
      await onDisk('log.txt', 2 * BLOCK_BYTES),
      randomFile('z.bin', BLOCK_BYTES),
    ];
    const sender = await startSender(...files);
    await folder.removeEntry('log.txt');
    const place = await folder.getDirectoryHandle('place', { create: true });
    const receiver = startReceiver(sender.token, {
      freeBytes: 100,
      streaming: { folder: async () => new StreamingFolderSink(place) },
    });
    await seen<ReceiveView>(
      receiver.share,
      ({ remarks, status }) => remarks.includes('streaming') && status === 'ready',
    );
    receiver.share.accept('folder');
    const failed = await seen<ReceiveView>(receiver.share, is('failed'));
    expect(failed).toMatchObject({
      error: { code: 'source-withdrawn', figures: { path: 'log.txt' } },
      choices: ['folder'],
    });
    receiver.share.accept('folder');
    await seen<ReceiveView>(receiver.share, is('done'));
    const names: string[] = [];
    for await (const name of place.keys()) names.push(name);
    expect(names).not.toContain('log.txt');
    const copies = names.filter((name) => name.startsWith('z'));
    expect(await sha256(await (await place.getFileHandle(copies.at(-1)!)).getFile())).toBe(await sha256(files[2]!));
  });
});

test('C10: a sender that reads a file once more says so, however long it takes: nothing is taken for dead, and it goes on', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  /** As a large film on a slow disk, in a browser that does not notice changes. */
  class SlowSource extends FileSource {
    override readonly noticesChanges = false;
    override whole(file: number): ReadableStream<Uint8Array<ArrayBuffer>> {
      return super.whole(file).pipeThrough(
        new TransformStream({
          transform: (part: Uint8Array<ArrayBuffer>, controller) => released.then(() => controller.enqueue(part)),
        }),
      );
    }
  }
  const file = randomFile('film.bin', 9 * BLOCK_BYTES);
  const sender = await startSenderOf(new SlowSource([{ path: file.name, file }]));
  const receiver = startReceiver(sender.token);
  await ready(receiver);
  receiver.share.accept('download');
  await seen<ReceiveView>(receiver.share, ({ note }) => note === 'sender-checking');
  // Longer than the silence after which a link is replaced.
  await new Promise((resolve) => setTimeout(resolve, STALL_MS + 1000));
  expect(receiver.share.view).toMatchObject({ status: 'receiving', note: 'sender-checking' });
  expect(sender.share.view.receivers).toMatchObject([{ status: 'sending' }]);
  release();
  const [saved] = await receiver.saved;
  expect(await sha256(saved!.blob)).toBe(await sha256(file));
}, 30_000);

describe('W1: a withdrawal that is not the sender’s', () => {
  async function offered() {
    const [signer, stranger] = [await ShareSigner.generate(), await ShareSigner.generate()];
    const files = ['a', 'b'].map((path) => ({ path, file: randomFile(path, 2 * BLOCK_BYTES) }));
    return {
      signer,
      token: signer.token,
      share: await ServedShare.create(new FileSource(files), signer, { founder: signer }),
      forged: await stranger.signWithdrawal([[1, 1]]),
    };
  }

  test('in the manifest makes it forged', async () => {
    const { signer, token, share, forged } = await offered();
    await startImpostor(signer, {
      open: ({ tell }) => {
        tell({ ...share.manifest, withdrawal: forged });
        tell({ type: 'page', page: 0, text: share.pages[0] });
      },
    });
    const receiver = startReceiver(token);
    expect((await seen<ReceiveView>(receiver.share, is('failed'))).error?.code).toBe('manifest-forged');
  });

  test('ahead of a block ends its source, and leaves no file out', async () => {
    const { signer, token, share, forged } = await offered();
    await startImpostor(signer, {
      open: ({ tell }) => {
        tell(share.manifest);
        tell({ type: 'page', page: 0, text: share.pages[0] });
      },
      frame: ({ frame }) => frame(encodeWithdrawal(0, forged)),
    });
    const receiver = startReceiver(token);
    await ready(receiver);
    receiver.share.accept('zip');
    expect(await seen<ReceiveView>(receiver.share, is('failed'))).toMatchObject({
      error: { code: 'block-forged' },
      withdrawn: undefined,
    });
  });
});
