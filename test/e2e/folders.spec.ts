/** A folder of 2,000 small files, nested: into a folder, and as one ZIP. */
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';

import { makeTree, sha256, type TreeFile } from '../support/files.ts';
import { readZip } from '../support/zip.ts';
import { expect, openShare, test } from './fixtures.ts';

const FILES = 2000;
const SAVE_MS = 40_000;

const sorted = (files: Iterable<TreeFile>): readonly string[] => [...files].map(({ path, sha256 }) => `${path} ${sha256}`).sort();

/** Python's own reader as a second opinion, where there is one. */
function checkByPython(path: string): void {
  const { status, error, stdout } = spawnSync('python3', ['-m', 'zipfile', '-t', path], { encoding: 'utf8' });
  if (error === undefined) expect(`${status} ${stdout.trim()}`).toBe('0 Done testing');
}

async function expectZip(path: string, tree: readonly TreeFile[]): Promise<void> {
  expect(basename(path)).toBe('album.zip');
  const files = await readZip(path);
  expect(sorted(Array.from(files, ([path, bytes]) => ({ path, sha256: sha256(bytes) })))).toEqual(sorted(withTop(tree)));
  checkByPython(path);
}

/** The folder's own name comes first. */
const withTop = (tree: readonly TreeFile[]): readonly TreeFile[] => tree.map(({ path, sha256 }) => ({ path: `album/${path}`, sha256 }));

test(`${FILES} files arrive in a folder, as one ZIP in Chromium, and as one ZIP in Firefox`, async ({ alice, guests, fiona, server, folder }) => {
  test.slow();
  const tree = await makeTree(join(folder, 'album'), FILES);
  await alice.open(server.origin);
  await alice.chooseFolder(join(folder, 'album'));
  const link = await alice.shareLink();

  await test.step('into a folder', async () => {
    const receiver = await guests.chromium();
    await openShare(receiver, link);
    await receiver.click('button', 'Download');
    await receiver.waitForStatus('Done', SAVE_MS);
    expect(sorted(await receiver.savedFiles())).toEqual(sorted(withTop(tree)));
  });

  await test.step('as one ZIP in Chromium', async () => {
    const receiver = await guests.chromium();
    await openShare(receiver, link);
    const saved = await receiver.download(() => receiver.click('button', 'Save as one ZIP'), SAVE_MS);
    await receiver.waitForStatus('Done');
    await expectZip(saved, tree);
  });

  await test.step('as one ZIP in Firefox', async () => {
    await openShare(fiona, link);
    const saved = await fiona.download(() => fiona.click('button', 'Download'), SAVE_MS);
    await fiona.waitForStatus('Done');
    await expectZip(saved, tree);
  });
  await alice.waitForStatus('Done');
});

test('the list shows names and sizes before anything is downloaded', async ({ alice, bob, server, folder }) => {
  await makeTree(join(folder, 'album'), 8);
  await alice.open(server.origin);
  await alice.chooseFolder(join(folder, 'album'));
  await openShare(bob, await alice.shareLink());
  const items = bob.find('list', 'Files').getByRole('listitem');
  await expect(items).toHaveCount(8);
  await expect(items.filter({ hasText: '1.bin' }).first()).toContainText('37');
});

test('a folder picker that is dismissed leaves everything as it was', async ({ alice, bob, server, folder }) => {
  await makeTree(join(folder, 'album'), 8);
  await alice.open(server.origin);
  await alice.chooseFolder(join(folder, 'album'));
  await openShare(bob, await alice.shareLink());
  await bob.page.evaluate(() => {
    const dismiss = (): Promise<never> => Promise.reject(new DOMException('The user aborted a request.', 'AbortError'));
    Object.defineProperty(globalThis, 'showDirectoryPicker', { value: dismiss, configurable: true });
  });
  await bob.click('button', 'Download');
  await bob.waitForStatus('Ready No folder was chosen');
  const saved = await bob.download(() => bob.click('button', 'Save as one ZIP'));
  expect((await readZip(saved)).size).toBe(8);
});
