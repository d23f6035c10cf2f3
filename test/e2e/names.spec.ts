/** Names that are too long are cut to what a disk takes, and keep their extension. Those of all other kinds: pairs.spec.ts. */
import { basename } from 'node:path';

import { bytesOf, sha256, sha256OfFile } from '../support/files.ts';
import { expect, openShare, test } from './fixtures.ts';

/** Most bytes of one name on the disks that people have. */
const DISK_NAME_BYTES = 255;

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
