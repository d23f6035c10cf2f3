/** A folder of 2,000 small files, nested: into a folder, and as one ZIP. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { makeTree, sha256, type TreeFile } from '../support/files.ts';
import { readWholeZip, readZip } from '../support/zip.ts';
import { expect, openShare, test } from './fixtures.ts';

const FILES = 2000;
const SAVE_MS = 40_000;

const sorted = (files: Iterable<TreeFile>): readonly string[] =>
  [...files].map(({ path, sha256 }) => `${path} ${sha256}`).sort();

/** Python's own reader as a second opinion, where there is one. */
function checkByPython(path: string): void {
  const { status, error, stdout } = spawnSync('python3', ['-m', 'zipfile', '-t', path], { encoding: 'utf8' });
  if (error === undefined) expect(`${status} ${stdout.trim()}`).toBe('0 Done testing');
}

async function expectZip(path: string, tree: readonly TreeFile[]): Promise<void> {
  expect(basename(path)).toBe('album.zip');
  const files = await readZip(path);
  expect(sorted(Array.from(files, ([path, bytes]) => ({ path, sha256: sha256(bytes) })))).toEqual(
    sorted(withTop(tree)),
  );
  checkByPython(path);
}

/** The folder's own name comes first. */
const withTop = (tree: readonly TreeFile[]): readonly TreeFile[] =>
  tree.map(({ path, sha256 }) => ({ path: `album/${path}`, sha256 }));

test(`${FILES} files arrive in a folder, as one ZIP in Chromium, and as one ZIP in Firefox`, async ({
  alice,
  guests,
  fiona,
  server,
  folder,
}) => {
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

test('a folder of one file arrives as a folder, or as a ZIP of it', async ({ alice, guests, server, folder }) => {
  await mkdir(join(folder, 'album'));
  await writeFile(join(folder, 'album/only.txt'), 'one');
  await alice.open(server.origin);
  await alice.chooseFolder(join(folder, 'album'));
  const bob = await guests.chromium();
  await openShare(bob, await alice.shareLink());
  const saved = await bob.download(() => bob.click('button', 'Save as one ZIP'));
  expect(basename(saved)).toBe('album.zip');
  expect([...(await readZip(saved)).keys()]).toEqual(['album/only.txt']);
  await bob.waitForStatus('Done');
  await bob.reload();
  await bob.waitForStatus('Ready');
  await bob.click('button', 'Download');
  await bob.waitForStatus('Done');
  expect((await bob.savedFiles()).map(({ path }) => path)).toEqual(['album/only.txt']);
});

test('what is dropped arrives with its empty folders and its dates; what cannot be read is left out by name', async ({
  alice,
  bob,
  server,
  folder,
}) => {
  await mkdir(join(folder, 'trip/빈 폴더/inner'), { recursive: true });
  await writeFile(join(folder, 'trip/old.txt'), 'old');
  await utimes(join(folder, 'trip/old.txt'), 10, 10);
  await writeFile(join(folder, 'trip/.hidden'), 'dot');
  execFileSync('mkfifo', [join(folder, 'trip/pipe')]);
  await symlink('nowhere', join(folder, 'dangling'));
  await alice.open(server.origin);
  await alice.drop(join(folder, 'trip'), join(folder, 'dangling'));
  const link = await alice.shareLink();
  const left = alice.find('list', 'Left out').getByRole('listitem');
  await expect(left).toHaveText([
    /trip.pipe.*It is empty, and its name is that of a pipe/s,
    /dangling.*It is no longer there/s,
  ]);

  await openShare(bob, link);
  await expect(bob.find('list', 'Files').getByRole('listitem')).toHaveText([
    /trip.\.hidden\s*3 bytes/,
    /trip.old\.txt\s*3 bytes/,
    /trip.빈 폴더.inner\s*Empty folder/,
  ]);
  await expect(bob.page.getByText('1 hidden file')).toBeVisible();
  const saved = await bob.download(() => bob.click('button', 'Save as one ZIP'));
  await bob.waitForStatus('Done');
  expect([...(await readWholeZip(saved)).keys()]).toEqual(['trip/.hidden', 'trip/old.txt', 'trip/빈 폴더/inner/']);
  checkByPython(saved);
  const python = spawnSync(
    'python3',
    ['-c', 'import sys,zipfile;print(zipfile.ZipFile(sys.argv[1]).getinfo("trip/old.txt").extra.hex())', saved],
    { encoding: 'utf8' },
  );
  if (python.error === undefined) expect(python.stdout.trim()).toBe('55540500010a000000'); // ten seconds after 1970 began
});

test('of which nothing can be read is told, and the page stays as it was', async ({ alice, server, folder }) => {
  await symlink('nowhere', join(folder, 'dangling'));
  await alice.open(server.origin);
  await alice.drop(join(folder, 'dangling'));
  expect((await alice.waitForStatus('Failed')).replace(/[\u2068\u2069]/g, '')).toContain('“dangling” cannot be read.');
  await writeFile(join(folder, 'good.txt'), 'good');
  await alice.chooseFiles(join(folder, 'good.txt'));
  expect(await alice.shareLink()).toContain('#');
});
