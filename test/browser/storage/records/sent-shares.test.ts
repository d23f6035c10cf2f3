import { deleteDB, openDB } from 'idb';
import { afterAll, describe, expect, test } from 'vitest';

import { ShareSigner, ShareVerifier } from '../../../../src/rendezvous/share-key.ts';
import { deriveCapability } from '../../../../src/rendezvous/token.ts';
import { IdbSentShares } from '../../../../src/storage/records/idb-sent-shares.ts';
import { MemorySentShares } from '../../../../src/storage/records/memory-sent-shares.ts';
import { TimedSentShares } from '../../../../src/storage/timed-stores.ts';
import type { SentContent, SentShares, SentSummary } from '../../../../src/storage/records/sent-shares.ts';

const NAME = `test-sent-${Date.now()}`;
const idb = new IdbSentShares(NAME);
afterAll(async () => {
  await idb.close();
  await deleteDB(NAME);
});

const signer = await ShareSigner.generate();
const { signalingKey } = await deriveCapability(signer.token);
const summaryOf = (id: string): SentSummary => ({
  id,
  name: 'a.txt',
  files: 1,
  bytes: 3,
  createdMs: 1,
  terms: { expiresMs: undefined, mostDownloads: 2 },
  downloads: 0,
});
const contentOf = (id: string, handles: readonly FileSystemHandle[] = []): SentContent => ({
  id,
  key: signer.key,
  publicKey: signer.publicKey,
  signalingKey,
  hasPassword: false,
  pages: ['[["a.txt",3,"",1]]'],
  handles,
});

const stores: Array<[string, SentShares]> = [
  ['IndexedDB', idb],
  ['IndexedDB, with an end to each call', new TimedSentShares(idb)],
  ['memory', new MemorySentShares()],
];

describe.each(stores)('sent shares in %s', (_name, sent) => {
  test('give back what was put, and undefined for what was not', async () => {
    await sent.put(summaryOf('a'), contentOf('a'));
    expect(await sent.get('a')).toMatchObject({
      ...summaryOf('a'),
      publicKey: signer.publicKey,
      pages: contentOf('a').pages,
    });
    expect(await sent.get('b')).toBeUndefined();
  });

  test('list what changes, replace it, and remove all of it', async () => {
    await sent.put(summaryOf('a'), contentOf('a'));
    await sent.update({ ...summaryOf('a'), downloads: 1 });
    expect(await sent.list()).toEqual([{ ...summaryOf('a'), downloads: 1 }]);
    await sent.remove('a');
    await sent.update(summaryOf('a'));
    expect(await sent.list()).toEqual([]);
    expect(await sent.get('a')).toBeUndefined();
  });
});

describe('a key in IndexedDB', () => {
  test('signs as before, for another page, and cannot be taken out', async () => {
    await idb.put(summaryOf('key'), contentOf('key'));
    await idb.close();
    const kept = (await idb.get('key'))!;
    await expect(crypto.subtle.exportKey('pkcs8', kept.key)).rejects.toThrow();
    const again = await ShareSigner.fromKey(kept.key, kept.publicKey);
    expect(again.token).toBe(signer.token);
    const head = { files: 1, bytes: 3, pages: 1, pageBytes: 5, sha256: 'x'.repeat(43) };
    const signature = await again.signManifest(head);
    expect(signature).toBe(await signer.signManifest(head));
    const verifier = await ShareVerifier.fromPublicKey(kept.publicKey);
    expect(await verifier.hasSignedManifest(head, signature)).toBe(true);
  });
});

describe('a key that cannot be stored (iOS)', () => {
  const uncloneable = (): SentContent => ({ ...contentOf('b'), handles: [(() => {}) as unknown as FileSystemHandle] }); // DataCloneError, as for such a key

  test('leaves nothing of the share behind, neither content nor summary', async () => {
    await idb.remove('b');
    await expect(idb.put(summaryOf('b'), uncloneable())).rejects.toMatchObject({
      code: 'storage-failed',
      cause: { name: 'DataCloneError' },
    });
    expect((await idb.list()).map(({ id }) => id)).not.toContain('b');
    expect(await idb.get('b')).toBeUndefined();
  });

  test('leaves what was there before as it was', async () => {
    await idb.put(summaryOf('b'), contentOf('b'));
    await expect(idb.put({ ...summaryOf('b'), downloads: 1 }, uncloneable())).rejects.toMatchObject({
      code: 'storage-failed',
    });
    expect(await idb.list()).toContainEqual(summaryOf('b'));
    expect(await idb.get('b')).toMatchObject({ ...summaryOf('b'), pages: contentOf('b').pages });
  });

  test('a summary without content, as earlier versions left it, is on no list', async () => {
    const database = await openDB(NAME);
    await database.put('summaries', summaryOf('orphan'));
    database.close();
    expect((await idb.list()).map(({ id }) => id)).not.toContain('orphan');
  });
});
