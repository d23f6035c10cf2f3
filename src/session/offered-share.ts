/**
 * One share of this person in a room, as it is offered there: finds its files again after a break, serves them, and says
 * how it stands.
 */
import { BeamError, toBeamError } from '../protocol/errors.ts';
import { countFiles } from '../protocol/manifest.ts';
import type { ShareSigner } from '../rendezvous/share-key.ts';
import type { Preview } from '../protocol/messages/peer-message.ts';
import type { RefusalCode } from '../protocol/messages/refusal.ts';
import type { Compression } from '../files/compress/compression.ts';
import type { OwnShare } from '../files/serve/own-share.ts';
import { ServedShare } from '../files/serve/served-share.ts';
import { SourceSearch } from '../files/serve/source-search.ts';
import { Uploads } from '../files/serve/uploads.ts';
import type { SentShares } from '../storage/records/sent-shares.ts';
import { pickedFromList, pickedFromTransfer, type LeftOut, type PickedFile } from '../storage/source/picked-files.ts';
import type { Source } from '../storage/source/source.ts';
import { takeTransfer } from '../storage/source/taken-transfer.ts';
import { Announcer } from './announcer.ts';
import { fileViews } from './file-views.ts';
import { standing, type OfferPhase } from './offer-phase.ts';
import type { Sharing } from './holder.ts';
import type { RoomServices } from './room-services.ts';
import { sendPercent, sendStatus } from './status.ts';
import { withdrawnView } from './withdrawn-view.ts';
import { gaveView } from './gave-view.ts';
import type { OfferedSession, OfferedView } from './view/send.ts';
import type { Status } from './view/status.ts';

/** What the share needs of this browser. */
export interface OfferedParts {
  readonly compression: Compression;
  readonly sharing: Sharing;
  readonly sent: SentShares;
}

/** The room that it is offered in. */
export interface OfferedPlace {
  /** Of the room, where this person founded it. */
  readonly founder: ShareSigner | undefined;
  /** Until the page leaves. */
  readonly signal: AbortSignal;
  /** It is about to be served: the room, entered if it was not. */
  services(): RoomServices;
  /** The room was founded with it: its link is for this share. */
  isFirst(share: OfferedShare): boolean;
  /** How many more may have it, those included that are under way. */
  mostDownloads(share: OwnShare): number;
  /** Until when those who take it may pass it on (Unix time); undefined: not at all. */
  passOnUntilMs(): number | undefined;
  /** Somebody has it all: it counts one more. */
  onReceipt(share: OfferedShare): void;
  onState(): void;
  onFigures(): void;
}

/** Named one by one; the rest are counted. */
const LEFT_OUT_SHOWN = 50;

/** Of a receiver whom it would interrupt if the page were closed. */
const BUSY: readonly Status[] = ['sending', 'saving', 'reconnecting', 'paused'];

export class OfferedShare implements OfferedSession {
  phase: OfferPhase = { type: 'opening' };
  private readonly announcer = new Announcer();
  private served: ServedShare | undefined;
  private isWatched = false;

  /** What it is kept under. */
  readonly id: string;
  own: OwnShare;
  private readonly parts: OfferedParts;
  private readonly place: OfferedPlace;
  private readonly leftOut: readonly LeftOut[];

  /** @param leftOut of what was chosen */
  constructor(id: string, own: OwnShare, parts: OfferedParts, place: OfferedPlace, leftOut: readonly LeftOut[] = []) {
    this.id = id;
    this.own = own;
    this.parts = parts;
    this.place = place;
    this.leftOut = leftOut;
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.announcer.onChange(listener, signal);
  }

  get uploads(): Uploads | undefined {
    return 'uploads' in this.phase ? this.phase.uploads : undefined;
  }

  /** Of a short list; goes ahead of a link (S13). */
  get preview(): Preview | undefined {
    return this.phase.type === 'open' ? this.served?.preview : undefined;
  }

  get view(): OfferedView {
    const { phase, own, leftOut, uploads } = this;
    const receivers = uploads?.views ?? [];
    return {
      ...standing(phase, sendStatus(receivers)),
      error: phase.type === 'failed' || phase.type === 'sourceless' ? phase.error : undefined,
      amount: { files: countFiles(own.files), bytes: own.bytes },
      files: fileViews(own.files),
      leftOut: leftOut.length === 0 ? undefined : { items: leftOut.slice(0, LEFT_OUT_SHOWN), count: leftOut.length },
      withdrawn: withdrawnView(uploads?.withdrawn ?? [], own.files),
      isOpen: phase.type !== 'over' && phase.type !== 'failed',
      needs: phase.type === 'sourceless' ? phase.need : undefined,
      canShareRest: phase.type === 'sourceless' && phase.search.rest !== undefined,
      receivers,
      percent: sendPercent(receivers),
      isPaused: phase.type === 'open' ? phase.uploads.isPaused : undefined,
      isBusy: receivers.some(({ status }) => BUSY.includes(status)),
      swarm: gaveView(uploads),
    };
  }

  // --- what a person asks for ---------------------------------------------------------------------------------------

  /** Ends it for everybody; the room goes on. */
  cancel(): void {
    this.finish('share-stopped');
    this.parts.sent.remove(this.id).catch(() => {}); // it can be forgotten by hand as well
  }

  cancelReceiver(id: string): void {
    this.uploads?.cancel(id, 'cancelled-by-sender');
  }

  pause(): void {
    this.uploads?.hold(true);
  }

  resume(): void {
    this.uploads?.hold(false);
  }

  lookClosely(isWanted: boolean): void {
    this.isWatched = isWanted;
    this.uploads?.lookClosely(isWanted);
  }

  goOn(): void {
    const { phase } = this;
    if (phase.type !== 'sourceless') return;
    // In the click: the browser's question needs it.
    const asking = phase.search.ask();
    this.run(async () => {
      if (await asking) await this.openFound(phase.search, phase.search.byHandles());
    });
  }

  shareRest(): void {
    const { phase } = this;
    const rest = phase.type === 'sourceless' ? phase.search.rest : undefined;
    if (rest !== undefined) this.run(() => this.open(rest));
  }

  chooseAgain(files: FileList): void {
    this.take(pickedFromList(files));
  }

  dropAgain(transfer: DataTransfer): void {
    this.take(pickedFromTransfer(takeTransfer(transfer)));
  }

  // --- what the room does with it -----------------------------------------------------------------------------------

  /** Of an earlier visit: by its handles, or when the person has chosen the files again. */
  async reopen(): Promise<void> {
    const search = new SourceSearch(this.own.files, this.own.handles);
    if (await search.isAllowed()) await this.openFound(search, search.byHandles());
    else this.become({ type: 'sourceless', search, need: search.need, error: undefined });
  }

  /** Offers it. @param isNew nothing of it was ever signed */
  async open(source: Source, isNew = false): Promise<void> {
    const share = await this.serve(source, isNew);
    await share.letPassOn(this.place.passOnUntilMs());
    if (this.phase.type === 'over' || this.place.signal.aborted) return; // stopped meanwhile
    this.enter(this.place.services(), share, source);
  }

  /** The same in another room, whose link wants a password. */
  moveTo(room: RoomServices): void {
    const { phase, served } = this;
    if (phase.type !== 'open' || served === undefined) return;
    phase.uploads.close();
    this.enter(room, served, phase.source);
  }

  /** From now on newcomers hear whether, and until when, they may pass it on. Who has heard it before is not told. */
  gotTerms(): void {
    this.served?.letPassOn(this.place.passOnUntilMs()).catch(() => {}); // then nobody passes it on
  }

  /** Nobody gets it any more; who has begun may finish, unless it is stopped. */
  finish(code: RefusalCode): void {
    const { uploads, phase } = this;
    if (phase.type === 'over' || phase.type === 'failed') return;
    this.become({ type: 'over', code, uploads });
    if (code === 'share-stopped') uploads?.stop('cancelled-by-sender');
    else uploads?.refuse(code);
  }

  fail(error: BeamError): void {
    if (this.phase.type !== 'over') this.become({ type: 'failed', error, uploads: this.uploads });
  }

  private enter(room: RoomServices, share: ServedShare, source: Source): void {
    const { place } = this;
    const { compression, sharing } = this.parts;
    const uploads = new Uploads(share, { compression, cap: sharing.cap }, () => room.peers, {
      mostDownloads: () => place.mostDownloads(this.own),
      onReceipt: () => {
        this.own = { ...this.own, downloads: this.own.downloads + 1 };
        place.onReceipt(this);
      },
      onDamaged: (error) => this.fail(error),
      onState: () => this.announceState(),
      onFigures: () => this.announceFigures(),
    });
    place.signal.addEventListener('abort', () => uploads.close());
    sharing.cap.onRoom(() => uploads.onRoom(), place.signal);
    uploads.lookClosely(this.isWatched);
    this.become({ type: 'open', uploads, source });
    room.files.offer(uploads, place.isFirst(this));
  }

  /** What it has signed it knows again. */
  private async serve(source: Source, isNew: boolean): Promise<ServedShare> {
    if (this.served?.source === source) return this.served;
    const { id, place } = this;
    const { sent } = this.parts;
    const share = await ServedShare.create(source, this.own.signer, {
      pages: this.own.pages,
      founder: place.founder,
      digests: {
        ...(isNew ? {} : { load: () => sent.digests(id) }),
        keep: (page, digests) => sent.putDigests(id, page, digests),
      },
      onWithdrawn: () => this.announceState(),
      onChecking: () => this.uploads?.tellCheckingSoon(),
    });
    place.signal.addEventListener('abort', () => share.close());
    this.served = share;
    return share;
  }

  private take(picking: Promise<readonly PickedFile[]>): void {
    const { phase } = this;
    if (phase.type === 'sourceless') this.run(() => this.openFound(phase.search, phase.search.byChoice(picking)));
  }

  private async openFound(search: SourceSearch, finding: Promise<Source>): Promise<void> {
    const found = await finding.catch((thrown: unknown) => toBeamError(thrown, 'source-changed'));
    if (this.phase.type !== 'sourceless' && this.phase.type !== 'opening') return;
    if (found instanceof BeamError) this.become({ type: 'sourceless', search, need: 'files', error: found });
    else await this.open(found);
  }

  /** What goes wrong is in the view. */
  run(work: () => Promise<void>): void {
    work().catch((thrown: unknown) => {
      if (!this.place.signal.aborted) this.fail(toBeamError(thrown, 'internal'));
    });
  }

  announceState(): void {
    this.announcer.announceState();
    this.place.onState();
  }

  announceFigures(): void {
    this.announcer.announceFigures();
    this.place.onFigures();
  }

  private become(phase: OfferPhase): void {
    this.phase = phase;
    this.announceState();
  }
}
