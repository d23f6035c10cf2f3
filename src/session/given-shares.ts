/** The shares that others announce in a room: each once, from whomever it comes, with those who provide it. */
import type { BeamError } from '../protocol/errors.ts';
import { toBase64url } from '../protocol/base64url.ts';
import type { ManifestMessage } from '../protocol/messages/control-message.ts';
import { MAX_SHARES } from '../protocol/limits.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { Loss } from '../room/membership.ts';
import type { CheckedManifest } from '../files/fetch/checked-manifest.ts';
import type { ProviderPool } from '../files/fetch/provider-pool.ts';
import { lossError } from './loss-error.ts';
import { TakenShare, type TakenPlace } from './taken-share.ts';

interface Given {
  readonly share: TakenShare;
  /** Who announced it first, of those who are here. */
  readonly from: PeerId;
}

export class GivenShares {
  /** By share id. */
  private readonly shares = new Map<string, Given>();

  private readonly place: TakenPlace;
  /** The one that the link is for: the first of the host's. */
  private readonly first: TakenShare | undefined;
  private readonly isOwn: (shareId: string) => boolean;

  /** @param isOwn this person offers it: whoever has it may announce it */
  constructor(place: TakenPlace, first: TakenShare | undefined, isOwn: (shareId: string) => boolean) {
    this.place = place;
    this.first = first;
    this.isOwn = isOwn;
  }

  /** Beside the first, in the order in which they were announced. */
  get list(): readonly { readonly id: string; readonly share: TakenShare; readonly from: PeerId }[] {
    return Array.from(this.shares, ([id, given]) => ({ id, ...given })).filter(({ share }) => share !== this.first);
  }

  /** The first included. */
  get all(): readonly TakenShare[] {
    const { first } = this;
    return [...(first ? [first] : []), ...this.list.map(({ share }) => share)];
  }

  /** What the host tells newcomers of: all that guests give, and who gives each. */
  *introductions(): Iterable<readonly [CheckedManifest, PeerId]> {
    for (const { share, from } of this.shares.values()) if (share.manifest) yield [share.manifest, from];
  }

  get isBusy(): boolean {
    return this.list.some(({ share }) => share.view.isBusy);
  }

  /**
   * Who provides it; `own` of what is ours. Undefined of more than one peer may offer.
   * @param isAhead of the link: only the first is worth showing then
   */
  poolFor(manifest: CheckedManifest, from: PeerId, isAhead: boolean): ProviderPool | 'own' | undefined {
    const id = toBase64url(manifest.verifier.shareId);
    const known = this.shares.get(id);
    const { first } = this;
    const isFirst = first?.shareId === undefined && manifest.isHosts;
    // It was announced without the host's mark before: by somebody who passes it on, and is to take nobody's place.
    const isMisplaced = known !== undefined && first !== undefined && isFirst && !known.share.view.isBusy;
    if (known !== undefined && !isMisplaced) {
      // After a reload they are somebody else to the room.
      if (this.place.peers().get(known.from)?.isPresent !== true) this.shares.set(id, { ...known, from });
      return known.share.pool;
    }
    if (this.isOwn(id)) return 'own';
    const isTooMany = Array.from(this.shares.values()).filter((given) => given.from === from).length >= MAX_SHARES;
    if (isTooMany || (isAhead && !isFirst)) return undefined;
    const share = first !== undefined && isFirst ? first : new TakenShare(this.place);
    this.shares.set(id, { share, from });
    return share.pool;
  }

  /** A list that is here, of just this key and head. */
  known({ key, head }: ManifestMessage): CheckedManifest | undefined {
    return this.all
      .map(({ manifest }) => manifest)
      .find((manifest) => manifest?.told.announcement.key === key && manifest.head.sha256 === head.sha256);
  }

  gotLost(peer: PeerId, loss: Loss): void {
    for (const share of this.all) share.gotLost(peer, loss, lossError(loss));
  }

  /** Nothing of it is to be had from anybody any more. */
  gotClosed(error: BeamError): void {
    for (const share of this.all) share.gotNoProvider(error);
  }

  gotFigures(): void {
    for (const share of this.all) share.gotFigures();
  }

  leave(): void {
    for (const share of this.all) share.leave();
  }
}
