/** A share that its receivers pass on to each other: Chromium and Firefox, with people who leave, reload and come late. */
import { join } from 'node:path';

import type { ChromiumPerson } from '../support/chromium.ts';
import { makeFile, sha256OfFile } from '../support/files.ts';
import type { Person } from '../support/person.ts';
import { expect, openShare, share, test, untilPart } from './fixtures.ts';

const BYTES = 24_000_000;
const TRANSFER_MS = 90_000;
/** What the sender lets its page send: one receiver alone would take 8 s. */
const SENDER_BITS = 24e6;

const save = (receiver: Person): Promise<string> =>
  receiver.download(() => receiver.click('button', 'Download'), TRANSFER_MS);

/** As the choice is made in another tab. */
const limit = (person: Person, bitsPerSecond: number): Promise<void> =>
  person.evaluate((most) => {
    localStorage.setItem('beamline-most-upload', String(most));
    dispatchEvent(new StorageEvent('storage', { key: 'beamline-most-upload' }));
  }, bitsPerSecond);

/** A greeting is shorter, also with the host's word in it; a description (RFC 8829) is longer. */
const GREETING_CHARS = 700;

/** To whom its page sends more than greetings through the room, from now on. */
function negotiatingWith({ page }: ChromiumPerson): ReadonlySet<string> {
  const partners = new Set<string>();
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const { to } = JSON.parse(payload.toString() === 'ping' ? '{}' : payload.toString()) as { to?: string };
      if (to !== undefined && payload.length > GREETING_CHARS) partners.add(to);
    }),
  );
  return partners;
}

test('four take it, one leaves, one loads its page again, one comes when the sender is gone: all is equal', async ({
  alice,
  bob,
  carol,
  fiona,
  guests,
  server,
  folder,
}) => {
  test.slow();
  const path = await makeFile(join(folder, 'swarm.bin'), BYTES);
  const sha256 = await sha256OfFile(path);
  const dora = await guests.chromium();
  await alice.open(server.origin);
  await limit(alice, SENDER_BITS);
  await alice.chooseFiles(path);
  const link = await alice.shareLink();
  for (const person of [bob, carol, fiona, dora]) await openShare(person, link);
  const saving = [save(bob), save(fiona)];
  await Promise.all([carol.click('button', 'Download'), dora.click('button', 'Download')]);
  await untilPart(carol, 20);
  await dora.closePage();
  await carol.reload();
  await carol.waitForStatus('Ready');
  saving.push(save(carol));
  for (const saved of await Promise.all(saving)) expect(await sha256OfFile(saved)).toBe(sha256);
  await Promise.all([bob, carol, fiona].map((person) => person.waitForStatus('Done')));
  await alice.closePage();
  await dora.open(link);
  await dora.waitForStatus('Ready');
  expect(await sha256OfFile(await save(dora))).toBe(sha256);
  await dora.waitForStatus('Done');
});

test('the sender leaves when every block is out: those who take it finish with each other', async ({
  alice,
  bob,
  fiona,
  guests,
  server,
  folder,
}) => {
  test.slow();
  const path = await makeFile(join(folder, 'leaves.bin'), BYTES);
  const sha256 = await sha256OfFile(path);
  const carol = await guests.chromium();
  await alice.open(server.origin);
  await limit(alice, SENDER_BITS);
  await alice.chooseFiles(path);
  const link = await alice.shareLink();
  for (const person of [bob, fiona, carol]) await openShare(person, link);
  const saving = [bob, fiona, carol].map(save);
  await Promise.race([bob, fiona, carol].map((person) => person.waitForStatus('Done', TRANSFER_MS)));
  await alice.closePage();
  for (const saved of await Promise.all(saving)) expect(await sha256OfFile(saved)).toBe(sha256);
});

test('with the sender’s switch off, those who take it say nothing to each other', async ({
  alice,
  bob,
  carol,
  server,
  folder,
}) => {
  const path = await makeFile(join(folder, 'alone.bin'), 3_000_000);
  const link = await share(alice, server, path);
  await alice.page.getByText('Options').click();
  await alice.page.getByRole('checkbox', { name: 'People with the link may connect with each other' }).uncheck();
  const [ofBob, ofCarol] = [negotiatingWith(bob), negotiatingWith(carol)];
  for (const person of [bob, carol]) await openShare(person, link);
  const saving = [save(bob), save(carol)];
  for (const saved of await Promise.all(saving)) expect(await sha256OfFile(saved)).toBe(await sha256OfFile(path));
  await Promise.all([bob.waitForStatus('Done'), carol.waitForStatus('Done')]);
  expect([...ofBob]).toEqual([...ofCarol]); // the sender
  expect(ofBob.size).toBe(1);
});
