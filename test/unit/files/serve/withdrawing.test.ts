/** What a sender does with files that change, go away or cannot be read while it serves them. */
import { describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { ServedShare } from '../../../../src/files/serve/served-share.ts';
import type { DigestStore } from '../../../../src/files/serve/part-digests.ts';
import { ShareSigner } from '../../../../src/rendezvous/share-key.ts';
import type { Source, SourceRead } from '../../../../src/storage/source/source.ts';
import type { ByteStream } from '../../../../src/storage/sink/streaming/streaming-sink.ts';
import { StreamLayout } from '../../../../src/protocol/stream-layout.ts';

/** Files in memory that a test changes behind the reader's back, as an editor would. */
class ChangingSource implements Source {
  readonly files: Source['files'];
  readonly layout: StreamLayout;
  readonly contents: Uint8Array<ArrayBuffer>[];
  readonly unreadable = new Set<number>();
  readonly missing: number[] = [];
  wholeReads = 0;

  readonly noticesChanges: boolean;

  /** @param noticesChanges as Chromium does: else a read shows what is there now */
  constructor(sizes: readonly number[], noticesChanges: boolean) {
    this.noticesChanges = noticesChanges;
    this.files = sizes.map((size, index) => ({ path: `${index}.bin`, size, type: '', mtimeMs: 0 }));
    this.layout = new StreamLayout(sizes);
    this.contents = sizes.map((size, index) => new Uint8Array(size).fill(index + 1));
  }

  get bytes(): number {
    return this.layout.bytes;
  }

  overwrite(file: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.contents[file] = bytes;
    if (this.noticesChanges) this.unreadable.add(file);
  }

  async read(offset: number, length: number, isWithdrawn: (file: number) => boolean): Promise<SourceRead> {
    const parts = this.layout.partsOf(offset, length).map((part) => ({ ...part, isWithdrawn: isWithdrawn(part.file) }));
    await Promise.resolve();
    const bad = parts.filter(({ file, isWithdrawn }) => !isWithdrawn && this.unreadable.has(file));
    if (bad.length > 0) return { type: 'unreadable', files: bad.map(({ file }) => file) };
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      if (!part.isWithdrawn) bytes.set(this.contents[part.file]!.subarray(part.offset, part.offset + part.length), at);
      at += part.length;
    }
    return { type: 'bytes', bytes };
  }

  whole(file: number): ByteStream {
    this.wholeReads += 1;
    return new Blob([this.contents[file]!]).stream();
  }
}

const signer = await ShareSigner.generate();
const M = BLOCK_BYTES;
const changed = (path: string) => ({ code: 'source-changed', figures: { path } });
const valuesIn = (bytes: Uint8Array): Set<number> => new Set(bytes);

/** All blocks in order, as a receiver would take them. */
async function all(share: ServedShare): Promise<void> {
  for (let block = 0; block * M < share.head.bytes; block += 1) await share.block(block);
}

describe('W4: one bad file among several', () => {
  test.each([
    ['that cannot be read', true],
    ['whose browser does not say so', false],
  ])('%s is withdrawn: zeros stand for it, and every block in which they do says so', async (_, noticesChanges) => {
    const source = new ChangingSource([M / 2, 3 * M, M / 2], noticesChanges);
    const told: number[] = [];
    const share = await ServedShare.create(source, signer, { onWithdrawn: () => told.push(share.withdrawn.count) });
    source.unreadable.add(1);
    const [first, second, last] = [await share.block(0), await share.block(1), await share.block(3)];
    expect([valuesIn(first.bytes), valuesIn(second.bytes), valuesIn(last.bytes)]).toEqual([
      new Set([1, 0]),
      new Set([0]),
      new Set([0, 3]),
    ]);
    for (const { withdrawal } of [first, second, last]) expect(withdrawal?.ranges).toEqual([[1, 1]]);
    expect(told).toEqual([1]);
    expect(share.announcement.withdrawal?.ranges).toEqual([[1, 1]]);
  });

  test('what was not there from the start is announced, and nothing is read of it', async () => {
    const source = new ChangingSource([10, 20, 30], true);
    source.missing.push(0, 2);
    const share = await ServedShare.create(source, signer);
    expect(share.announcement.withdrawal?.ranges).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect(await share.block(0)).toMatchObject({
      withdrawal: {
        ranges: [
          [0, 0],
          [2, 2],
        ],
      },
    });
  });

  test('a file that is alone in its share ends it by its name, and so does the last one with bytes in it', async () => {
    const alone = new ChangingSource([10], true);
    alone.unreadable.add(0);
    await expect((await ServedShare.create(alone, signer)).block(0)).rejects.toMatchObject(changed('0.bin'));
    const three = new ChangingSource([M, 0, M], true);
    const share = await ServedShare.create(three, signer);
    three.unreadable.add(0).add(2);
    await share.block(0);
    await expect(share.block(1)).rejects.toMatchObject(changed('2.bin'));
  });

  test('more holes in a list than can be told end the share', async () => {
    const sizes = Array.from({ length: 1000 }, () => 10);
    const source = new ChangingSource(sizes, true);
    for (let file = 0; file < sizes.length; file += 2) source.unreadable.add(file);
    await expect((await ServedShare.create(source, signer)).block(0)).rejects.toMatchObject(changed('0.bin'));
  });

  test('a file that can be read again in the next moment is not lost', async () => {
    const source = new ChangingSource([M, M], true);
    source.unreadable.add(0);
    const share = await ServedShare.create(source, signer);
    await share.block(0);
    source.unreadable.clear();
    expect((await share.block(0)).withdrawal?.ranges).toEqual([[0, 0]]); // its receivers were told
    expect((await share.block(1)).withdrawal).toBeUndefined();
  });
});

describe('W6: a file that changes unnoticed by the browser', () => {
  const other = (bytes: number) => new Uint8Array(bytes).fill(9);

  test('is never whole: its last block waits until the rest was read once more, and is equal', async () => {
    const source = new ChangingSource([20 * M, M], false);
    const share = await ServedShare.create(source, signer);
    for (let block = 0; block < 5; block += 1) await share.block(block);
    source.overwrite(0, other(20 * M)); // the same size, at a quarter
    await all(share);
    expect(share.withdrawn.files).toEqual([0]);
    expect((await share.block(19)).withdrawal?.ranges).toEqual([[0, 0]]);
    expect(valuesIn((await share.block(20)).bytes)).toEqual(new Set([2]));
  });

  test.each([
    ['grew', 20 * M + 1],
    ['was cut', 20 * M - 1],
  ])('one that %s after it was chosen does not arrive as a part of itself', async (_, length) => {
    const source = new ChangingSource([20 * M, M], false);
    const share = await ServedShare.create(source, signer);
    source.overwrite(0, new Uint8Array(length).fill(1));
    await all(share);
    expect(share.withdrawn.files).toEqual([0]);
  });

  test('one that stays as it is goes whole, and is read once more, once', async () => {
    const source = new ChangingSource([20 * M, M], false);
    const share = await ServedShare.create(source, signer);
    await all(share);
    await all(share);
    expect(share.withdrawn.count).toBe(0);
    expect(source.wholeReads).toBe(1);
  });

  test('costs nothing where the browser notices', async () => {
    const source = new ChangingSource([20 * M, M], true);
    await all(await ServedShare.create(source, signer));
    expect(source.wholeReads).toBe(0);
  });

  test.each([true, false])(
    'the second receiver gets what the first got, or is told (browser notices: %s)',
    async (noticesChanges) => {
      const source = new ChangingSource([60 * M, M], noticesChanges);
      const share = await ServedShare.create(source, signer);
      await all(share);
      source.contents[0] = other(60 * M);
      const again = await share.block(0); // read anew: the first receiver's is not kept so long
      expect(again.withdrawal?.ranges).toEqual([[0, 0]]);
      expect(valuesIn(again.bytes)).toEqual(new Set([0]));
    },
  );

  test('of small files in one block the one that changed is named, and the others stay', async () => {
    const source = new ChangingSource([100, 200, 300, 60 * M], true);
    const share = await ServedShare.create(source, signer);
    await all(share);
    source.contents[1] = other(200);
    const block = await share.block(0);
    expect(block.withdrawal?.ranges).toEqual([[1, 1]]);
    expect(valuesIn(block.bytes)).toEqual(new Set([1, 0, 3, 4]));
  });
});

describe('W6: what was signed', () => {
  test('is known after a reload of the page', async () => {
    const pages = new Map<number, Uint8Array<ArrayBuffer>>();
    const digests: DigestStore = {
      load: async () => pages,
      keep: async (page, bytes) => void pages.set(page, bytes.slice()),
    };
    const first = await ServedShare.create(new ChangingSource([M, M], true), signer, { digests });
    await first.block(0);
    first.close();
    expect(pages.size).toBe(1);
    const source = new ChangingSource([M, M], true);
    source.contents[0]![5] = 77; // edited in place, and the time put back
    const again = await ServedShare.create(source, signer, { digests });
    expect((await again.block(0)).withdrawal?.ranges).toEqual([[0, 0]]);
  });

  test('on an earlier visit is compared as well where the browser notices changes: it knows of those since this visit alone', async () => {
    const pages = new Map<number, Uint8Array<ArrayBuffer>>();
    const digests: DigestStore = {
      load: async () => pages,
      keep: async (page, bytes) => void pages.set(page, bytes.slice()),
    };
    const first = await ServedShare.create(new ChangingSource([20 * M, M], true), signer, { digests });
    for (let block = 0; block < 5; block += 1) await first.block(block);
    first.close();
    const source = new ChangingSource([20 * M, M], true);
    source.contents[0]!.fill(9); // all of it is another version by now, and its receiver has the first five blocks
    const again = await ServedShare.create(source, signer, { digests });
    for (let block = 10; block < 21; block += 1) await again.block(block);
    for (let block = 9; block > 4; block -= 1) await again.block(block);
    expect(again.withdrawn.files).toEqual([0]);
  });

  test('that cannot be kept or read again stops nothing', async () => {
    const digests: DigestStore = {
      load: () => Promise.reject(new Error('blocked')),
      keep: () => Promise.reject(new Error('blocked')),
    };
    const share = await ServedShare.create(new ChangingSource([M, M], false), signer, { digests });
    await all(share);
    share.close();
    expect(share.withdrawn.count).toBe(0);
  });
});
