import { beforeEach, describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../../src/protocol/limits.ts';
import { ServedShare } from '../../../../src/files/serve/served-share.ts';
import { ShareSigner } from '../../../../src/rendezvous/share-key.ts';
import type { Source, SourceRead } from '../../../../src/storage/source/source.ts';
import type { ByteStream } from '../../../../src/storage/sink/streaming/streaming-sink.ts';

const BLOCKS = 40;

/** Tells what was read of it, in blocks; each byte tells its block. */
class CountingSource implements Source {
  readonly bytes = BLOCKS * BLOCK_BYTES - 1;
  readonly files = [{ path: 'a', size: this.bytes, type: '', mtimeMs: 0 }];
  readonly reads: [first: number, blocks: number][] = [];
  readonly missing = [];
  readonly noticesChanges = true;
  isGone = false;

  async read(offset: number, length: number): Promise<SourceRead> {
    if (this.isGone) return { type: 'unreadable', files: [0] };
    this.reads.push([offset / BLOCK_BYTES, Math.ceil(length / BLOCK_BYTES)]);
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += BLOCK_BYTES) bytes.fill((offset + at) / BLOCK_BYTES, at, at + BLOCK_BYTES);
    return { type: 'bytes', bytes };
  }

  whole(): ByteStream {
    throw new Error('not asked for where changes are noticed');
  }
}

let source: CountingSource;
let share: ServedShare;
beforeEach(async () => {
  source = new CountingSource();
  share = await ServedShare.create(source, await ShareSigner.generate());
});

describe('blocks that are offered', () => {
  test('are the right bytes, the last one shorter', async () => {
    for (const block of [0, 5, BLOCKS - 1]) {
      const { bytes, blockSignature } = await share.block(block);
      expect(new Set(bytes)).toEqual(new Set([block]));
      expect(blockSignature).toMatchObject({ block, length: block === BLOCKS - 1 ? BLOCK_BYTES - 1 : BLOCK_BYTES });
    }
  });

  test('are read once for several lanes, by stretches, and one stretch ahead; the first for itself', async () => {
    await share.block(0);
    expect(source.reads).toEqual([
      [0, 1],
      [1, 4],
    ]);
    await Promise.all([1, 2, 3, 4, 0].map((block) => share.block(block)));
    expect(source.reads).toEqual([
      [0, 1],
      [1, 4],
      [5, 4],
    ]);
    await share.block(5);
    expect(source.reads).toEqual([
      [0, 1],
      [1, 4],
      [5, 4],
      [9, 4],
    ]);
  });

  test('are not kept for ever: what is far behind is read again', async () => {
    for (let block = 0; block < BLOCKS; block += 1) await share.block(block);
    const reads = source.reads.length;
    await share.block(BLOCKS - 5);
    expect(source.reads).toHaveLength(reads);
    await share.block(0);
    expect(source.reads.length).toBeGreaterThan(reads);
  });

  test('that cannot be read fail when they are asked for, and are tried again', async () => {
    source.isGone = true;
    await expect(share.block(0)).rejects.toMatchObject({ code: 'source-changed', figures: { path: 'a' } });
    source.isGone = false;
    expect((await share.block(0)).bytes).toHaveLength(BLOCK_BYTES);
  });
});
