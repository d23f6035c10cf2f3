/**
 * One share as its sender runs it: opens it in one tab, finds its files again after a break, and says how it stands.
 */
import { BeamError, toBeamError } from '../protocol/errors.ts';
import type { RefusalCode } from '../protocol/messages/refusal.ts';
import type { RoomPeersParts } from '../room/membership.ts';
import { sentFragment, shareLink } from '../rendezvous/link.ts';
import { deriveWithPassword } from '../rendezvous/password.ts';
import { countFiles } from '../protocol/manifest.ts';
import { FileSource } from '../storage/source/file-source.ts';
import { pickedFromList, pickedFromTransfer, type LeftOut, type PickedFile } from '../storage/source/picked-files.ts';
import type { SentShares } from '../storage/records/sent-shares.ts';
import type { Source } from '../storage/source/source.ts';
import { takeTransfer } from '../storage/source/taken-transfer.ts';
import type { TabLocks } from '../storage/records/tab-locks.ts';
import { Announcer } from './announcer.ts';
import { Uploads } from '../files/serve/uploads.ts';
import { fileViews } from './file-views.ts';
import { ServedShare } from '../files/serve/served-share.ts';
import { contentOf, storedShare, newShare, overCode, summaryOf, type OwnShare } from '../files/serve/own-share.ts';
import type { Compression } from '../files/compress/compression.ts';
import { SourceSearch } from '../files/serve/source-search.ts';
import { RoomNotes } from './room-notes.ts';
import { RoomServices } from './room-services.ts';
import type { NotesSession } from './view/notes.ts';
import type { RoomSession } from './view/room.ts';
import { standing, type SendPhase } from './send-phase.ts';
import { remarksOf, sendPercent, sendStatus } from './status.ts';
import { withdrawnView } from './withdrawn-view.ts';
import type { SendSession, SendView, TermsView } from './view/send.ts';
import type { Status } from './view/status.ts';

export interface SendParts extends RoomPeersParts {
  /** The page's own address: links point to it. */
  readonly base: string;
  readonly compression: Compression;
  readonly sent: SentShares;
  readonly locks: TabLocks;
}

/** The longest that a timer takes (a signed 32-bit number of milliseconds); then it is looked at again. */
const MOST_TIMER_MS = 2 ** 31 - 1;

/** Named one by one; the rest are counted. */
const LEFT_OUT_SHOWN = 50;

/** Of a receiver whom it would interrupt if the page were closed. */
const BUSY: readonly Status[] = ['sending', 'saving', 'reconnecting', 'paused'];

export class SendShare implements SendSession {
  readonly fragment: string;
  private readonly announcer = new Announcer();
  private readonly ending = new AbortController();
  private phase: SendPhase = { type: 'opening' };
  private isWatched = false;
  private served: ServedShare | undefined;
  /** A link of an earlier visit. */
  private isReturned = false;
  /** For the end that the person has set. */
  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly roomNotes = new RoomNotes((peer) => this.services?.peers.get(peer)?.number);
  private services: RoomServices | undefined;

  private own: OwnShare;
  private readonly parts: SendParts;
  private readonly leftOut: readonly LeftOut[];

  private constructor(own: OwnShare, parts: SendParts, leftOut: readonly LeftOut[] = []) {
    this.own = own;
    this.parts = parts;
    this.leftOut = leftOut;
    this.fragment = sentFragment(own.capability.roomId);
    // A page that goes closes its links at once: the others need not wait for a timeout.
    parts.life.onLeave(() => this.leave(), this.ending.signal);
    this.ending.signal.addEventListener('abort', () => clearTimeout(this.timer));
  }

  /** A new link. @param leftOut of what was chosen. Rejects with BeamError `browser-unsupported`. */
  static async create(
    source: Source,
    handles: readonly FileSystemHandle[],
    parts: SendParts,
    leftOut: readonly LeftOut[] = [],
  ): Promise<SendShare> {
    const own = await newShare(source.files, handles, Date.now());
    const share = new SendShare(own, parts, leftOut);
    share.run(async () => {
      await share.lock();
      // Without a place to keep it the share lives as long as its page.
      parts.sent.put(summaryOf(share.own), contentOf(share.own)).catch(() => {});
      await share.open(source);
    });
    return share;
  }

  /** A link of earlier. Rejects with BeamError `share-unknown`. */
  static async return(id: string, parts: SendParts): Promise<SendShare> {
    const kept = await parts.sent.get(id).catch(() => undefined);
    if (kept === undefined) throw new BeamError('share-unknown');
    const share = new SendShare(await storedShare(kept), parts);
    share.isReturned = true;
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
    throw new BeamError('internal');
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.announcer.onChange(listener, signal);
  }

  get view(): SendView {
    const { phase, own, leftOut } = this;
    const { uploads } = { uploads: undefined, ...phase };
    const receivers = uploads?.views ?? [];
    return {
      role: 'sender',
      isEmpty: false,
      ...standing(phase, sendStatus(receivers)),
      remarks: [
        ...remarksOf(uploads?.isByHttp === true, this.parts.relayChoice),
        ...(uploads?.isFull === true ? (['connections-many'] as const) : []),
      ],
      error: phase.type === 'failed' || phase.type === 'sourceless' ? phase.error : undefined,
      link: shareLink(this.parts.base, { token: own.signer.token, hasPassword: own.hasPassword }),
      amount: { files: countFiles(own.files), bytes: own.bytes },
      files: fileViews(own.files),
      leftOut: leftOut.length === 0 ? undefined : { items: leftOut.slice(0, LEFT_OUT_SHOWN), count: leftOut.length },
      withdrawn: withdrawnView(uploads?.withdrawn ?? [], own.files),
      isOpen: phase.type !== 'over' && phase.type !== 'failed',
      terms: own.terms,
      hasPassword: own.hasPassword,
      needs: phase.type === 'sourceless' ? phase.need : undefined,
      canShareRest: phase.type === 'sourceless' && phase.search.rest !== undefined,
      receivers,
      percent: sendPercent(receivers),
      isPaused: phase.type === 'open' ? phase.uploads.isPaused : undefined,
      isBusy: uploads !== undefined && receivers.some(({ status }) => BUSY.includes(status)),
    };
  }

  cancel(): void {
    const { phase } = this;
    if (phase.type === 'over' || phase.type === 'failed' || phase.type === 'elsewhere') return;
    if (phase.type === 'open') phase.uploads.cancelAll('cancelled-by-sender');
    this.end('share-stopped');
  }

  setPassword(password: string): void {
    const { phase } = this;
    if (phase.type !== 'open' || this.view.isBusy) return;
    this.run(async () => {
      const capability = await deriveWithPassword(this.own.signer.token, password);
      if (this.phase !== phase) return;
      this.own = { ...this.own, capability, hasPassword: true };
      this.parts.sent.put(summaryOf(this.own), contentOf(this.own)).catch(() => {});
      phase.uploads.close();
      phase.room.close();
      await this.open(phase.source);
    });
  }

  setTerms(terms: TermsView): void {
    if (this.phase.type === 'over') return;
    this.own = { ...this.own, terms };
    this.parts.sent.update(summaryOf(this.own)).catch(() => {}); // they hold as long as this page
    this.look();
  }

  pause(): void {
    if (this.phase.type === 'open') this.phase.uploads.hold(true);
  }

  resume(): void {
    if (this.phase.type === 'open') this.phase.uploads.hold(false);
  }

  lookClosely(isWanted: boolean): void {
    this.isWatched = isWanted;
    if ('uploads' in this.phase) this.phase.uploads?.lookClosely(isWanted);
  }

  cancelReceiver(id: string): void {
    if (this.phase.type === 'open') this.phase.uploads.cancel(id, 'cancelled-by-sender');
  }

  leave(): void {
    this.ending.abort();
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

  /** Whether it may go on; else it ends. */
  private look(): void {
    clearTimeout(this.timer);
    const { own } = this;
    const code = overCode(own, Date.now());
    if (code !== undefined) return this.end(code);
    if (own.terms.expiresMs !== undefined)
      this.timer = setTimeout(() => this.look(), Math.min(own.terms.expiresMs - Date.now(), MOST_TIMER_MS));
    this.announcer.announceState();
  }

  /** The key is forgotten; while this page is in the room it says why there is nothing more, by what it signs now. */
  private end(code: RefusalCode): void {
    const uploads = this.phase.type === 'open' ? this.phase.uploads : undefined;
    clearTimeout(this.timer);
    this.become({ type: 'over', code, uploads });
    this.parts.sent.remove(this.own.capability.roomId).catch(() => {}); // it can be forgotten by hand as well
    this.run(async () => {
      const refusal = await this.own.signer.signRefusal(code);
      if (uploads !== undefined) uploads.refuse(refusal);
      else await this.openOver();
    });
  }

  private gotReceipt(): void {
    this.own = { ...this.own, downloads: this.own.downloads + 1 };
    this.parts.sent.update(summaryOf(this.own)).catch(() => {});
    if (this.phase.type === 'open') this.look();
  }

  /** What goes wrong is in the view. */
  private run(work: () => Promise<void>): void {
    work().catch((thrown: unknown) => {
      if (!this.ending.signal.aborted) this.fail(toBeamError(thrown, 'internal'));
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
    this.own = await storedShare(kept);
    const search = new SourceSearch(this.own.files, this.own.handles);
    if (overCode(this.own, Date.now()) !== undefined) await this.openOver();
    else if (await search.isAllowed()) await this.openFound(search, search.byHandles());
    else this.become({ type: 'sourceless', search, need: search.need, error: undefined });
  }

  private take(picking: Promise<readonly PickedFile[]>): void {
    const { phase } = this;
    if (phase.type === 'sourceless') this.run(() => this.openFound(phase.search, phase.search.byChoice(picking)));
  }

  private async openFound(search: SourceSearch, finding: Promise<Source>): Promise<void> {
    const found = await finding.catch((thrown: unknown) => toBeamError(thrown, 'source-changed'));
    if (this.phase.type !== 'sourceless' && this.phase.type !== 'opening' && this.phase.type !== 'elsewhere') return;
    if (found instanceof BeamError) this.become({ type: 'sourceless', search, need: 'files', error: found });
    else await this.open(found);
  }

  private async open(source: Source): Promise<void> {
    const { uploads, room } = this.enter(await this.offer(source));
    if (this.phase.type === 'over') return room.close(); // stopped meanwhile
    this.become({ type: 'open', uploads, room, source });
    this.look();
    await room.join(this.parts.base, this.own.capability);
  }

  /** In the room only to say that it is over: no file is needed for that. */
  private async openOver(): Promise<void> {
    const code = this.phase.type === 'over' ? this.phase.code : (overCode(this.own, Date.now()) ?? 'share-stopped');
    const { uploads, room } = this.enter(await this.offer(new FileSource([], this.own.files)));
    uploads.refuse(await this.own.signer.signRefusal(code));
    this.parts.sent.remove(this.own.capability.roomId).catch(() => {});
    this.become({ type: 'over', code, uploads });
    await room.join(this.parts.base, this.own.capability);
  }

  /** The same for another password: it knows what it has signed. */
  private async offer(source: Source): Promise<ServedShare> {
    if (this.served?.source === source) return this.served;
    const {
      own: {
        signer,
        pages,
        capability: { roomId },
      },
      parts: { sent },
    } = this;
    const share = await ServedShare.create(source, signer, {
      pages,
      digests: {
        ...(this.isReturned ? { load: () => sent.digests(roomId) } : {}),
        keep: (page, digests) => sent.putDigests(roomId, page, digests),
      },
      onWithdrawn: () => this.announcer.announceState(),
      onChecking: () => 'uploads' in this.phase && this.phase.uploads?.tellCheckingSoon(),
    });
    this.ending.signal.addEventListener('abort', () => share.close());
    this.served = share;
    return share;
  }

  /** Serves it to everybody in the room. */
  private enter(share: ServedShare): { readonly uploads: Uploads; readonly room: RoomServices } {
    const { announcer, own, parts } = this;
    const uploads = new Uploads(share, parts.compression, () => room.peers, {
      mostDownloads: () => (this.own.terms.mostDownloads ?? Infinity) - this.own.downloads,
      onReceipt: () => this.gotReceipt(),
      onDamaged: (error) => this.fail(error),
      onState: () => announcer.announceState(),
      onFigures: () => announcer.announceFigures(),
    });
    const room = new RoomServices(
      {
        token: own.signer.token,
        founder: own.signer,
        openFiles: (link) => uploads.open(link),
        notes: this.roomNotes,
        preview: () => share.preview,
        refusal: () => uploads.refusal,
        mayFinish: (peer) => uploads.isTaking(peer),
        isRemembered: (peer) => uploads.hasAccepted(peer),
      },
      parts,
      {
        onState: () => announcer.announceState(),
        onFigures: () => announcer.announceFigures(),
        onLost: (peer, loss) => uploads.gotLost(peer, loss),
        onClosed: (error) => this.fail(error),
      },
      this.ending.signal,
    );
    parts.relayChoice.onChange(() => uploads.renew(), this.ending.signal);
    this.ending.signal.addEventListener('abort', () => uploads.close());
    this.services = room;
    uploads.lookClosely(this.isWatched);
    return { uploads, room };
  }

  private fail(error: BeamError): void {
    if (this.phase.type === 'over') return;
    this.become({ type: 'failed', error, uploads: this.phase.type === 'open' ? this.phase.uploads : undefined });
  }

  private become(phase: SendPhase): void {
    this.phase = phase;
    this.announcer.announceState();
  }
}
