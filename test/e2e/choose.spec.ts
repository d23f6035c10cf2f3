/** Of 40 files three are chosen: no more than their blocks cross. Later the rest comes, without those again. */
import { join } from 'node:path';

import type { ChromiumPerson } from '../support/chromium.ts';
import { makeFile, sha256OfFile } from '../support/files.ts';
import { expect, openShare, share, test } from './fixtures.ts';

const MiB = 2 ** 20;
/** Every other one ends in the middle of a block of a mebibyte: 300 in all. */
const FILE_BYTES = 7.5 * MiB;
const names = Array.from({ length: 40 }, (_, index) => `file-${String(index).padStart(2, '0')}.bin`);
/** The first two share a block with each other, the last one has half a block of its neighbour. */
const CHOSEN = ['file-04.bin', 'file-05.bin', 'file-30.bin'];
const BLOCKS = 15 + 8;
const SAVE_MS = 60_000;

declare global {
  /** Bytes of all data frames that the page has taken. */
  var frameBytes: number;
}

/** Looks at what comes on every data channel, before the page does. */
async function countFrames({ page }: ChromiumPerson): Promise<void> {
  await page.addInitScript(() => {
    globalThis.frameBytes = 0;
    const own = Object.getOwnPropertyDescriptor(RTCDataChannel.prototype, 'onmessage');
    Object.defineProperty(RTCDataChannel.prototype, 'onmessage', {
      ...own,
      set(this: RTCDataChannel, handler: ((event: MessageEvent) => void) | null) {
        const counted = (event: MessageEvent): void => {
          if (event.data instanceof ArrayBuffer) globalThis.frameBytes += event.data.byteLength;
          handler?.call(this, event);
        };
        own?.set?.call(this, handler === null ? null : counted);
      },
    });
  });
}

/** Headers and signatures come with the blocks. */
function expectBlocks(bytes: number, blocks: number): void {
  expect(bytes).toBeGreaterThanOrEqual(blocks * MiB);
  expect(bytes).toBeLessThan(1.01 * blocks * MiB);
}

test('of 40 files three cross, and later the others, each block once', async ({ alice, guests, server, folder }) => {
  test.slow();
  const paths = await Promise.all(names.map((name) => makeFile(join(folder, name), FILE_BYTES)));
  const hashes = new Map(
    await Promise.all(paths.map(async (path, index) => [names[index]!, await sha256OfFile(path)] as const)),
  );
  const link = await share(alice, server, ...paths);
  const receiver = await guests.chromium();
  await countFrames(receiver);
  await openShare(receiver, link);
  const saved = async (): Promise<Map<string, string>> =>
    new Map((await receiver.savedFiles()).map(({ path, sha256 }) => [path, sha256]));

  await test.step('three', async () => {
    await receiver.click('button', 'Select none');
    await expect(receiver.find('button', 'Download')).toBeDisabled();
    for (const name of CHOSEN) await receiver.click('checkbox', name);
    await receiver.click('button', 'Download');
    await receiver.waitForStatus('Done', SAVE_MS);
    expect(await saved()).toEqual(new Map(CHOSEN.map((name) => [name, hashes.get(name)])));
    expectBlocks(await receiver.evaluate(() => frameBytes, undefined), BLOCKS);
    await alice.waitForStatus('Done');
    await expect(alice.page.getByText('3 of 40 files')).toBeVisible();
  });

  await test.step('the rest', async () => {
    await expect(receiver.page.getByText('Saved', { exact: true })).toHaveCount(3);
    await expect(receiver.find('checkbox', CHOSEN[0]!)).not.toBeChecked();
    await receiver.click('button', 'Download');
    await receiver.waitForStatus('Receiving');
    await receiver.waitForStatus('Done', SAVE_MS);
    expect(await saved()).toEqual(hashes);
    expectBlocks(await receiver.evaluate(() => frameBytes, undefined), 300);
    await expect(alice.page.getByText('of 40 files')).toBeHidden();
  });
});

test('one file of several arrives as itself, in Firefox', async ({ alice, fiona, server, folder }) => {
  const paths = await Promise.all(['a.bin', 'b.bin', 'c.bin'].map((name) => makeFile(join(folder, name), 3.5 * MiB)));
  await openShare(fiona, await share(alice, server, ...paths));
  await fiona.click('button', 'Select none');
  await fiona.click('checkbox', 'b.bin');
  const saved = await fiona.download(() => fiona.click('button', 'Download'));
  await fiona.waitForStatus('Done');
  expect(saved.endsWith('b.bin')).toBe(true);
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(paths[1]!));
});
