/** Who is in the room, or was and is remembered. */
import { Budget } from '../protocol/budget.ts';
import {
  GREETING_BURST,
  GREETINGS_PER_SECOND,
  MAX_PAST_PEERS,
  RELINK_BURST,
  RELINKS_PER_SECOND,
} from '../protocol/limits.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import { Member } from './member.ts';
import type { Peer } from './peer.ts';

export class Roster {
  private readonly members = new Map<PeerId, Member>();
  private arrivals = 0;

  /** In the order of arrival, those included that have left and are still known. */
  get all(): readonly Member[] {
    return [...this.members.values()];
  }

  get(id: PeerId): Member | undefined {
    return this.members.get(id);
  }

  /** With whom there is a link, or one is being made. */
  get peers(): readonly Peer[] {
    return this.all.flatMap(({ peer }) => (peer?.isLiving === true ? [peer] : []));
  }

  /** A link that lives outlasts the room's socket: who has one is not greeted again. */
  hasLink(id: PeerId): boolean {
    return this.members.get(id)?.peer?.isLiving === true;
  }

  member(id: PeerId): Member {
    const known = this.members.get(id);
    if (known !== undefined) return known;
    this.forgetOldest();
    const nowMs = performance.now();
    const greetings = new Budget(GREETING_BURST, GREETINGS_PER_SECOND, nowMs);
    const member = new Member(id, greetings, new Budget(RELINK_BURST, RELINKS_PER_SECOND, nowMs));
    this.members.set(id, member);
    return member;
  }

  forget(id: PeerId): void {
    this.members.delete(id);
  }

  /** From now on people call it by its number. */
  number(member: Member): void {
    if (member.number === 0) member.number = this.arrivals += 1;
  }

  /** The list must not grow with everybody who comes and goes. */
  private forgetOldest(): void {
    const past = this.all.filter(({ isPresent, peer }) => !isPresent && peer?.isLiving !== true);
    for (const { id } of past.slice(0, Math.max(0, past.length - MAX_PAST_PEERS + 1))) this.members.delete(id);
  }
}
