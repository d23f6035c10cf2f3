/** The shares that can go on, sent and received, as a list. */
import { linkFragment, sentFragment } from '../rendezvous/link.ts';
import { visibleName } from '../protocol/visible-name.ts';
import type { Token } from '../rendezvous/token.ts';
import type { Ledger } from '../storage/records/ledger.ts';
import type { SentShares } from '../storage/records/sent-shares.ts';
import { storedShareView } from '../files/keep/stored-share-view.ts';
import type { RecentView } from './view/storage.ts';

/** Nobody comes back to a link after this long, and a key that lies about is of use to a thief only. */
const SENT_MS = 30 * 24 * 60 * 60 * 1000;

export interface RecentParts {
  readonly ledger: Ledger;
  readonly sent: SentShares;
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
    const sending = sent.map(({ id, name, files, bytes, createdMs }): RecentView => {
      return {
        role: 'sender',
        id,
        fragment: sentFragment(id),
        name: visibleName(name),
        amount: { files, bytes },
        percent: undefined,
        sinceMs: createdMs,
      };
    });
    return [...receiving, ...sending].sort((a, b) => b.sinceMs - a.sinceMs);
  }

  forgetSent(id: string): Promise<void> {
    return this.parts.sent.remove(id);
  }

  /** What cannot be removed now waits for the next time. */
  async sweep(nowMs: number): Promise<void> {
    const old = (await this.parts.sent.list()).filter(
      ({ createdMs, terms }) => nowMs - createdMs > SENT_MS || nowMs > (terms.expiresMs ?? Infinity),
    );
    for (const { id } of old) await this.parts.sent.remove(id).catch(() => {});
  }
}
