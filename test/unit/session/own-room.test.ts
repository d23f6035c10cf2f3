/** A room of one's own, as it is kept and found again. */
import { describe, expect, test } from 'vitest';

import { newShare } from '../../../src/files/serve/own-share.ts';
import { ShareSigner, ShareVerifier } from '../../../src/rendezvous/share-key.ts';
import { deriveCapability } from '../../../src/rendezvous/token.ts';
import {
  addedRecord,
  addedTo,
  foundingContent,
  foundingSummary,
  newRoom,
  NO_TERMS,
  notesKey,
  overCode,
  removeRoom,
  storedRoom,
  type OwnRoom,
} from '../../../src/session/own-room.ts';
import { MemoryKeptNotes } from '../../../src/storage/records/memory-kept-notes.ts';
import { MemorySentShares } from '../../../src/storage/records/memory-sent-shares.ts';

const fileOf = (path: string, size = 5) => ({ path, size, type: '', mtimeMs: 0 });

/** Kept, and found again. */
async function kept(sent: MemorySentShares, room: OwnRoom, share?: Awaited<ReturnType<typeof newShare>>) {
  await sent.put(foundingSummary(room, share), foundingContent(room, share));
  const record = await sent.get(room.capability.roomId);
  if (record === undefined) throw new Error('it is not there');
  return { record, ...(await storedRoom(record)) };
}

/** It signs as the one that was made. */
async function signsAs(signer: ShareSigner, publicKey: string): Promise<boolean> {
  const verifier = await ShareVerifier.fromPublicKey(publicKey);
  return verifier.hasSignedRefusal(await signer.signRefusal('share-stopped'));
}

describe('the record of a room', () => {
  test('has the founding key and that of the share that it was founded with, which are two', async () => {
    const room = await newRoom(7);
    const share = await newShare([fileOf('a.txt'), fileOf('b.txt', 6)], [], 7);
    expect(share.signer.publicKey).not.toBe(room.founder.publicKey);
    const terms = { expiresMs: 99, mostDownloads: 2 };
    const found = await kept(new MemorySentShares(), { ...room, terms, hasPassword: true }, { ...share, downloads: 1 });
    expect(found.record).toMatchObject({ name: 'a.txt', files: 2, bytes: 11, downloads: 1, createdMs: 7, terms });
    expect(found.room).toMatchObject({ hasPassword: true, terms, createdMs: 7 });
    expect(found.room.founder.token).toBe(room.founder.token);
    expect(found.room.capability.roomId).toBe((await deriveCapability(room.founder.token)).roomId);
    expect(found.share).toMatchObject({ pages: share.pages, bytes: 11, downloads: 1 });
    expect(await signsAs(found.room.founder, room.founder.publicKey)).toBe(true);
    expect(await signsAs(found.share!.signer, share.signer.publicKey)).toBe(true);
    expect(await signsAs(found.share!.signer, room.founder.publicKey)).toBe(false);
  });

  test('of one that was founded with nothing in it has no share', async () => {
    const room = await newRoom(7);
    const found = await kept(new MemorySentShares(), room);
    expect(found.share).toBeUndefined();
    expect(found.record).toMatchObject({ name: '', files: 0, bytes: 0, downloads: 0 });
    expect(await signsAs(found.room.founder, room.founder.publicKey)).toBe(true);
  });

  test('of version 1 has one key for both: the same link, and a share that can be marked as the host’s', async () => {
    const signer = await ShareSigner.generate();
    const { pages } = await newShare([fileOf('a.txt')], [], 1);
    const { roomId, signalingKey } = await deriveCapability(signer.token);
    const { key, publicKey } = signer;
    const { room, share } = await storedRoom({
      id: roomId,
      name: 'a.txt',
      files: 1,
      bytes: 5,
      createdMs: 1,
      terms: NO_TERMS,
      downloads: 0,
      key,
      publicKey,
      signalingKey,
      hasPassword: false,
      pages,
      handles: [],
    });
    expect([room.founder.token, room.founder.publicKey]).toEqual([signer.token, publicKey]);
    expect(share?.signer.publicKey).toBe(publicKey);
    const founder = await ShareVerifier.ofFounder(publicKey, signer.token);
    expect(await founder.hasSignedShare(share!.signer.shareId, await room.founder.signShare(share!.signer))).toBe(true);
  });
});

describe('what is added to a room', () => {
  test('has a record of its own, is found by its room, oldest first, and goes with it', async () => {
    const sent = new MemorySentShares();
    const [room, elsewhere] = [await newRoom(1), await newRoom(1)];
    const shares = await Promise.all(
      [9, 5, 7].map((createdMs) => newShare([fileOf(`${createdMs}.txt`)], [], createdMs)),
    );
    for (const share of shares) await sent.put(...addedRecord(share, room.capability));
    const link = { token: elsewhere.founder.token, hasPassword: true };
    const guests = await newShare([fileOf('guest.txt')], [], 2);
    await sent.put(...addedRecord(guests, elsewhere.capability, link));
    await kept(sent, room);
    const { roomId } = room.capability;
    const added = await addedTo(roomId, sent);
    expect(added.map(({ name, room: of, fragment }) => [name, of, fragment])).toEqual([
      ['5.txt', roomId, undefined],
      ['7.txt', roomId, undefined],
      ['9.txt', roomId, undefined],
    ]);
    const [theirs] = await addedTo(elsewhere.capability.roomId, sent);
    expect(theirs?.fragment).toContain(elsewhere.founder.token);
    expect(new Set((await sent.list()).map(({ id }) => id)).size).toBe(5);
    const notes = new MemoryKeptNotes();
    for (const isHost of [true, false]) await notes.put(notesKey(roomId, isHost), [], 1);
    await notes.put('another room', [], 1);
    await removeRoom(roomId, { sent, keptNotes: async () => notes });
    expect(await notes.rooms()).toEqual(['another room']);
    expect((await sent.list()).map(({ name }) => name)).toEqual(['guest.txt']);
  });
});

describe('S11: when a room is over', () => {
  const at = (terms: Partial<OwnRoom['terms']>) => ({ terms: { ...NO_TERMS, ...terms } });

  test('is at the time that was set, and not before', () => {
    expect(overCode(at({ expiresMs: 10 }), [], 9)).toBeUndefined();
    expect(overCode(at({ expiresMs: 10 }), [], 10)).toBe('share-expired');
    expect(overCode(at({}), [{ downloads: 1e9 }], 1e15)).toBeUndefined();
  });

  test('is when each of its shares was taken as often as was set: downloads count for each by itself', () => {
    const terms = at({ mostDownloads: 2 });
    expect(overCode(terms, [{ downloads: 2 }, { downloads: 1 }], 0)).toBeUndefined();
    expect(overCode(terms, [{ downloads: 2 }, { downloads: 3 }], 0)).toBe('share-used-up');
    expect(overCode(terms, [], 0)).toBeUndefined(); // others may still give
  });
});
