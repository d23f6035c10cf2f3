/** Names of all kinds arrive as they are; too long ones are cut to what a disk takes, and keep their extension. */
import { basename, join } from 'node:path';

import { bytesOf, makeFile, sha256, sha256OfFile } from '../support/files.ts';
import { expect, handOver, openShare, test } from './fixtures.ts';

/** Most bytes of one name on the disks that people have. */
const DISK_NAME_BYTES = 255;

const NAMES: readonly (readonly [kind: string, name: string])[] = [
  ['Korean', '한글 이름의 파일 – 최종본.txt'],
  // None with a joiner (👩‍👧): Chromium makes "_" of U+200D in the name of a download (156, 2026-11-20).
  ['emoji', '🎉👍🏽 party 🇰🇷.jpg'],
  ['200 characters', `${'long name '.repeat(19)}123456.dat`],
];

for (const [kind, name] of NAMES) {
  test(`a name in ${kind} arrives unchanged in Chromium and Firefox`, async ({ alice, bob, fiona, server, folder }) => {
    const path = await makeFile(join(folder, name), 1000);
    for (const receiver of [bob, fiona]) {
      const saved = await handOver(alice, receiver, server, path);
      expect(basename(saved).normalize('NFC')).toBe(name);
      expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
    }
  });
}

test('200 Hangul syllables, 600 bytes, are cut to what the disk takes and keep their extension', async ({ alice, bob, fiona, server }) => {
  const buffer = bytesOf('hangul', 1000);
  for (const receiver of [bob, fiona]) {
    await alice.open(server.origin);
    // By its bytes: this machine's own disk cannot hold the name.
    const [chooser] = await Promise.all([alice.page.waitForEvent('filechooser'), alice.click('button', 'Choose files')]);
    await chooser.setFiles({ name: `${'가'.repeat(196)}.txt`, mimeType: 'text/plain', buffer });
    await openShare(receiver, await alice.shareLink());
    const saved = await receiver.download(() => receiver.click('button', 'Download'));
    expect(basename(saved).normalize('NFC')).toMatch(/^가{50,}\.txt$/);
    expect(Buffer.byteLength(basename(saved))).toBeLessThanOrEqual(DISK_NAME_BYTES);
    expect(await sha256OfFile(saved)).toBe(sha256(buffer));
  }
});
