/** What the service of a room makes of what peers announce: by the real provider, on a link in memory. */
import { describe, expect, test } from 'vitest';

import { Decompression } from '../../../src/files/compress/decompression.ts';
import type { CheckedManifest } from '../../../src/files/fetch/checked-manifest.ts';
import type { ProviderPool } from '../../../src/files/fetch/provider-pool.ts';
import { FilesService } from '../../../src/files/files-service.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import type { RoomPeers } from '../../../src/room/room-peers.ts';
import { announcedBy, type Announced } from './announced.ts';
import { OpenLink, PEER, uploadsOf } from './open-link.ts';

const founder = await ShareSigner.generate();

/** `outcome` resolves with the first thing that is made of an announcement. */
function service(answer: 'taken' | 'another' | 'own' | 'too many' = 'taken') {
  const { promise: outcome, resolve } = Promise.withResolvers<string>();
  const asked: CheckedManifest[] = [];
  const pool = {
    add: () => {
      resolve('taken');
      return answer === 'taken';
    },
    gotState: () => {},
    remove: () => {},
    gotStopped: () => resolve('stopped'),
    preview: () => resolve('previewed'),
  } as unknown as ProviderPool;
  const banned: string[] = [];
  const files = new FilesService({
    token: founder.token,
    decompression: new Decompression(),
    peers: () =>
      ({
        get: () => ({ peer: { isLiving: true } }),
        ban: (_: string, code: string) => {
          banned.push(code);
          resolve(code);
        },
      }) as unknown as RoomPeers,
    known: () => undefined,
    poolFor: (manifest) => {
      asked.push(manifest);
      if (answer === 'own') {
        resolve('own');
        return 'own';
      }
      return answer === 'too many' ? undefined : pool;
    },
    onShares: () => {},
  });
  const link = new OpenLink();
  const session = files.open(link);
  const announce = ({ page, ...manifest }: Announced, share = 1): void => {
    session.got({ type: 'manifest', share, ...manifest });
    session.got({ type: 'page', share, page: 0, text: page });
  };
  return { files, link, session, announce, outcome, asked, banned };
}

const guests = await ShareSigner.generate();

describe('a share that is announced', () => {
  test('is asked for by what was checked of it: whose it is, and its list', async () => {
    const { announce, outcome, asked } = service();
    announce(await announcedBy(guests, founder));
    expect(await outcome).toBe('taken');
    expect(asked).toMatchObject([{ isHosts: true, files: [{ path: 'a.txt' }] }]);
  });

  test('M8: with a forged mark of the host drops its peer, and is not even asked for', async () => {
    const { announce, outcome, asked } = service();
    announce({ ...(await announcedBy(guests)), host: await guests.signShare(guests) });
    expect(await outcome).toBe('manifest-forged');
    expect(asked).toEqual([]);
  });

  test('C11c: beyond what a peer may offer drops it', async () => {
    const { announce, outcome } = service('too many');
    announce(await announcedBy(guests));
    expect(await outcome).toBe('peer-misbehaved');
  });

  test('M1: as another list than the one that is known drops its peer', async () => {
    const { announce, outcome, banned } = service('another');
    announce(await announcedBy(guests));
    await outcome;
    expect(banned).toEqual(['manifest-bad']);
  });

  test('M1: and is ours is let be, whoever announces it', async () => {
    const { announce, outcome, banned, link } = service('own');
    announce(await announcedBy(guests));
    expect(await outcome).toBe('own');
    expect([banned, link.ends]).toEqual([[], []]);
    expect(link.told.filter(({ type }) => type === 'stop')).toEqual([]);
  });

  test('C11b: and is stopped before its list was checked is nobody’s', async () => {
    const { session, announce, outcome, asked } = service();
    const { page: _, ...manifest } = await announcedBy(await ShareSigner.generate());
    session.got({ type: 'manifest', share: 1, ...manifest });
    session.got({ type: 'page', share: 1, page: 0, text: _ });
    session.got({ type: 'stop', share: 1, code: 'share-stopped' });
    announce(await announcedBy(guests), 3);
    expect(await outcome).toBe('taken');
    expect(asked.map(({ verifier }) => verifier.shareId)).toEqual([guests.shareId]);
  });
});

describe('S13: a list ahead of the link', () => {
  const preview = async () => {
    const { host, ...rest } = await announcedBy(guests, founder);
    return { ...rest, host: host! };
  };

  test('is shown when it is right, and drops its peer when its mark is forged', async () => {
    const [right, wrong] = [service(), service()];
    right.files.gotPreview(PEER, 'abcdefghijk', await preview());
    expect(await right.outcome).toBe('previewed');
    wrong.files.gotPreview(PEER, 'abcdefghijk', { ...(await preview()), host: await guests.signShare(guests) });
    expect(await wrong.outcome).toBe('manifest-forged');
  });

  test('comes too late when something was announced on the link', async () => {
    const { files, announce, outcome, asked } = service();
    announce(await announcedBy(guests, founder));
    files.gotPreview(PEER, 'abcdefghijk', await preview());
    expect(await outcome).toBe('taken');
    expect(asked).toHaveLength(1);
  });
});

describe('what this person offers', () => {
  test('is announced to who comes and to who is there, and when it is over to nobody new', async () => {
    const { files, link } = service();
    const [one, other] = [await uploadsOf(), await uploadsOf()];
    files.offer(one);
    files.offer(other);
    expect(link.announced).toEqual([0, 2]);
    one.refuse('share-stopped');
    const late = new OpenLink(false);
    files.open(late);
    expect(late.told[0]).toEqual({ type: 'shares', count: 1 });
    expect(late.announced).toEqual([1]);
  });
});
