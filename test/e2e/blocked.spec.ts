/** Networks that let no WebSocket through. */
/* oxlint-disable no-empty-pattern -- Playwright reads in the pattern what a fixture needs */
import { join } from 'node:path';

import { startBlockingProxy } from '../support/blocking-proxy.ts';
import { makeFile, sha256OfFile } from '../support/files.ts';
import { startServer, type Server } from '../support/server.ts';
import { expect, openShare, share, test as base } from './fixtures.ts';

/** The server as people see it through such a network: app, rooms and all. */
const test = base.extend<object, { readonly server: Server }>({
  server: [
    async ({}, use) => {
      const proxy = await startBlockingProxy('refuse');
      // Behind a proxy the server goes by another name than its own.
      const server = await startServer({ ALLOWED_ORIGINS: proxy.origin });
      proxy.forwardTo(server.origin);
      await use({ ...server, origin: proxy.origin });
      await proxy.stop();
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

/** What browsers say of the WebSockets, and of the stream of a page that was left. */
const EXPECTED = /WebSocket connection|can’t establish a connection|\/stream (net::ERR_ABORTED|NS_BINDING_ABORTED)/;

test('a network that blocks WebSockets: both are told, and the file arrives', async ({
  alice,
  bob,
  server,
  folder,
  forgive,
}) => {
  const path = await makeFile(join(folder, 'blocked.bin'), 2_000_000);
  const link = await share(alice, server, path);
  await alice.waitForStatus(
    'Waiting Nobody has opened the link yet. Send it, and keep this page open. This network blocks WebSockets',
  );
  await openShare(bob, link);
  expect(await bob.status()).toContain('reached by plain HTTP');
  const saved = await bob.download(() => bob.click('button', 'Download'));
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
  await Promise.all([alice.waitForStatus('Done'), bob.waitForStatus('Done')]);
  forgive(EXPECTED);
});

test('Firefox, too', async ({ alice, fiona, server, folder, forgive }) => {
  const path = await makeFile(join(folder, 'blocked.bin'), 200_000);
  await openShare(alice, await share(fiona, server, path));
  expect(await fiona.status()).toContain('reached by plain HTTP');
  const saved = await alice.download(() => alice.click('button', 'Download'));
  expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
  await fiona.waitForStatus('Done');
  forgive(EXPECTED);
});
