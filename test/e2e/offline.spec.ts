/** After one visit the app opens without a network. */
import { join } from 'node:path';

import { startServer } from '../support/server.ts';
import { makeFile } from '../support/files.ts';
import { expect, test } from './fixtures.ts';

test('opens from its service worker when the server is gone', async ({ guests, forgive }) => {
  const server = await startServer();
  const person = await guests.chromium();
  await person.open(server.origin);
  await person.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await server.stop();
  forgive(/./);

  await person.open(server.origin);
  await expect(person.find('button', 'Choose files')).toBeVisible();
  // Its requests for a new service worker fail, and nothing else does.
  expect(person.diary.problems.filter((problem) => !problem.includes('/sw.js'))).toEqual([]);
  person.diary.requests = [];
  forgive(/./);
});

test('says so when the browser is offline, and stops saying it', async ({ guests, server, forgive }) => {
  const person = await guests.chromium();
  await person.open(server.origin);
  // Until then parts of the page are still on their way.
  await person.find('button', 'Choose files').waitFor();
  await person.context.setOffline(true);
  await expect(person.page.getByText('You’re offline')).toBeVisible();
  await person.context.setOffline(false);
  await expect(person.page.getByText('You’re offline')).toBeHidden();
  forgive(/./);
});

test('what only a sender needs cannot be loaded: it says so, and comes at the next try', async ({
  guests,
  server,
  folder,
  forgive,
}) => {
  const alice = await guests.chromium();
  const path = await makeFile(join(folder, 'late.bin'), 1000);
  await alice.page.route(/\/assets\/send-share/, (route) => route.abort());
  await alice.open(server.origin);
  await alice.chooseFiles(path);
  await expect(alice.page.getByText('Can’t reach Beamline’s server')).toBeVisible();
  await alice.page.unroute(/\/assets\/send-share/);
  await alice.chooseFiles(path);
  expect(await alice.shareLink()).toContain('#');
  forgive(/send-share/);
});
