/**
 * Names that are too long are cut to what a disk takes, and keep their extension. Those of all other kinds:
 * pairs.spec.ts.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { bytesOf, sha256, sha256OfFile } from '../support/files.ts';
import { readZip } from '../support/zip.ts';
import { expect, openShare, test } from './fixtures.ts';

/** Most bytes of one name on the disks that people have. */
const DISK_NAME_BYTES = 255;

test('200 Hangul syllables, 600 bytes, are cut to what the disk takes and keep their extension', async ({
  alice,
  bob,
  fiona,
  server,
}) => {
  const buffer = bytesOf('hangul', 1000);
  for (const receiver of [bob, fiona]) {
    await alice.open(server.origin);
    // By its bytes: this machine's own disk cannot hold the name.
    const [chooser] = await Promise.all([
      alice.page.waitForEvent('filechooser'),
      alice.click('button', 'Choose files'),
    ]);
    await chooser.setFiles({ name: `${'가'.repeat(196)}.txt`, mimeType: 'text/plain', buffer });
    await openShare(receiver, await alice.shareLink());
    const saved = await receiver.download(() => receiver.click('button', 'Download'));
    expect(basename(saved).normalize('NFC')).toMatch(/^가{50,}\.txt$/);
    expect(Buffer.byteLength(basename(saved))).toBeLessThanOrEqual(DISK_NAME_BYTES);
    expect(await sha256OfFile(saved)).toBe(sha256(buffer));
  }
});

test('a hidden file keeps its dot in a ZIP, and it is said that a download drops it', async ({
  alice,
  bob,
  fiona,
  server,
  folder,
}) => {
  await writeFile(join(folder, '.env'), 'A=1');
  for (const receiver of [bob, fiona]) {
    await alice.open(server.origin);
    await alice.chooseFiles(join(folder, '.env'));
    await openShare(receiver, await alice.shareLink());
    if (receiver === bob)
      await expect(bob.page.getByText('Browsers drop the dot in front of this name.')).toBeVisible();
    const zip = await receiver.download(() => receiver.click('button', 'Save as one ZIP'));
    expect([...(await readZip(zip)).keys()]).toEqual(['.env']);
    await receiver.waitForStatus('Done');
    // A reload would give up the frame that the download came by.
    await expect
      .poll(() => receiver.evaluate(() => document.querySelector('iframe') === null, undefined), { timeout: 10_000 })
      .toBe(true);
    await receiver.reload();
    await receiver.waitForStatus('Ready');
    const bare = await receiver.download(() => receiver.click('button', 'Download'));
    expect(basename(bare)).toMatch(/^_?\.?env$/);
    await receiver.waitForStatus('Done');
  }
});

test('names that some systems do not take are changed, and it is said to what and why', async ({
  alice,
  bob,
  server,
  folder,
}) => {
  await mkdir(join(folder, 'odd'));
  for (const name of ['a\\b.txt', 'con.txt', 'x².txt', 'x2.txt', 'what?.txt'])
    await writeFile(join(folder, 'odd', name), name);
  await alice.open(server.origin);
  await alice.drop(join(folder, 'odd'));
  await openShare(bob, await alice.shareLink());
  const told = bob.find('list', 'File names').getByRole('listitem');
  await expect(told).toHaveCount(3);
  await expect(told.filter({ hasText: '_con.txt' })).toContainText('special meaning');
  const zip = await bob.download(() => bob.click('button', 'Save as one ZIP'));
  expect([...(await readZip(zip)).keys()].sort()).toEqual([
    'odd/_con.txt',
    'odd/a_b.txt',
    'odd/what_.txt',
    'odd/x2.txt',
    'odd/x².txt',
  ]);
});
