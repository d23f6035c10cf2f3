/** Links that lead nowhere, senders who go away, rooms that are full, a server that forgets. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { MAX_PEERS } from '../../src/protocol/limits.ts';
import { makeFile } from '../support/files.ts';
import { roomIdOf } from '../support/person.ts';
import { fillRoom } from '../support/room-sockets.ts';
import { expect, openShare, share, test } from './fixtures.ts';

/** Enough for a second or two. */
const BYTES = 40_000_000;
/** Of a page that closed: its channels and its socket end at once. */
const NOTICE_MS = 5000;
/** Of a browser that was killed: nothing says so but silence. */
const NOTICE_SILENCE_MS = 30_000;

test('a well-formed link that nobody stands behind waits', async ({ bob, server }) => {
  await bob.open(`${server.origin}/#${randomBytes(16).toString('base64url')}`);
  await bob.waitForStatus('Waiting');
});

test('a link that lost its end fails in plain words', async ({ alice, bob, fiona, server, folder }) => {
  const link = await share(alice, server, await makeFile(join(folder, 'cut.bin'), 10));
  for (const receiver of [bob, fiona]) {
    await receiver.open(link.slice(0, -3));
    expect(await receiver.waitForStatus('Failed')).toContain('This link is not complete');
  }
});

test('a link opens with what stands around it, and where its "#" was lost', async ({
  alice,
  bob,
  fiona,
  server,
  folder,
}) => {
  test.slow();
  const link = await share(alice, server, await makeFile(join(folder, 'around.bin'), 10));
  const token = link.slice(link.indexOf('#') + 1);
  const { origin } = server;
  const links = [
    `${link}"`,
    `${link}…`,
    `${link}>`,
    `${link}?utm_source=chat`,
    `${link}을`,
    `${link}**`,
    `${link}%E2%80%A6`,
    `${origin}/%23${token}`,
    `${origin}/${token}`,
    `${origin}/${token}.`,
  ];
  for (const receiver of [bob, fiona]) {
    for (const mangled of links) {
      await openShare(receiver, mangled);
      expect(await receiver.evaluate(() => location.href, undefined)).toBe(link);
    }
    await receiver.open(`${link}s`);
    expect(await receiver.waitForStatus('Failed')).toContain('This link seems to have extra characters');
  }
});

test('a link opens where it is pasted, on the start page and where another was broken', async ({
  alice,
  bob,
  server,
  folder,
}) => {
  const link = await share(alice, server, await makeFile(join(folder, 'pasted.bin'), 10));
  const paste = async (text: string): Promise<void> => {
    await bob.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
    await bob.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await bob.page.keyboard.press('Control+V');
    await bob.waitForStatus('Ready');
  };
  await bob.open(server.origin);
  await bob.find('button', 'Choose files').waitFor();
  await paste(`Here are the photos:\n**${link}**\n`);
  await bob.open(link.slice(0, -3));
  await bob.waitForStatus('Failed');
  await paste(`“${link.replace(/^https?:/, '')}”`);
  await bob.open(`${link}s`);
  await bob.waitForStatus('Failed');
  await bob.find('textbox', 'Paste the link here').focus();
  await paste(`<${link}>`);
});

test('the receiver may come first: it goes on when the sender opens', async ({ alice, bob, server, folder }) => {
  const link = await share(alice, server, await makeFile(join(folder, 'first.bin'), 10));
  const gone = link.replace(/#.*/, `#${randomBytes(16).toString('base64url')}`);
  await bob.open(gone);
  await bob.waitForStatus('Waiting');
  // Another link in the same tab is another share.
  await bob.page.evaluate((link) => location.assign(link), link);
  await bob.waitForStatus('Ready');
});

test('the sender closes the page before the download: the receiver is told within seconds', async ({
  alice,
  bob,
  server,
  folder,
}) => {
  await openShare(bob, await share(alice, server, await makeFile(join(folder, 'away.bin'), 10)));
  await alice.closePage();
  await bob.waitForStatus('Waiting', NOTICE_MS);
});

test('the sender closes the page half-way: the receiver is told within seconds', async ({
  alice,
  bob,
  server,
  folder,
}) => {
  await openShare(bob, await share(alice, server, await makeFile(join(folder, 'away.bin'), BYTES)));
  await bob.click('button', 'Download');
  await bob.waitForStatus('Receiving');
  await alice.closePage();
  await bob.waitForStatus(['Paused', 'Waiting', 'Reconnecting', 'Failed'], NOTICE_MS);
});

test('the sender’s browser is killed half-way: the receiver notices', async ({ guests, bob, server, folder }) => {
  test.slow();
  const sender = await guests.chromium();
  await openShare(bob, await share(sender, server, await makeFile(join(folder, 'killed.bin'), BYTES)));
  await bob.click('button', 'Download');
  await bob.waitForStatus('Receiving');
  await sender.kill();
  await bob.waitForStatus(['Paused', 'Waiting', 'Reconnecting', 'Failed'], NOTICE_SILENCE_MS);
});

test(`a room takes ${MAX_PEERS}, and tells the next one that it is full`, async ({
  alice,
  bob,
  server,
  folder,
  forgive,
}) => {
  const link = await share(alice, server, await makeFile(join(folder, 'full.bin'), 10));
  await alice.waitForStatus('Waiting');
  const crowd = await fillRoom(server.origin, roomIdOf(alice), MAX_PEERS - 1);
  await bob.open(link);
  expect(await bob.waitForStatus('Failed')).toContain('Too many people have this link open');
  crowd.close();
  await openShare(bob, link);
  forgive(/WebSocket connection to .* failed/);
});

test('a room that slept knows who is in it', async ({ alice, bob, server, folder }) => {
  const link = await share(alice, server, await makeFile(join(folder, 'slept.bin'), 10));
  await alice.waitForStatus('Waiting');
  await server.evictRoom(roomIdOf(alice));
  await openShare(bob, link);
});
