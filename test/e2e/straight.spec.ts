/** Shares that are larger than what the receiver's browser may keep: the quota is real, and set small. */
import { basename, join } from 'node:path';

import type { ChromiumPerson } from '../support/chromium.ts';
import { makeFile, sha256, sha256OfFile } from '../support/files.ts';
import { readZip } from '../support/zip.ts';
import { expect, openShare, share, test, untilPart, untilStraight } from './fixtures.ts';

const MB = 1_000_000;
const QUOTA_BYTES = 5 * MB;
const FILE_BYTES = 25 * MB + 7;
const SAVE_MS = 40_000;

/** What this origin may keep, from before its first page on; what it gives back lifts it. */
async function limitStorage({ context, page }: ChromiumPerson, origin: string): Promise<() => Promise<void>> {
  const cdp = await context.newCDPSession(page);
  await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: QUOTA_BYTES });
  return async () => void (await cdp.send('Storage.overrideQuotaForOrigin', { origin }));
}

/** As in browsers that have none: Firefox, Safari. */
function removePickers(): void {
  for (const name of ['showSaveFilePicker', 'showDirectoryPicker']) Reflect.deleteProperty(globalThis, name);
}

/** Only what the dialog returns is replaced: a real file, in OPFS, for there a handle needs no permission. */
function answerFilePicker(): void {
  const pick = async ({ suggestedName }: { suggestedName: string }): Promise<FileSystemFileHandle> => {
    const folder = await (
      await navigator.storage.getDirectory()
    ).getDirectoryHandle('picked-by-person', { create: true });
    return folder.getFileHandle(suggestedName, { create: true });
  };
  Object.defineProperty(globalThis, 'showSaveFilePicker', { value: pick, configurable: true });
}

test('a file goes straight to the place that the person chose', async ({ alice, guests, server, folder }) => {
  const path = await makeFile(join(folder, 'large.bin'), FILE_BYTES);
  const receiver = await guests.chromium();
  await receiver.context.addInitScript(answerFilePicker);
  const lift = await limitStorage(receiver, server.origin);
  await openShare(receiver, await share(alice, server, path));
  await untilStraight(receiver);
  await lift(); // the file stands for one on a disk, which has room
  await receiver.click('button', 'Download');
  await receiver.waitForStatus('Done', SAVE_MS);
  await alice.waitForStatus('Done');
  expect(await receiver.savedFiles()).toEqual([
    { path: 'large.bin', bytes: FILE_BYTES, sha256: await sha256OfFile(path) },
  ]);
});

test('where there are no pickers it is streamed: one file as it is, several as one ZIP', async ({
  alice,
  guests,
  server,
  folder,
}) => {
  const paths = await Promise.all([
    makeFile(join(folder, 'large.bin'), FILE_BYTES),
    makeFile(join(folder, 'small.bin'), 10),
    makeFile(join(folder, 'empty.bin'), 0),
  ]);

  await test.step('one file, on a first visit', async () => {
    const receiver = await guests.chromium();
    await receiver.context.addInitScript(removePickers);
    await limitStorage(receiver, server.origin);
    await openShare(receiver, await share(alice, server, paths[0]!));
    await untilStraight(receiver);
    const saved = await receiver.download(() => receiver.click('button', 'Download'), SAVE_MS);
    await Promise.all([receiver.waitForStatus('Done'), alice.waitForStatus('Done')]);
    expect(basename(saved)).toBe('large.bin');
    expect(await sha256OfFile(saved)).toBe(await sha256OfFile(paths[0]!));
  });

  await test.step('several files', async () => {
    const receiver = await guests.chromium();
    await receiver.context.addInitScript(removePickers);
    await limitStorage(receiver, server.origin);
    await openShare(receiver, await share(alice, server, ...paths));
    await untilStraight(receiver);
    const saved = await receiver.download(() => receiver.click('button', 'Download'), SAVE_MS);
    await receiver.waitForStatus('Done');
    const files = await readZip(saved);
    for (const path of paths) expect(sha256(files.get(basename(path))!)).toBe(await sha256OfFile(path));
    expect(files.size).toBe(paths.length);
  });
});

test('a page that is loaded again leaves no short file, and begins anew', async ({ alice, guests, server, folder }) => {
  const path = await makeFile(join(folder, 'large.bin'), FILE_BYTES);
  const receiver = await guests.chromium();
  await receiver.context.addInitScript(removePickers);
  await limitStorage(receiver, server.origin);
  await openShare(receiver, await share(alice, server, path));
  await untilStraight(receiver);
  const broken = receiver.download(async () => {
    await receiver.click('button', 'Download');
    // What counts is with the browser already.
    await untilPart(receiver, 10);
    await receiver.reload();
  });
  await expect(broken).rejects.toThrow('the browser gave up the download');
  await untilStraight(receiver);
  const saved = await receiver.download(() => receiver.click('button', 'Download'), SAVE_MS);
  await receiver.waitForStatus('Done');
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
});

test('where there is no other way it is refused with figures, before anybody accepts', async ({
  alice,
  guests,
  server,
  folder,
}) => {
  const path = await makeFile(join(folder, 'large.bin'), FILE_BYTES);
  const receiver = await guests.chromium();
  await receiver.context.addInitScript(removePickers);
  await receiver.context.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined }),
  );
  await limitStorage(receiver, server.origin);
  await receiver.open(await share(alice, server, path));
  expect(await receiver.waitForStatus('Failed')).toMatch(
    /^Failed This takes 25 MB, and this browser has [\d.]+ MB left\./,
  );
  expect(await receiver.sees('button', 'Download')).toBe(false);
});
