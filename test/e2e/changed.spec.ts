/**
 * Files that change on the sender's disk while they are shared: never a mix of old and new, and one bad file is no
 * reason to lose the others.
 */
import { appendFile, open } from 'node:fs/promises';
import { join } from 'node:path';

import { bytesOf, makeFile, sha256, sha256OfFile } from '../support/files.ts';
import { readZip } from '../support/zip.ts';
import { expect, openShare, share, test, untilPart } from './fixtures.ts';

const LARGE_BYTES = 64_000_000;

/** As a program does that saves over an old file: same file, same size. */
async function overwrite(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'r+');
  const part = bytesOf('new', 1_000_000);
  for (let at = 0; at < bytes; at += part.length) await file.write(part, 0, Math.min(part.length, bytes - at), at);
  await file.close();
}

test('Firefox, where the browser does not say so: a film overwritten at a quarter is refused by its name, and nobody says "Done"', async ({
  fiona,
  bob,
  server,
  folder,
}) => {
  const path = await makeFile(join(folder, 'film.bin'), LARGE_BYTES);
  await openShare(bob, await share(fiona, server, path));
  await bob.click('button', 'Download');
  await untilPart(bob, 25);
  await overwrite(path, LARGE_BYTES);
  const said = await Promise.all([
    bob.waitForStatus(['Failed', 'Done'], 60_000),
    fiona.waitForStatus(['Failed', 'Done'], 60_000),
  ]);
  for (const status of said) expect(status).toMatch(/^Failed.*film\.bin/);
});

for (const name of ['fiona', 'alice'] as const) {
  test(`one log of three files gains a line: the others arrive, and both sides name it (${name === 'fiona' ? 'Firefox' : 'Chromium'} sends)`, async ({
    fiona,
    alice,
    bob,
    server,
    folder,
  }) => {
    const sender = { fiona, alice }[name];
    const paths = await Promise.all(
      ['a.bin', 'server.log', 'z.bin'].map((each, index) => makeFile(join(folder, each), (index + 1) * 1_500_000)),
    );
    const link = await share(sender, server, ...paths);
    await appendFile(paths[1]!, 'one more line\n');
    await openShare(bob, link);
    const saved = await bob.download(() => bob.click('button', 'Save as one ZIP'));
    const files = await readZip(saved);
    expect([...files.keys()].sort()).toEqual(['a.bin', 'z.bin']);
    for (const [index, each] of [
      [0, 'a.bin'],
      [2, 'z.bin'],
    ] as const)
      expect(sha256(files.get(each)!)).toBe(await sha256OfFile(paths[index]!));
    for (const status of await Promise.all([bob.waitForStatus('Done'), sender.waitForStatus('Done')]))
      expect(status).toMatch(/verything but 1 file/);
    for (const person of [bob, sender]) expect(await person.textOf('list', 'Left out: 1 file')).toContain('server.log');
  });
}
