/** What goes straight to its place: whole there, or not at all. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import type { FeedMessage, PageMessage } from '../../../../../src/protocol/messages/sw-message.ts';
import { StreamingDownloadSink } from '../../../../../src/storage/sink/streaming/streaming-download-sink.ts';
import { StreamingFileSink } from '../../../../../src/storage/sink/streaming/streaming-file-sink.ts';
import { StreamingFolderSink } from '../../../../../src/storage/sink/streaming/streaming-folder-sink.ts';
import type {
  ByteStream,
  StreamedFile,
  StreamingSink,
} from '../../../../../src/storage/sink/streaming/streaming-sink.ts';
import { StreamingZipSink } from '../../../../../src/storage/sink/streaming/streaming-zip-sink.ts';
import { canStream } from '../../../../../src/storage/sink/streaming/streamed-download.ts';
import { TimedStreamingSink } from '../../../../../src/storage/timed-sinks.ts';
import { expectBytes, failing, noise } from '../../bytes.ts';
import { forgetServiceWorkers, limitQuota } from '../../devtools.ts';

const MiB = 1024 * 1024;
const mtimeMs = 1_700_000_000_000;
const never = new AbortController().signal;
const fileOf = (path: string, size: number): StreamedFile => ({ path, mtimeMs, size });

/** Before anybody listens in on it. */
const postMessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'postMessage')?.value as (
  this: MessagePort,
  ...args: unknown[]
) => void;

let folder: FileSystemDirectoryHandle;

beforeEach(async () => {
  folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('streaming', { create: true });
});
afterEach(async () => (await navigator.storage.getDirectory()).removeEntry('streaming', { recursive: true }));

/** One contract for both. */
const ways: Array<[string, (sink: StreamingSink) => StreamingSink]> = [
  ['as it is', (sink) => sink],
  ['with an end', (sink) => new TimedStreamingSink(sink)],
];

/** What a picker gives: a file that it has made, empty. */
const picked = (): Promise<FileSystemFileHandle> => folder.getFileHandle('picked.bin', { create: true });

async function names(within = folder, prefix = ''): Promise<string[]> {
  const found: string[] = [];
  for await (const [name, handle] of within.entries()) {
    if (handle instanceof FileSystemDirectoryHandle) found.push(...(await names(handle, `${prefix}${name}/`)));
    else found.push(prefix + name);
  }
  return found.sort((a, b) => (a < b ? -1 : 1));
}

/** Yields the bytes in blocks of a mebibyte; after them it ends, fails, or falls silent. */
function streamOf(bytes: Uint8Array<ArrayBuffer>, ending: 'ends' | 'fails' | 'waits' = 'ends'): ByteStream {
  let at = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: (controller) => {
        if (at < bytes.length) controller.enqueue(bytes.slice(at, (at += MiB)));
        else if (ending === 'ends') controller.close();
        else if (ending === 'fails') controller.error(new Error('no more will come'));
      },
    },
    { highWaterMark: 0 },
  );
}

test('without a service worker nothing can be streamed, and that is known after a while', async () => {
  expect(navigator.serviceWorker.controller).toBeNull();
  expect(await canStream(50)).toBe(false);
  await expect(new StreamingDownloadSink().save([fileOf('a.bin', 10)], streamOf(noise(10)), never)).rejects.toEqual(
    failing('save-failed'),
  );
});

describe.each(ways)('one file %s', (_, way) => {
  const sink = async (): Promise<StreamingSink> => way(new StreamingFileSink(await picked()));

  test.each([1, MiB - 1, MiB, 3 * MiB + 7])('of %i bytes is in its place', async (size) => {
    await (await sink()).save([fileOf('a.bin', size)], streamOf(noise(size)), never);
    await expectBytes(await (await picked()).getFile(), noise(size));
  });

  test('whose stream fails is not there', async () => {
    await expect(
      (await sink()).save([fileOf('a.bin', 3 * MiB)], streamOf(noise(2 * MiB), 'fails'), never),
    ).rejects.toEqual(failing('save-failed', { path: 'a.bin' }));
    expect(await names()).toEqual([]);
  });

  test('that is cancelled is not there', async () => {
    const ending = new AbortController();
    const saving = (await sink()).save([fileOf('a.bin', 3 * MiB)], streamOf(noise(2 * MiB), 'waits'), ending.signal);
    setTimeout(() => ending.abort(new Error('cancelled by hand')), 100);
    await expect(saving).rejects.toThrow('cancelled by hand');
    expect(await names()).toEqual([]);
  });

  test('that had something in it keeps that', async () => {
    const handle = await picked();
    const writable = await handle.createWritable();
    await writable.write('mine');
    await writable.close();
    await expect(
      way(new StreamingFileSink(handle)).save([fileOf('a.bin', 10)], streamOf(noise(5), 'fails'), never),
    ).rejects.toEqual(failing('save-failed'));
    expect(await (await handle.getFile()).text()).toBe('mine');
  });

  test('on a disk that runs full is space-short, and not there', async () => {
    const { usage = 0 } = await navigator.storage.estimate();
    await using _limit = await limitQuota(usage + 4 * MiB);
    await expect((await sink()).save([fileOf('a.bin', 16 * MiB)], streamOf(noise(16 * MiB)), never)).rejects.toEqual(
      failing('space-short', { path: 'a.bin' }),
    );
    expect(await names()).toEqual([]);
  });
});

describe.each(ways)('a folder %s', (_, way) => {
  const files = [
    fileOf('top.txt', 3),
    fileOf('a/empty.txt', 0),
    fileOf('a/large.bin', 2 * MiB),
    fileOf('a/b/c.txt', 10),
    fileOf('last.txt', 0),
  ];
  const bytes = noise(2 * MiB + 13);
  const read = async (...path: string[]): Promise<File> => {
    const name = path.pop() ?? '';
    let within = folder;
    for (const each of path) within = await within.getDirectoryHandle(each);
    return (await within.getFileHandle(name)).getFile();
  };

  test('has every file, empty ones too, and nothing that was there is touched', async () => {
    const there = await (await folder.getFileHandle('top.txt', { create: true })).createWritable();
    await there.write('mine');
    await there.close();
    await way(new StreamingFolderSink(folder)).save(files, streamOf(bytes), never);
    expect(await names()).toEqual(['a/b/c.txt', 'a/empty.txt', 'a/large.bin', 'last.txt', 'top (2).txt', 'top.txt']);
    expect(await (await read('top.txt')).text()).toBe('mine');
    await expectBytes(await read('top (2).txt'), bytes.slice(0, 3));
    await expectBytes(await read('a', 'large.bin'), bytes.slice(3, 3 + 2 * MiB));
    await expectBytes(await read('a', 'b', 'c.txt'), bytes.slice(3 + 2 * MiB));
  });

  test('has its empty folders between the files', async () => {
    const empty = (path: string): StreamedFile => ({ ...fileOf(path, 0), isFolder: true });
    await new StreamingFolderSink(folder).save(
      [empty('first'), fileOf('a.txt', 3), empty('b/deep'), fileOf('b/c.txt', 2)],
      streamOf(noise(5)),
      never,
    );
    expect(await names()).toEqual(['a.txt', 'b/c.txt']);
    await folder.getDirectoryHandle('first');
    await (await folder.getDirectoryHandle('b')).getDirectoryHandle('deep');
    await expectBytes(await read('b', 'c.txt'), noise(5).slice(3));
  });

  test.each(['../a', 'a/../../b', '/a', ''])('refuses the path %j before it does anything', async (path) => {
    await expect(
      way(new StreamingFolderSink(folder)).save([fileOf('good', 1), fileOf(path, 1)], streamOf(noise(2)), never),
    ).rejects.toEqual(failing('save-failed', { path }));
    expect(await names()).toEqual([]);
  });

  test('after a failure has the finished files, and no part of another', async () => {
    await expect(
      way(new StreamingFolderSink(folder)).save(files, streamOf(bytes.slice(0, MiB), 'fails'), never),
    ).rejects.toEqual(failing('save-failed', { path: 'a/large.bin' }));
    expect(await names()).toEqual(['a/empty.txt', 'top.txt']);
  });

  test('after a cancel, too', async () => {
    const ending = new AbortController();
    const saving = way(new StreamingFolderSink(folder)).save(
      files,
      streamOf(bytes.slice(0, MiB), 'waits'),
      ending.signal,
    );
    setTimeout(() => ending.abort(new Error('cancelled by hand')), 100);
    await expect(saving).rejects.toThrow('cancelled by hand');
    expect(await names()).toEqual(['a/empty.txt', 'top.txt']);
  });
});

describe('through the service worker', () => {
  beforeAll(async () => {
    const isReady = canStream(); // asked before it is there: a first visit
    await navigator.serviceWorker.register(new URL('../../downloads.sw.ts', import.meta.url).pathname, {
      type: 'module',
      scope: '/',
    });
    expect(await isReady).toBe(true);
  });
  afterAll(forgetServiceWorkers);

  const sinks: Array<[string, () => StreamingSink]> = [
    ['a download', () => new StreamingDownloadSink()],
    ['a download with an end', () => new TimedStreamingSink(new StreamingDownloadSink())],
    ['a zip', () => new StreamingZipSink('a.zip')],
    ['a zip with an end', () => new TimedStreamingSink(new StreamingZipSink('a.zip'))],
  ];

  describe.each(sinks)('%s', (name, make) => {
    test('is taken by the browser to the last byte', async () => {
      await make().save([fileOf('a.bin', 3 * MiB + 7)], streamOf(noise(3 * MiB + 7)), never);
    });

    test('announces as many bytes as then come', async () => {
      const told = vi.spyOn(ServiceWorker.prototype, 'postMessage');
      const fed = vi.spyOn(MessagePort.prototype, 'postMessage');
      const files = [
        fileOf('사진/a.bin', 2 * MiB),
        ...(name === 'a zip' ? [{ ...fileOf('빈 폴더', 0), isFolder: true }, fileOf('b.bin', 7)] : []),
      ];
      let length = 0;
      fed.mockImplementation(function (this: MessagePort, ...args: unknown[]) {
        const [message] = args as [FeedMessage];
        if (message.type === 'chunk') length += message.bytes.length;
        return postMessage.apply(this, args);
      });
      await make().save(files, streamOf(noise(files.reduce((sum, { size }) => sum + size, 0))), never);
      const sizes = told.mock.calls.flatMap(([message]) =>
        (message as PageMessage).type === 'download' ? [(message as { size: unknown }).size] : [],
      );
      expect(sizes).toEqual([length]);
      expect(length).toBeGreaterThanOrEqual(2 * MiB);
      vi.restoreAllMocks();
    });

    test('fails with its stream, or when that ends early', async () => {
      await expect(make().save([fileOf('a.bin', 3 * MiB)], streamOf(noise(MiB), 'fails'), never)).rejects.toThrow();
      await expect(make().save([fileOf('a.bin', 3 * MiB)], streamOf(noise(MiB)), never)).rejects.toEqual(
        failing('save-failed'),
      );
    });

    test('is given up by the signal, though nothing comes', async () => {
      const before = new Set(document.querySelectorAll('iframe')); // those of finished downloads go later
      const ending = new AbortController();
      const saving = make().save([fileOf('a.bin', 3 * MiB)], streamOf(noise(MiB), 'waits'), ending.signal);
      setTimeout(() => ending.abort(new Error('cancelled by hand')), 300);
      await expect(saving).rejects.toThrow('cancelled by hand');
      expect([...document.querySelectorAll('iframe')].filter((frame) => !before.has(frame))).toEqual([]);
    });
  });
});
