/** The shares that can go on, sent and received, as a list. */
import { linkFragment, sentFragment } from '../rendezvous/link.ts';
import { visibleName } from '../protocol/visible-name.ts';
import type { Token } from '../rendezvous/token.ts';
import type { Ledger } from '../storage/records/ledger.ts';
import type { SentSummary } from '../storage/records/sent-shares.ts';
import { storedShareView } from '../files/keep/stored-share-view.ts';
import { removeRoom, type RoomRecords } from './own-room.ts';
import type { RecentView } from './view/storage.ts';

/** Nobody comes back to a link after this long, and a key, or a note, that lies about is of use to a thief only. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

export interface RecentParts extends RoomRecords {
  readonly ledger: Ledger;
}

export class Recent {
  private readonly parts: RecentParts;

  constructor(parts: RecentParts) {
    this.parts = parts;
  }

  /** Newest first. What cannot be read is not there. */
  async list(): Promise<readonly RecentView[]> {
    const [received, sent] = await Promise.all([
      this.parts.ledger.list().catch(() => []),
      this.parts.sent.list().catch(() => []),
    ]);
    const receiving = received.flatMap((entry): RecentView[] => {
      const { id, name, amount, bytesStored, isFinished, sinceMs } = storedShareView(entry);
      if (isFinished || entry.token === undefined) return [];
      const percent = amount.bytes === 0 ? 0 : Math.floor((100 * bytesStored) / amount.bytes);
      return [
        {
          role: 'receiver',
          id,
          fragment: linkFragment({ token: entry.token as Token, hasPassword: entry.hasPassword ?? false }),
          name,
          amount,
          percent,
          sinceMs,
        },
      ];
    });
    const rooms = new Set(sent.map(({ room, id }) => room ?? id));
    const sending = [...rooms].flatMap((each) => roomView(sent.filter(({ room, id }) => (room ?? id) === each)));
    return [...receiving, ...sending].sort((a, b) => b.sinceMs - a.sinceMs);
  }

  forgetSent(id: string): Promise<void> {
    return removeRoom(id, this.parts);
  }

  /** What cannot be removed now waits for the next time. */
  async sweep(nowMs: number): Promise<void> {
    const old = (await this.parts.sent.list()).filter(
      ({ createdMs, terms }) => nowMs - createdMs > KEPT_MS || nowMs > (terms.expiresMs ?? Infinity),
    );
    for (const { id } of old) await removeRoom(id, this.parts).catch(() => {});
    await (await this.parts.keptNotes?.())?.sweep(nowMs - KEPT_MS);
  }
}

/** One room, whatever was added to it. @param records of it: the one that it was founded with, if this person did */
function roomView(records: readonly SentSummary[]): readonly RecentView[] {
  const inOrder = records.toSorted((one, other) => one.createdMs - other.createdMs);
  const founding = inOrder.find(({ room }) => room === undefined);
  const first = founding ?? inOrder[0];
  const fragment = founding ? sentFragment(founding.id) : first?.fragment;
  if (first === undefined || fragment === undefined) return [];
  return [
    {
      role: 'sender',
      id: first.room ?? first.id,
      fragment,
      name: visibleName(inOrder.find(({ name }) => name !== '')?.name ?? ''),
      amount: {
        files: inOrder.reduce((sum, { files }) => sum + files, 0),
        bytes: inOrder.reduce((sum, { bytes }) => sum + bytes, 0),
      },
      percent: undefined,
      sinceMs: first.createdMs,
    },
  ];
}
