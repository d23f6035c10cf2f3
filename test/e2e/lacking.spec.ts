/**
 * Browsers that lack what nobody can send or receive without: said at once, to either side, and nobody gets a link or
 * waits.
 */
import { join } from 'node:path';

import { makeFile } from '../support/files.ts';
import type { Person } from '../support/person.ts';
import { expect, share, test, type Guests } from './fixtures.ts';

const SOON_MS = 15_000;
const NO_WEBRTC = 'Failed This browser has no WebRTC, or it is switched off';

/** Each runs before the page's own scripts. */
const LACKS: ReadonlyArray<readonly [what: string, words: string, script: () => void]> = [
  ['no RTCPeerConnection', NO_WEBRTC, () => void Reflect.deleteProperty(globalThis, 'RTCPeerConnection')],
  [
    'an RTCPeerConnection that throws',
    NO_WEBRTC,
    () => {
      const real = RTCPeerConnection;
      globalThis.RTCPeerConnection = new Proxy(real, {
        construct: () => {
          throw new DOMException('switched off', 'NotAllowedError');
        },
      });
    },
  ],
  [
    'an RTCPeerConnection without data channels',
    NO_WEBRTC,
    () => void Reflect.deleteProperty(RTCPeerConnection.prototype, 'createDataChannel'),
  ],
  [
    'no Ed25519',
    'Failed This browser lacks WebCrypto (Ed25519)',
    () => {
      const refuse = {
        apply: (real: (...args: unknown[]) => unknown, self: unknown, args: [string | { name: string }]) => {
          const [algorithm] = args;
          const isMeant = (typeof algorithm === 'string' ? algorithm : algorithm.name) === 'Ed25519';
          return isMeant
            ? Promise.reject(new DOMException('unknown', 'NotSupportedError'))
            : Reflect.apply(real, self, args);
        },
      };
      Object.defineProperty(SubtleCrypto.prototype, 'generateKey', {
        value: new Proxy(Reflect.get(SubtleCrypto.prototype, 'generateKey') as () => unknown, refuse),
      });
    },
  ],
];

/** The whole of it, on both sides. */
async function expectRefused(person: Person, words: string, origin: string, link: string, path: string): Promise<void> {
  // On the start page, before anybody chooses anything…
  await person.open(origin);
  expect(await person.waitForStatus('Failed', SOON_MS)).toMatch(words);
  // … and when they do all the same: no link.
  await person.chooseFiles(path);
  await expect.poll(async () => (await person.statuses()).at(-1)?.text).toMatch(words);
  expect(await person.sees('textbox', 'Share link')).toBe(false);
  // A receiver does not wait: neither with a sender who is there, nor without.
  await person.open(link);
  expect(await person.waitForStatus('Failed', SOON_MS)).toMatch(words);
  expect(await person.sees('button', 'Download')).toBe(false);
}

for (const [what, words, script] of LACKS) {
  test(`${what}: sender and receiver are told`, async ({ alice, guests, server, folder }) => {
    const path = await makeFile(join(folder, 'a.bin'), 1000);
    const link = await share(alice, server, path);
    const dora = await guests.chromium();
    await dora.context.addInitScript(script);
    await expectRefused(dora, words, server.origin, link, path);
    const entered = dora.diary.requests.filter((url) => url.includes('/api/rooms/'));
    if (words === NO_WEBRTC) expect(entered).toEqual([]); // known before a room is entered
  });
}

test('Firefox with WebRTC switched off: sender and receiver are told', async ({ alice, guests, server, folder }) => {
  const path = await makeFile(join(folder, 'a.bin'), 1000);
  const link = await share(alice, server, path);
  const flora = await guests.firefox({ preferences: { 'media.peerconnection.enabled': false } });
  await expectRefused(flora, NO_WEBRTC, server.origin, link, path);
});

test('in Korean, too', async ({ alice, guests, server, folder }) => {
  const link = await share(alice, server, await makeFile(join(folder, 'a.bin'), 1000));
  const dora = await guests.chromium({ locale: 'ko-KR' });
  await dora.context.addInitScript(LACKS[0]![2]);
  await dora.open(link);
  await dora.waitForStatus('실패 이 브라우저에는 WebRTC가 없거나', SOON_MS);
});

/** As a company's policy does, or an extension against "WebRTC leaks". */
const limited = (guests: Guests) =>
  guests.chromium({ preferences: { webrtc: { ip_handling_policy: 'disable_non_proxied_udp' } } });

const LIMITED = 'Failed One of the two browsers may use WebRTC through relays only';
/** One attempt. */
const ATTEMPT_MS = 25_000;

test('a policy that lets WebRTC use relays only, and no relay: a receiver is told just that, and so is its sender', async ({
  alice,
  guests,
  server,
  folder,
}) => {
  const dora = await limited(guests);
  await dora.open(await share(alice, server, await makeFile(join(folder, 'a.bin'), 1000)));
  await dora.waitForStatus(LIMITED, ATTEMPT_MS);
  await expect(alice.page.getByText('may use WebRTC through relays only')).toBeVisible();
});

test('the same at a sender: both are told', async ({ bob, guests, server, folder }) => {
  const dora = await limited(guests);
  await bob.open(await share(dora, server, await makeFile(join(folder, 'a.bin'), 1000)));
  await bob.waitForStatus(LIMITED, ATTEMPT_MS);
  await expect(dora.page.getByText('may use WebRTC through relays only')).toBeVisible();
});
