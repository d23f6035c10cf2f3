/**
 * The files service with one peer, for as long as one link with it is open: the shares that we announce there, and those
 * that it does, each under a number. Whoever made the offer of the link has the even numbers (SPEC.md, C11).
 */
import {
  isReceiverType,
  isSenderType,
  readShares,
  shareOfMessage,
  type SharesMessage,
} from '../protocol/messages/control-message.ts';
import { shareOfFrame } from '../protocol/frame.ts';
import { toBase64url } from '../protocol/base64url.ts';
import { MAX_INTRODUCED, MAX_LANES, MAX_SHARE_NUMBER, MAX_SHARES } from '../protocol/limits.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { Fields } from '../protocol/parse.ts';
import type { LanePeer, ServiceSession, Verdict } from '../room/service.ts';
import type { CheckedManifest } from './fetch/checked-manifest.ts';
import type { Provider } from './fetch/provider.ts';
import { LaneWishes } from './lane-wishes.ts';
import { Introduction } from './serve/introduction.ts';
import type { Upload } from './serve/upload.ts';
import { ServingCosts } from './serve/serving-costs.ts';
import type { Uploads } from './serve/uploads.ts';
import { shareLink, type ShareLink } from './share-link.ts';

export interface FilesSessionEvents {
  /** It announces a share, which nobody knows yet. */
  makeProvider(link: ShareLink): Provider;
  /** The first word of the service: how many shares it announces next. */
  onShares(count: number): void;
  onClosed(): void;
}

/** A share of ours, or one that somebody else gives and we tell of. */
type Announced =
  | { readonly uploads: Uploads; readonly upload: Upload; readonly introduction?: undefined }
  | { readonly introduction: Introduction; readonly upload?: undefined };

export class FilesSession implements ServiceSession {
  private readonly ours = new Map<number, Announced>();
  /** By share id. */
  private readonly introduced = new Set<string>();
  private readonly theirs = new Map<number, Provider>();
  private nextOurs: number;
  private nextTheirs: number;
  /** Lists that are here, and what is to be done with them. */
  private readonly checked = new WeakMap<Provider, (() => void) | 'done'>();
  private readonly wishes: LaneWishes;
  private readonly costs = new ServingCosts();
  private hasToldShares = false;
  /** Who gets a lane's capacity first: each in turn. */
  private turn = 0;
  private isClosed = false;

  readonly link: LanePeer;
  private readonly events: FilesSessionEvents;

  constructor(link: LanePeer, events: FilesSessionEvents) {
    this.link = link;
    this.events = events;
    this.nextOurs = link.isOfferer ? 0 : 1;
    this.nextTheirs = link.isOfferer ? 1 : 0;
    this.wishes = new LaneWishes(link.lanes);
  }

  /** First of all. */
  begin(offered: readonly Uploads[]): void {
    const open = offered.filter((uploads) => uploads.isOfferedTo(this.link.id));
    const count = open.filter(({ isPart }) => !isPart).length; // what we only pass on is somebody else's
    const shares: SharesMessage = { type: 'shares', count };
    this.link.send(shares);
    for (const uploads of open) this.offer(uploads);
  }

  /** Announces a share. */
  offer(uploads: Uploads): void {
    const number = this.nextOurs;
    if (this.isClosed || !uploads.isOfferedTo(this.link.id)) return;
    if (number > MAX_SHARE_NUMBER) return this.link.end('peer-misbehaved'); // it stops them faster than a person can
    this.nextOurs += 2;
    const upload = uploads.of(this.link.id);
    this.ours.set(number, { uploads, upload });
    upload.open(this.linkOf(number, () => this.stopped(number)));
  }

  /** Tells of a share that somebody else gives; once. */
  introduce({ verifier, told }: CheckedManifest, by: PeerId): void {
    const id = toBase64url(verifier.shareId);
    const number = this.nextOurs;
    if (this.isClosed || by === this.link.id || number > MAX_SHARE_NUMBER) return;
    if (this.introduced.has(id) || this.introduced.size >= MAX_INTRODUCED) return;
    this.introduced.add(id);
    this.nextOurs += 2;
    const introduction = new Introduction(
      told,
      by,
      this.linkOf(number, () => this.ours.delete(number)),
    );
    this.ours.set(number, { introduction });
    introduction.begin();
  }

  /** Something was announced on this link already: what was said ahead of it comes too late. */
  get hasBegun(): boolean {
    return this.nextTheirs > 1;
  }

  /**
   * Acts when the lists of all that was announced before it on this link are here: the first that a page shows is the
   * first that was announced, however quickly others are checked.
   */
  inOrder(provider: Provider, act: () => void): void {
    this.checked.set(provider, act);
    this.actInOrder();
  }

  /** Of a share of theirs that is still announced. */
  get providers(): readonly Provider[] {
    return [...this.theirs.values()];
  }

  got(fields: Fields): Verdict {
    const { type } = fields;
    if (type === 'shares') return this.gotShares(fields);
    if (!isSenderType(type) && !isReceiverType(type)) return 'unknown';
    const share = shareOfMessage(fields);
    if (share === undefined || (type === 'manifest' && share !== this.nextTheirs)) return 'bad';
    if (this.isOurs(share)) {
      if (share >= this.nextOurs) return 'bad';
      const { upload, introduction } = this.ours.get(share) ?? {};
      const verdict = (upload ?? introduction)?.got(fields) ?? 'taken'; // it is over here, and they do not know yet
      if (type === 'stop' && verdict === 'taken') this.stopped(share);
      return verdict;
    }
    if (type === 'manifest') {
      if (!this.mayAnnounce(fields['by'] !== undefined)) return 'bad';
      this.nextTheirs += 2;
      const link = this.linkOf(share, () => this.forget(share));
      this.theirs.set(share, this.events.makeProvider(link));
    }
    if (share >= this.nextTheirs) return 'bad';
    const verdict = this.theirs.get(share)?.got(fields) ?? 'taken';
    if (type === 'stop' && verdict === 'taken') this.forget(share);
    return verdict;
  }

  gotFrame(bytes: Uint8Array<ArrayBuffer>, lane: number): Verdict {
    const share = shareOfFrame(bytes);
    if (share === undefined) return 'bad';
    if (this.isOurs(share)) {
      const ours = this.ours.get(share);
      if (share >= this.nextOurs || ours?.introduction !== undefined) return 'bad';
      return ours?.upload.gotFrame(bytes, lane) ?? 'taken';
    }
    return share < this.nextTheirs ? (this.theirs.get(share)?.gotFrame(bytes, lane) ?? 'taken') : 'bad';
  }

  onDrain(lane: number): void {
    const all = this.uploads;
    this.turn = all.length === 0 ? 0 : (this.turn + 1) % all.length;
    for (const upload of [...all.slice(this.turn), ...all.slice(0, this.turn)]) upload.onDrain(lane);
  }

  onLane(lane: number, isOpen: boolean): void {
    for (const upload of this.uploads) upload.onLane(lane, isOpen);
    for (const provider of this.theirs.values()) provider.onLane(lane, isOpen);
  }

  onRoundTrip(ms: number): void {
    for (const provider of this.theirs.values()) provider.onRoundTrip(ms);
  }

  onBroken(isBroken: boolean): void {
    for (const upload of this.uploads) upload.onBroken();
    for (const provider of this.theirs.values()) provider.onBroken(isBroken);
  }

  /** As many as the share that may have most. */
  mostLanes(): number {
    const most = this.uploads.map((upload) => upload.mostLanes());
    return this.theirs.size > 0 || most.length === 0 ? MAX_LANES : Math.max(...most);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const upload of this.uploads) upload.close();
    for (const provider of this.theirs.values()) provider.close();
    this.events.onClosed();
  }

  private gotShares(fields: Fields): Verdict {
    const message = readShares(fields);
    if (message === undefined || this.hasToldShares) return 'bad';
    this.hasToldShares = true;
    this.events.onShares(message.count);
    return 'taken';
  }

  /** @param isIntroduced somebody else gives it: the host alone tells of such */
  private mayAnnounce(isIntroduced: boolean): boolean {
    const same = this.providers.filter(({ by }) => (by !== undefined) === isIntroduced).length;
    return isIntroduced ? this.link.isHost && same < MAX_INTRODUCED : same < MAX_SHARES;
  }

  private get uploads(): readonly Upload[] {
    return [...this.ours.values()].flatMap(({ upload }) => upload ?? []);
  }

  private isOurs(share: number): boolean {
    return (share % 2 === 0) === this.link.isOfferer;
  }

  private linkOf(share: number, onStop: () => void): ShareLink {
    return shareLink(this.link, { number: share, lanes: this.wishes.of(share), costs: this.costs, onStop });
  }

  /** By either side. What may still be taken is announced again, under another number. */
  private stopped(share: number): void {
    const offered = this.ours.get(share);
    if (offered === undefined || this.isClosed) return;
    this.ours.delete(share);
    if (offered.upload === undefined) return;
    this.wishes.forget(share);
    offered.upload.close();
    if (offered.uploads.whyNot(this.link.id) === undefined) this.offer(offered.uploads);
  }

  private forget(share: number): void {
    this.theirs.delete(share);
    this.wishes.forget(share);
    this.actInOrder();
  }

  /** The map has them in the order in which they were announced. */
  private actInOrder(): void {
    for (const provider of this.providers) {
      const act = this.checked.get(provider);
      if (act === undefined) return;
      this.checked.set(provider, 'done');
      if (act !== 'done') act();
    }
  }
}
