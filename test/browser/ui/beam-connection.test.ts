/** The Connection view: a sentence that is true, and behind "Details" what it rests on. */
import { beforeAll, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';

import type { ConnectionView, PathView } from '../../../src/connection/connection-view.ts';
import '../../../src/ui/connection/beam-connection.ts';
import type { BeamConnection, NamedConnection } from '../../../src/ui/connection/beam-connection.ts';
import { switchLocale } from '../../../src/ui/strings/locale.ts';
import { relayedSentences } from '../../../src/ui/strings/path.ts';
import { connected, connecting, details, stagesTo } from './fixtures.ts';

let element: BeamConnection;
let watched: boolean[];

beforeAll(() => switchLocale('en'));
async function show(...views: readonly ConnectionView[]): Promise<void> {
  element = document.createElement('beam-connection');
  const told: boolean[] = []; // an element that is gone may still tell
  watched = told;
  element.addEventListener('beam-watch', ({ detail }) => told.push(detail));
  document.body.replaceChildren(element);
  await set(views.map((view, index) => ({ name: views.length === 1 ? undefined : `Receiver ${index + 1}`, view })));
}

async function set(connections: readonly NamedConnection[]): Promise<void> {
  element.connections = connections;
  await element.updateComplete;
}

const sentence = (): string =>
  page.getByRole('region', { name: 'Connection' }).getByRole('paragraph').first().element().textContent?.trim() ?? '';
const summary = () => page.getByText('Details', { exact: true });

describe('the sentence', () => {
  test.each<[string, PathView]>([
    ['Direct, on your own network.', connected().path!],
    ['Direct, through the internet.', connected({ kind: 'direct', why: 'public' }).path!],
    ['Direct, through the internet.', connected({ kind: 'direct', why: 'through-nat' }).path!],
    [
      'Direct, but over TCP, because something blocks UDP: it may be slower.',
      connected({ kind: 'direct', why: 'through-nat', transport: 'tcp' }).path!,
    ],
    [
      'Through a relay: your network does not allow direct connections. The relay cannot read what it passes on.',
      connected({ kind: 'relayed', why: 'nat-here', relayAt: 'here' }).path!,
    ],
    [
      'Through a relay: their network blocks UDP, which direct connections need. The relay is reached over TLS, as web pages are, because a firewall lets nothing else through. The relay cannot read what it passes on.',
      connected({ kind: 'relayed', why: 'udp-blocked-there', transport: 'tls', relayAt: 'there' }).path!,
    ],
  ])('%s', async (expected, path) => {
    await show(connecting('communicating', { path }));
    expect(sentence()).toBe(expected);
  });

  test.each(['udp', 'tcp', 'tls'] as const)(
    'names the relay, and TCP or TLS when it is over %s and not otherwise, whatever the reason',
    async (transport) => {
      for (const why of Object.keys(relayedSentences) as PathView['why'][]) {
        await show(connected({ kind: 'relayed', why, transport, relayAt: 'both' }));
        expect(sentence()).toMatch(/relay/);
        expect(/\b(TCP|TLS)\b/.exec(sentence())?.[0]).toBe(transport === 'udp' ? undefined : transport.toUpperCase());
      }
    },
  );

  test.each<[string, ConnectionView]>([
    ['Trying all addresses of the two browsers to find the best connection.', connecting('connecting')],
    ['The connection broke 4 sec ago. Connecting again.', connecting('connecting', { brokenMs: 4900 })],
    [
      'All addresses of the two browsers were tried, and none got through.',
      connecting('connecting', { failure: 'relay-none' }),
    ],
  ])('%s', async (expected, view) => {
    await show(view);
    expect(sentence()).toBe(expected);
  });

  test('is followed by what the connection has been through', async () => {
    await show({ ...connected(), restarts: 1, attempt: 2 });
    await expect
      .element(
        page.getByText('The connection broke, and came back automatically. This is connection 2 to the same browser.'),
      )
      .toBeVisible();
  });
});

describe('the details', () => {
  test('are gathered only while somebody looks', async () => {
    await show(connected());
    expect(page.getByRole('table').elements()).toEqual([]);
    await summary().click();
    await expect.element(page.getByRole('table', { name: 'Candidates' })).toBeVisible();
    expect(watched).toEqual([true]);
    await summary().click();
    await expect.poll(() => watched).toEqual([true, false]);
  });

  test('say what both ends found, the pair, and why', async () => {
    await show(connected({ kind: 'relayed', why: 'nat-there', here: 'relay', there: 'srflx', relayAt: 'here' }));
    await summary().click();
    await expect.element(page.getByRole('row', { name: 'own address UDP 2 1' })).toBeVisible();
    await expect.element(page.getByRole('row', { name: 'relay TLS 1 0' })).toBeVisible();
    const figures = [
      ...(element.renderRoot.querySelector('beam-path')?.renderRoot.querySelectorAll('dl div') ?? []),
    ].map((each) => each.textContent);
    expect(figures).toEqual([
      'Selected pairrelay – public address of the router',
      'ProtocolUDP',
      'WhyA NAT gives every destination another port, so the one that was announced leads nowhere.',
      'Your networkLooks easy: open, or a NAT that keeps the port.',
      'Their networkLooks like a NAT that gives out other ports, perhaps another one for every destination.',
      'Checks14 sent, 9 answered',
      'Round trip31 ms',
      'Sending184 kB/s',
      'Receiving12 MB/s',
      'Connections at once4',
      'EncryptionDTLS 1.3, TLS_AES_128_GCM_SHA256',
      'Your certificate4F85 3245 7F39 2941 F55C 9F27 8586 B34E 6D8B C6B3 E4B3 2F8B 549A A6E7 DD0A 9B65',
      'Their certificateCA36 6588 948D 7FBB B503 778F 8FF8 3AFD 9E0A FEF8 C66A 3C31 8F95 68EF 21E8 D0D6',
      'Largest message262 kB',
    ]);
  });

  test('open by themselves when there is no way, with the stage that failed', async () => {
    await show(
      connecting('connecting', { stages: stagesTo('connecting', 'failed'), failure: 'relay-none', details: details() }),
    );
    await expect.element(page.getByRole('listitem').filter({ hasText: 'Connecting' })).toMatchTextContent(/failed/);
  });

  test('are each receiver’s own', async () => {
    await show(connected(), connecting('securing'));
    await summary().nth(1).click();
    await expect.element(page.getByRole('listitem').filter({ hasText: 'Securing' })).toMatchTextContent(/now/);
    expect(page.getByRole('table').elements()).toEqual([]);
  });
});

test('is not rendered again while nothing has changed', async () => {
  const view = connected();
  await show(view);
  element.connections = [{ name: undefined, view }];
  expect(element.isUpdatePending).toBe(false);
  element.connections = [{ name: undefined, view: { ...view } }];
  expect(element.isUpdatePending).toBe(true);
});
