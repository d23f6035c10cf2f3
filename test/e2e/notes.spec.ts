/** Text beside files: between those who have a link, and nobody else. */
import { join } from 'node:path';

import { makeFile } from '../support/files.ts';
import type { Person } from '../support/person.ts';
import type { ChromiumPerson } from '../support/chromium.ts';
import { expect, openShare, share, test } from './fixtures.ts';

/** What the list of notes says, in a browser whose driver does not look into shadow roots. */
const notesOf = (person: Person): Promise<string> =>
  person.evaluate(() => {
    const textOf = (node: Node): string =>
      node instanceof Element && node.shadowRoot !== null
        ? textOf(node.shadowRoot)
        : node.nodeType === Node.TEXT_NODE
          ? (node.textContent ?? '')
          : Array.from(node.childNodes, textOf).join(' ');
    const find = (root: ParentNode): Element | undefined => {
      for (const element of root.querySelectorAll('*')) {
        if (element.localName === 'beam-notes') return element;
        const inner = element.shadowRoot === null ? undefined : find(element.shadowRoot);
        if (inner !== undefined) return inner;
      }
      return undefined;
    };
    const notes = find(document);
    return notes === undefined ? '' : textOf(notes);
  }, undefined);

async function write(person: ChromiumPerson, text: string): Promise<void> {
  await person.find('textbox', 'Note').fill(text);
  await person.page.keyboard.press('Enter');
}

test('N3, N4: both sides write, a newcomer in another browser gets what the host wrote, and the files go on', async ({
  alice,
  bob,
  fiona,
  server,
  folder,
}) => {
  const path = await makeFile(join(folder, 'plan.bin'), 2_000_000);
  const link = await share(alice, server, path);
  await write(alice, 'Bring 한글 <b>shoes</b> https://example.org/map');
  await openShare(bob, link);
  const [hers, his] = [alice, bob].map((person) => person.find('list', 'Notes'));
  await expect(his!).toContainText('Bring 한글 <b>shoes</b>');
  await expect(bob.page.getByRole('link', { name: 'https://example.org/map' })).toHaveAttribute(
    'rel',
    'noopener noreferrer nofollow',
  );
  await expect(hers!).toContainText('Arrived');

  await bob.find('textbox', 'Note').fill('Which size?');
  await bob.click('button', 'Send note');
  await expect(hers!).toContainText('Which size?');

  await openShare(fiona, link);
  await expect.poll(() => notesOf(fiona)).toContain('shoes');
  expect(await notesOf(fiona)).not.toContain('Which size?');

  await bob.download(() => bob.click('button', 'Download'));
  await bob.waitForStatus('Done');
  await write(bob, 'Thank you');
  await expect(hers!).toContainText('Thank you');
});

test('N9: notes that are kept in this browser are there again after a reload, once', async ({ alice, bob, server }) => {
  await alice.open(server.origin);
  await alice.click('button', 'Receive files');
  const link = await alice.shareLink();
  await bob.open(link);
  await alice.find('checkbox', 'Keep notes in this browser').check();
  await write(alice, 'Meet me at nine');
  const theirs = bob.find('list', 'Notes').getByRole('listitem');
  await expect(theirs).toContainText('Meet me at nine');
  await expect(alice.find('list', 'Notes')).toContainText('Arrived');
  await alice.reload();
  await expect(alice.find('list', 'Notes')).toContainText('Meet me at nine');
  await write(alice, 'Or at ten');
  await expect(bob.find('list', 'Notes')).toContainText('Or at ten');
  await expect(theirs).toHaveCount(2);
  await alice.find('checkbox', 'Keep notes in this browser').uncheck();
  await alice.reload();
  await alice.find('textbox', 'Note').waitFor();
  await expect(alice.find('list', 'Notes').getByRole('listitem')).toHaveCount(0);
});
