/** Whose a share is: by its own key, and by the mark of the founding key, from whomever it comes. */
import { describe, expect, test } from 'vitest';

import { manifestOfPreview } from '../../../../src/files/fetch/manifest-receiver.ts';
import type { HostMark } from '../../../../src/protocol/manifest.ts';
import type { Preview } from '../../../../src/protocol/messages/peer-message.ts';
import { ShareSigner } from '../../../../src/rendezvous/share-key.ts';
import { announcedBy, checked } from '../announced.ts';

const [founder, stranger, hosts, guests, others] = (await Promise.all(
  Array.from({ length: 5 }, () => ShareSigner.generate()),
)) as [ShareSigner, ShareSigner, ShareSigner, ShareSigner, ShareSigner];
const { token } = founder;

describe('M8: whose a share is', () => {
  test('with the mark of the founding key it is the host’s, and without it a guest’s', async () => {
    expect((await checked(await announcedBy(hosts, founder), token)).isHosts).toBe(true);
    expect((await checked(await announcedBy(guests), token)).isHosts).toBe(false);
    const { host: _, ...unmarked } = await announcedBy(hosts, founder);
    expect((await checked(unmarked, token)).isHosts).toBe(false);
  });

  test('in a room of version 1, whose share has the founding key itself', async () => {
    const manifest = await checked(await announcedBy(founder, founder), token);
    expect([manifest.isHosts, manifest.verifier.shareId]).toEqual([true, founder.shareId]);
  });

  const MARKS: readonly (readonly [string, () => Promise<HostMark>])[] = [
    ['by the share’s own key', () => guests.signShare(guests)],
    ['by a founding key of another room', () => stranger.signShare(guests)],
    [
      'that names the founding key, by another one',
      async () => ({ ...(await guests.signShare(guests)), key: founder.publicKey }),
    ],
    ['that the host gave another share', () => founder.signShare(hosts)],
    [
      'of another room, by the founding key',
      async () => ({ ...(await stranger.signShare(guests)), key: founder.publicKey }),
    ],
    ['that is the proof of the host for a link', () => founder.signHost('alicealice__', 'abcdefghijk')],
    ['that is a refusal', () => founder.signRefusal('share-expired')],
    ['with a bit flipped', async () => flipped(await founder.signShare(guests))],
    ['of zeros', async () => ({ key: founder.publicKey, signature: 'A'.repeat(86) })],
    ['by a key that is none', async () => ({ ...(await founder.signShare(guests)), key: 'A'.repeat(42) })],
  ];

  test.each(MARKS)('a guest cannot make its share the host’s by a mark %s', async (_, markOf) => {
    const host = await markOf();
    const forged = { ...(await announcedBy(guests)), host };
    await expect(checked(forged, token)).rejects.toMatchObject({ code: 'manifest-forged' });
    await expect(manifestOfPreview(forged satisfies Preview, token)).rejects.toMatchObject({ code: 'manifest-forged' });
  });

  test('a mark is good in its own room alone', async () => {
    await expect(checked(await announcedBy(hosts, founder), stranger.token)).rejects.toMatchObject({
      code: 'manifest-forged',
    });
  });

  test('a list ahead of the link is the host’s as its manifest is', async () => {
    const { host, ...preview } = await announcedBy(hosts, founder);
    expect((await manifestOfPreview({ ...preview, host: host! }, token)).isHosts).toBe(true);
  });
});

describe('M1: nobody announces a list of theirs as another’s share', () => {
  test('with that share’s key and mark, but signed by another key', async () => {
    const [true_, false_] = [await announcedBy(hosts, founder), await announcedBy(others, founder, 'evil.exe')];
    for (const forged of [
      { ...true_, signature: false_.signature },
      { ...true_, head: false_.head, page: false_.page },
      { ...false_, key: true_.key, host: true_.host! },
      { ...true_, key: false_.key },
    ])
      await expect(checked(forged, token)).rejects.toMatchObject({ code: 'manifest-forged' });
  });

  test('with its true head, but other pages', async () => {
    const { page } = await announcedBy(hosts, founder, 'evil.exe');
    await expect(checked({ ...(await announcedBy(hosts, founder)), page }, token)).rejects.toMatchObject({
      code: 'manifest-bad',
    });
  });

  test('nor can they sign a block, or withdraw a file, of it', async () => {
    const { verifier } = await checked(await announcedBy(hosts, founder), token);
    const bytes = new TextEncoder().encode('hello');
    for (const other of [others, founder]) {
      expect(await verifier.hasSignedBlock(await other.signBlock(0, bytes), bytes)).toBe(false);
      expect(await verifier.hasSignedWithdrawal(await other.signWithdrawal([[0, 0]]))).toBe(false);
    }
    expect(await verifier.hasSignedBlock(await hosts.signBlock(0, bytes), bytes)).toBe(true);
  });
});

function flipped({ key, signature }: HostMark): HostMark {
  const bytes = Buffer.from(signature, 'base64url');
  bytes[10]! ^= 1;
  return { key, signature: bytes.toString('base64url') };
}
