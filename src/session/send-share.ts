/**
 * A room as its host runs it: opens it in one tab, has the share that it was founded with and what is added to it, takes
 * what others give, and says when it is over.
 */
import { BeamError, toBeamError } from '../protocol/errors.ts';
import { toBase64url } from '../protocol/base64url.ts';
import { MAX_PASS_ON_MS } from '../protocol/limits.ts';
import type { Refusal, RefusalCode } from '../protocol/messages/refusal.ts';
import { FilesService } from '../files/files-service.ts';
import type { Decompression } from '../files/compress/decompression.ts';
import type { LandingParts } from '../files/fetch/landing.ts';
import { newShare, type OwnShare } from '../files/serve/own-share.ts';
import type { Uploads } from '../files/serve/uploads.ts';
import type { RoomPeers } from '../room/room-peers.ts';
import type { RoomPeersParts } from '../room/membership.ts';
import { sentFragment, shareLink, type Link } from '../rendezvous/link.ts';
import { deriveWithPassword } from '../rendezvous/password.ts';
import type { LeftOut } from '../storage/source/picked-files.ts';
import type { Source } from '../storage/source/source.ts';
import type { TabLocks } from '../storage/records/tab-locks.ts';
import type { AddingPlace } from './added-shares.ts';
import { Announcer } from './announcer.ts';
import { GivenShares } from './given-shares.ts';
import { OfferedShare, type OfferedParts } from './offered-share.ts';
import { addedTo, newRoom, notesKey, overCode, storedRoom, type OwnRoom, type RoomRecords } from './own-room.ts';
import { RoomNotes } from './room-notes.ts';
import { RoomRecord } from './room-record.ts';
import { RoomServices } from './room-services.ts';
import { RoomShares } from './room-shares.ts';
import { hostView, type HostPhase } from './host-view.ts';
import type { NotesSession } from './view/notes.ts';
import type { RoomSession } from './view/room.ts';
import type { SendSession, SendView, TermsView } from './view/send.ts';

export interface SendParts extends RoomPeersParts, OfferedParts, RoomRecords {
  /** The page's own address: links point to it. */
  readonly base: string;
  readonly locks: TabLocks;
  readonly decompression: Decompression;
  /** For what others give: asked for when somebody gives something. */
  readonly landing: () => Promise<LandingParts>;
}

/** The longest that a timer takes (a signed 32-bit number of milliseconds); then it is looked at again. */
const MOST_TIMER_MS = 2 ** 31 - 1;

export class SendShare implements SendSession {
  readonly fragment: string;
  private readonly announcer = new Announcer();
  private readonly ending = new AbortController();
  private phase: HostPhase = { type: 'opening' };
  /** The share that the room was founded with, if there is one. */
  private main: OfferedShare | undefined;
  private services: RoomServices | undefined;
  /** Said to newcomers when it is over. */
  private refusal: Refusal | undefined;
  /** For the end that the person has set. */
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly given: GivenShares;
  private readonly shares: RoomShares;
  private readonly roomNotes = new RoomNotes({
    numberOf: (peer) => this.services?.peers.get(peer)?.number,
    onSend: () => {}, // a host is linked with everybody
    key: async () => notesKey(this.own.capability.roomId, true),
    keptNotes: async () => this.parts.keptNotes?.(),
  });

  private readonly record: RoomRecord;
  private readonly parts: SendParts;

  private constructor(own: OwnRoom, parts: SendParts) {
    this.record = new RoomRecord(own, parts);
    this.parts = parts;
    this.fragment = sentFragment(own.capability.roomId);
    const { signal } = this.ending;
    const place = this.placeOfOwn();
    this.given = new GivenShares(this.placeOfGiven(), undefined, (id) => this.isOwn(id));
    this.shares = new RoomShares({
      given: this.given,
      offering: async () => parts,
      place,
      peers: () => this.services?.peers,
      isOpen: () => this.phase.type === 'opening' || this.phase.type === 'open',
      guests: () => ({ areAllowed: this.own.areGuestsAllowed, isOnlyHost: undefined }),
      allowGuests: (areAllowed) => this.allowGuests(areAllowed),
    });
    // A page that goes closes its links at once: the others need not wait for a timeout.
    parts.life.onLeave(() => this.leave(), signal);
    parts.relayChoice.onChange(() => this.renew(), signal);
    signal.addEventListener('abort', () => {
      clearTimeout(this.timer);
      this.given.leave();
    });
  }

  /** A new room, with a share in it. Rejects with BeamError `browser-unsupported`. */
  static async create(
    source: Source,
    handles: readonly FileSystemHandle[],
    parts: SendParts,
    leftOut: readonly LeftOut[] = [],
  ): Promise<SendShare> {
    const nowMs = Date.now();
    const share = new SendShare(await newRoom(nowMs), parts);
    const main = share.hold(await newShare(source.files, handles, nowMs), leftOut);
    share.found((): Promise<void> => main.open(source, true));
    return share;
  }

  /** A new room with nothing in it: others give. Rejects with BeamError `browser-unsupported`. */
  static async openRoom(parts: SendParts): Promise<SendShare> {
    const share = new SendShare(await newRoom(Date.now()), parts);
    share.found(async () => void share.enter());
    return share;
  }

  /** A room of earlier. Rejects with BeamError `share-unknown`. */
  static async return(id: string, parts: SendParts): Promise<SendShare> {
    const kept = await parts.sent.get(id).catch(() => undefined);
    if (kept === undefined) throw new BeamError('share-unknown');
    const { room, share: own } = await storedRoom(kept);
    const share = new SendShare(room, parts);
    if (own !== undefined) share.hold(own, []);
    share.run(async () => {
      await share.lock();
      await share.reopen(id);
    });
    return share;
  }

  notes(): Promise<NotesSession> {
    return this.roomNotes.session;
  }

  async room(): Promise<RoomSession> {
    return this.shares;
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.announcer.onChange(listener, signal);
  }

  get view(): SendView {
    const { own, parts, phase, services } = this;
    const { token } = own.founder;
    return hostView({
      phase,
      main: this.main?.view,
      given: this.given.list.length,
      peers: services?.peers,
      link: shareLink(parts.base, { token, hasPassword: own.hasPassword }),
      relayChoice: parts.relayChoice,
      terms: own.terms,
      hasPassword: own.hasPassword,
    });
  }

  // --- what a person asks for ---------------------------------------------------------------------------------------

  cancel(): void {
    const { type } = this.phase;
    if (type !== 'over' && type !== 'failed' && type !== 'elsewhere') this.end('share-stopped');
  }

  setPassword(password: string): void {
    if (this.phase.type !== 'open' || this.view.isBusy || this.shares.view.isBusy) return;
    const { services } = this;
    this.run(async () => {
      const capability = await deriveWithPassword(this.own.founder.token, password);
      if (this.services !== services) return;
      this.record.change({ capability, hasPassword: true }, this.main?.own);
      this.record.keep(this.main?.own);
      services?.close();
      this.services = undefined;
      const room = this.enter();
      for (const share of this.offered) share.moveTo(room);
    });
  }

  setTerms(terms: TermsView): void {
    if (this.phase.type === 'over') return;
    this.record.change({ terms }, this.main?.own);
    for (const share of this.offered) share.gotTerms();
    this.look();
  }

  /** Whether those who open the link may be connected with each other. */
  private allowGuests(areGuestsAllowed: boolean): void {
    this.record.change({ areGuestsAllowed }, this.main?.own);
    this.services?.peers.allowGuests(areGuestsAllowed);
    for (const share of this.offered) share.gotTerms();
    this.announceState();
  }

  pause(): void {
    this.main?.pause();
  }

  resume(): void {
    this.main?.resume();
  }

  lookClosely(isWanted: boolean): void {
    if (this.main !== undefined) this.main.lookClosely(isWanted);
    else this.services?.peers.lookClosely(isWanted);
  }

  cancelReceiver(id: string): void {
    this.main?.cancelReceiver(id);
  }

  leave(): void {
    this.ending.abort();
  }

  goOn(): void {
    this.main?.goOn();
  }

  shareRest(): void {
    this.main?.shareRest();
  }

  chooseAgain(files: FileList): void {
    this.main?.chooseAgain(files);
  }

  dropAgain(transfer: DataTransfer): void {
    this.main?.dropAgain(transfer);
  }

  private get own(): OwnRoom {
    return this.record.room;
  }

  // --- its shares ---------------------------------------------------------------------------------------------------

  private get offered(): readonly OfferedShare[] {
    return [...(this.main ? [this.main] : []), ...(this.shares.added?.list ?? [])];
  }

  private isOwn(shareId: string): boolean {
    return this.offered.some(({ own }) => toBase64url(own.signer.shareId) === shareId);
  }

  private hold(own: OwnShare, leftOut: readonly LeftOut[]): OfferedShare {
    // Kept under the room's id: a room and the share that it was founded with are one record.
    this.main = new OfferedShare(this.own.capability.roomId, own, this.parts, this.placeOfOwn(), leftOut);
    return this.main;
  }

  private placeOfOwn(): AddingPlace {
    return {
      founder: this.own.founder,
      signal: this.ending.signal,
      link: undefined,
      services: () => this.enter(),
      isFirst: (share) => share === this.main,
      capability: () => this.own.capability,
      mostDownloads: ({ downloads }) => (this.own.terms.mostDownloads ?? Infinity) - downloads,
      passOnUntilMs: () => this.passOnUntilMs,
      onReceipt: (share) => this.gotReceipt(share),
      takePart: () => {},
      onList: () => this.shares.announceState(),
      onState: () => this.announceState(),
      onFigures: () => this.announcer.announceFigures(),
    };
  }

  private placeOfGiven() {
    const { parts } = this;
    const link = (): Link => ({ token: this.own.founder.token, hasPassword: this.own.hasPassword });
    return {
      get link() {
        return link();
      },
      relayChoice: parts.relayChoice,
      stores: () => parts.landing(),
      isEnclosed: false,
      signal: this.ending.signal,
      roomId: () => this.own.capability.roomId,
      peers: () => this.peers,
      takePart: () => {},
      sharing: parts.sharing,
      offer: (uploads: Uploads) => this.services?.files.offer(uploads),
      onState: () => this.announceState(),
      onFigures: () => this.announcer.announceFigures(),
    };
  }

  /** Who is limited to some downloads counts them: nobody else may give it. */
  private get passOnUntilMs(): number | undefined {
    const { terms, areGuestsAllowed } = this.own;
    if (!areGuestsAllowed || terms.mostDownloads !== undefined) return undefined;
    return Math.min(terms.expiresMs ?? Infinity, Date.now() + MAX_PASS_ON_MS);
  }

  private gotReceipt(share: OfferedShare): void {
    this.record.counted(share, this.main);
    if (this.phase.type === 'open') this.look();
  }

  // --- the room -----------------------------------------------------------------------------------------------------

  /** Of the room, which is entered by then. */
  private get peers(): RoomPeers {
    return this.enter().peers;
  }

  /** The room, entered if it was not. */
  private enter(): RoomServices {
    if (this.services !== undefined) return this.services;
    const { own, parts, given } = this;
    const files = new FilesService({
      token: own.founder.token,
      decompression: parts.decompression,
      peers: () => services.peers,
      poolFor: (manifest, from, isAhead) => given.poolFor(manifest, from, isAhead),
      onShares: () => {},
      known: (announcement) => given.known(announcement),
      introductions: () => (services.peers.areGuestsAllowed ? given.introductions() : []),
    });
    const services = new RoomServices(
      {
        token: own.founder.token,
        founder: own.founder,
        files,
        notes: this.roomNotes,
        preview: () => this.main?.preview,
        refusal: () => this.refusal,
        mayFinish: (peer) => this.offered.some(({ uploads }) => uploads?.isTaking(peer)),
        isRemembered: (peer) => this.offered.some(({ uploads }) => uploads?.hasAccepted(peer)),
      },
      parts,
      {
        onState: () => this.announceState(),
        onFigures: () => {
          given.gotFigures();
          this.announcer.announceFigures();
        },
        onLost: (peer, loss) => {
          for (const { uploads } of this.offered) uploads?.gotLost(peer, loss);
          // A guest whose link broke greets us again: what it gives waits for it.
          if (loss.by !== 'network' || loss.code !== 'connection-lost') given.gotLost(peer, loss);
        },
        onClosed: (error) => this.fail(error),
      },
      this.ending.signal,
    );
    this.services = services;
    services.peers.allowGuests(own.areGuestsAllowed);
    if (this.phase.type === 'opening') this.become({ type: 'open' });
    this.look();
    // Behind what is offered in this turn: whoever is there hears of it at once.
    this.run(async () => {
      await Promise.resolve();
      if (this.services === services) await services.join(parts.base, this.own.capability);
    });
    return services;
  }

  /** A new room is kept as long as it is not over. */
  private found(begin: () => Promise<void>): void {
    this.run(async () => {
      await this.lock();
      this.record.keep(this.main?.own);
      await begin();
    });
  }

  private lock(): Promise<void> {
    return this.parts.locks.hold(`sent ${this.own.capability.roomId}`, this.ending.signal, () =>
      this.become({ type: 'elsewhere' }),
    );
  }

  /** With the lock: another tab may have changed it, or ended it, while we waited. */
  private async reopen(id: string): Promise<void> {
    const kept = await this.parts.sent.get(id);
    if (kept === undefined) throw new BeamError('share-unknown');
    const { room, share } = await storedRoom(kept);
    this.record.room = room;
    if (share !== undefined) this.hold(share, []);
    this.become({ type: 'opening' });
    const added = await addedTo(id, this.parts.sent);
    const code = overCode(
      room,
      [...(share ? [share] : []), ...added.map(({ downloads }) => ({ downloads }))],
      Date.now(),
    );
    if (code !== undefined) return this.end(code);
    if (added.length > 0) this.shares.restore().catch(() => {}); // they can be added again
    if (this.main === undefined) this.enter();
    else await this.main.reopen();
  }

  private renew(): void {
    this.announceState();
    this.services?.peers.renewWhere(
      ({ id }) =>
        this.offered.some(({ uploads }) => uploads?.isUnderWay(id) ?? true) ||
        this.given.all.some((share) => share.pool.get(id) !== undefined && share.gotRelayChoice()),
    );
  }

  // --- ends ---------------------------------------------------------------------------------------------------------

  /** Whether it may go on; else it ends. */
  private look(): void {
    clearTimeout(this.timer);
    const { own } = this;
    const shares = this.offered.map((share) => share.own);
    const code = overCode(own, shares, Date.now());
    if (code !== undefined) return this.end(code);
    const most = own.terms.mostDownloads ?? Infinity;
    for (const share of this.offered) if (share.own.downloads >= most) share.finish('share-used-up');
    if (own.terms.expiresMs !== undefined)
      this.timer = setTimeout(() => this.look(), Math.min(own.terms.expiresMs - Date.now(), MOST_TIMER_MS));
    this.announceState();
  }

  /** The key is forgotten; while this page is in the room it says why there is nothing more, by what it signs now. */
  private end(code: RefusalCode): void {
    if (this.phase.type === 'over') return;
    clearTimeout(this.timer);
    this.become({ type: 'over', code });
    this.roomNotes.end();
    this.record.remove();
    for (const share of this.offered) share.finish(code);
    if (code === 'share-stopped') this.services?.peers.endAll('cancelled-by-sender');
    this.run(async () => {
      this.refusal = await this.own.founder.signRefusal(code);
      this.enter();
    });
  }

  private fail(error: BeamError): void {
    if (this.phase.type !== 'over') this.become({ type: 'failed', error });
  }

  private become(phase: HostPhase): void {
    this.phase = phase;
    this.announceState();
  }

  private announceState(): void {
    this.announcer.announceState();
    this.shares.announceState();
  }

  /** What goes wrong is in the view. */
  private run(work: () => Promise<void>): void {
    work().catch((thrown: unknown) => {
      if (!this.ending.signal.aborted) this.fail(toBeamError(thrown, 'internal'));
    });
  }
}
