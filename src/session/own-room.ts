/** A room of this person: its founding key and what follows from it. Made anew, or as it was kept. */
import { figuresOf, idOf, storedShare, type OwnShare } from '../files/serve/own-share.ts';
import type { RefusalCode } from '../protocol/messages/refusal.ts';
import { linkFragment, type Link } from '../rendezvous/link.ts';
import { ShareSigner } from '../rendezvous/share-key.ts';
import { deriveCapability, type Capability } from '../rendezvous/token.ts';
import type { KeptNotes } from '../storage/records/kept-notes.ts';
import type { SentContent, SentShares, SentSummary, ShareTerms } from '../storage/records/sent-shares.ts';

export interface OwnRoom {
  readonly founder: ShareSigner;
  readonly capability: Capability;
  readonly hasPassword: boolean;
  readonly terms: ShareTerms;
  /** Those who open the link may be connected with each other. */
  readonly areGuestsAllowed: boolean;
  readonly createdMs: number;
}

export const NO_TERMS: ShareTerms = { expiresMs: undefined, mostDownloads: undefined };

/** Rejects with BeamError `browser-unsupported`. */
export async function newRoom(createdMs: number): Promise<OwnRoom> {
  const founder = await ShareSigner.generate();
  return {
    founder,
    capability: await deriveCapability(founder.token),
    hasPassword: false,
    terms: NO_TERMS,
    areGuestsAllowed: true,
    createdMs,
  };
}

/** With the share that it was founded with, if there is one. */
export async function storedRoom(
  kept: SentSummary & SentContent,
): Promise<{ readonly room: OwnRoom; readonly share: OwnShare | undefined }> {
  const { id, signalingKey, hasPassword, terms, areGuestsAllowed = true, createdMs, founder = kept } = kept;
  const room: OwnRoom = {
    founder: await ShareSigner.fromKey(founder.key, founder.publicKey),
    capability: { roomId: id, signalingKey },
    hasPassword,
    terms,
    areGuestsAllowed,
    createdMs,
  };
  return { room, share: kept.pages.length === 0 ? undefined : await storedShare(kept) };
}

/** Why nobody else may come; undefined while somebody may. @param shares of the host, all of them */
export function overCode(
  { terms }: Pick<OwnRoom, 'terms'>,
  shares: readonly Pick<OwnShare, 'downloads'>[],
  nowMs: number,
): RefusalCode | undefined {
  if (nowMs >= (terms.expiresMs ?? Infinity)) return 'share-expired';
  const most = terms.mostDownloads ?? Infinity;
  return shares.length > 0 && shares.every(({ downloads }) => downloads >= most) ? 'share-used-up' : undefined;
}

const NOTHING = { name: '', files: 0, bytes: 0, downloads: 0 };

/** Of the record that the room is founded with. */
export function foundingSummary(room: OwnRoom, share: OwnShare | undefined): SentSummary {
  const { capability, terms, areGuestsAllowed, createdMs } = room;
  return { id: capability.roomId, ...(share ? figuresOf(share) : NOTHING), createdMs, terms, areGuestsAllowed };
}

export function foundingContent(room: OwnRoom, share: OwnShare | undefined): SentContent {
  const { founder, capability, hasPassword } = room;
  const { key, publicKey } = share?.signer ?? founder;
  return {
    id: capability.roomId,
    key,
    publicKey,
    founder: { key: founder.key, publicKey: founder.publicKey },
    signalingKey: capability.signalingKey,
    hasPassword,
    pages: share?.pages ?? [],
    handles: share?.handles ?? [],
  };
}

/** Of a share that is added to a room. @param link of somebody else's room */
export function addedRecord(
  share: OwnShare,
  { roomId, signalingKey }: Capability,
  link?: Link,
): readonly [SentSummary, SentContent] {
  const { signer, pages, handles, createdMs } = share;
  const id = idOf(share);
  return [
    {
      id,
      room: roomId,
      ...(link && { fragment: linkFragment(link) }),
      ...figuresOf(share),
      createdMs,
      terms: NO_TERMS,
    },
    {
      id,
      key: signer.key,
      publicKey: signer.publicKey,
      signalingKey,
      hasPassword: false,
      pages,
      handles,
    },
  ];
}

/** What was added to a room, oldest first. */
export async function addedTo(roomId: string, sent: SentShares): Promise<readonly (SentSummary & SentContent)[]> {
  const summaries = (await sent.list()).filter(({ room }) => room === roomId);
  const records = await Promise.all(summaries.map(({ id }) => sent.get(id)));
  return records.filter((record) => record !== undefined).toSorted((one, other) => one.createdMs - other.createdMs);
}

/** What the notes of a room are kept under. Who opens the own link in the same browser is another one there. */
export const notesKey = (roomId: string, isHost: boolean): string => (isHost ? roomId : `${roomId} guest`);

export interface RoomRecords {
  readonly sent: SentShares;
  /** Undefined where this browser keeps no notes. Loaded when it is asked for. */
  readonly keptNotes?: () => Promise<KeptNotes | undefined>;
}

/** A room, all that was added to it, and its notes are kept no longer. */
export async function removeRoom(roomId: string, { sent, keptNotes }: RoomRecords): Promise<void> {
  const added = (await sent.list()).filter(({ room }) => room === roomId);
  for (const { id } of [...added, { id: roomId }]) await sent.remove(id);
  const notes = await keptNotes?.();
  for (const isHost of [true, false]) await notes?.remove(notesKey(roomId, isHost));
}
