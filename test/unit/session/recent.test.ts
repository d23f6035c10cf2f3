import { describe, expect, test } from 'vitest';

import { BLOCK_BYTES } from '../../../src/protocol/limits.ts';
import { Recent } from '../../../src/session/recent.ts';
import { ShareSigner } from '../../../src/rendezvous/share-key.ts';
import { deriveCapability } from '../../../src/rendezvous/token.ts';
import type { LedgerEntry } from '../../../src/storage/records/ledger.ts';
import { MemoryKeptNotes } from '../../../src/storage/records/memory-kept-notes.ts';
import { MemoryLedger } from '../../../src/storage/records/memory-ledger.ts';
import { MemorySentShares } from '../../../src/storage/records/memory-sent-shares.ts';
import type { ShareTerms } from '../../../src/storage/records/sent-shares.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const token = 'AAECAwQFBgcICQoLDA0ODw';
const NO_TERMS: ShareTerms = { expiresMs: undefined, mostDownloads: undefined };

const entry = (id: string, changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id,
  token,
  manifestSha256: 'x'.repeat(43),
  name: `${id}.bin`,
  files: 1,
  bytes: 4 * BLOCK_BYTES,
  createdMs: 1,
  savedMs: undefined,
  blocks: Uint8Array.of(0b0001),
  ...changes,
});

const signer = await ShareSigner.generate();
const { signalingKey } = await deriveCapability(signer.token);

async function stores(entries: readonly LedgerEntry[], shares: ReadonlyArray<readonly [string, number, ShareTerms]>) {
  const [ledger, sent] = [new MemoryLedger(), new MemorySentShares()];
  for (const each of entries) await ledger.put(each);
  for (const [id, createdMs, terms] of shares) {
    await sent.put(
      { id, name: `\u202E${id}.txt`, files: 2, bytes: 10, createdMs, terms, downloads: 0 },
      { id, key: signer.key, publicKey: signer.publicKey, signalingKey, hasPassword: false, pages: [], handles: [] },
    );
  }
  return { ledger, sent };
}

describe('shares that can go on', () => {
  test('are those not all received, and those sent; newest first', async () => {
    const parts = await stores(
      [entry('part'), entry('whole', { savedMs: 9 }), entry('locked', { createdMs: 3, hasPassword: true })],
      [['sent', 2, NO_TERMS]],
    );
    expect(await new Recent(parts).list()).toMatchObject([
      { role: 'receiver', id: 'locked', fragment: `#${token}.p1` },
      { role: 'sender', id: 'sent', fragment: '#/sent/sent', name: '\uFFFDsent.txt', percent: undefined },
      { role: 'receiver', id: 'part', fragment: `#${token}`, percent: 25, amount: { files: 1 } },
    ]);
  });

  test('a room is one of them, whatever was added to it: one of ours, or somebody else’s', async () => {
    const parts = await stores([], [['ours', 2, NO_TERMS]]);
    const content = {
      key: signer.key,
      publicKey: signer.publicKey,
      signalingKey,
      hasPassword: false,
      pages: [],
      handles: [],
    };
    const added = { name: 'more.txt', files: 1, bytes: 5, terms: NO_TERMS, downloads: 0 };
    await parts.sent.put({ ...added, id: 'second', room: 'ours', createdMs: 4 }, { ...content, id: 'second' });
    const theirs = { room: 'theirs', fragment: `#${token}` };
    await parts.sent.put({ ...added, ...theirs, id: 'third', createdMs: 3 }, { ...content, id: 'third' });
    const recent = new Recent(parts);
    expect(await recent.list()).toMatchObject([
      { role: 'sender', id: 'theirs', fragment: `#${token}`, name: 'more.txt', amount: { files: 1, bytes: 5 } },
      { role: 'sender', id: 'ours', fragment: '#/sent/ours', amount: { files: 3, bytes: 15 } },
    ]);
    await recent.forgetSent('ours');
    await recent.forgetSent('theirs');
    expect(await parts.sent.list()).toEqual([]);
  });

  test('an entry of an earlier version, without its token, cannot', async () => {
    const { token: _, ...old } = entry('old');
    expect(await new Recent(await stores([old], [])).list()).toEqual([]);
  });

  test('a list that cannot be read is empty, and keeps nobody from the other', async () => {
    const parts = await stores([entry('part')], []);
    const broken = {
      ...parts,
      sent: Object.assign(new MemorySentShares(), { list: () => Promise.reject(new Error('no disk')) }),
    };
    expect(await new Recent(broken).list()).toHaveLength(1);
  });

  test('what was sent is forgotten after a month, or when its time is over', async () => {
    const parts = await stores(
      [],
      [
        ['old', 0, NO_TERMS],
        ['new', 20 * DAY_MS, NO_TERMS],
        ['over', 30 * DAY_MS, { ...NO_TERMS, expiresMs: 31 * DAY_MS - 1 }],
      ],
    );
    await new Recent(parts).sweep(31 * DAY_MS);
    expect((await parts.sent.list()).map(({ id }) => id)).toEqual(['new']);
  });

  test('notes that have not changed for as long go with them, and so do those of a room that is removed', async () => {
    const keptNotes = new MemoryKeptNotes();
    const parts = { ...(await stores([], [['old', 0, NO_TERMS]])), keptNotes: async () => keptNotes };
    await keptNotes.put('old', [], 31 * DAY_MS);
    await keptNotes.put('of a guest', [], 0.5 * DAY_MS);
    await keptNotes.put('new', [], 2 * DAY_MS);
    await keptNotes.put('removed', [], 31 * DAY_MS);
    const recent = new Recent(parts);
    await recent.sweep(31 * DAY_MS);
    expect((await keptNotes.rooms()).toSorted()).toEqual(['new', 'removed']);
    await recent.forgetSent('removed');
    expect(await keptNotes.rooms()).toEqual(['new']);
  });
});
