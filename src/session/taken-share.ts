/**
 * One share of somebody else, as this person takes it: shows the list, and after the person has accepted fetches and saves
 * the files.
 */
import { CONNECTION_CODES, isUnreached, toBeamError, type BeamError, type ErrorCode } from '../protocol/errors.ts';
import type { FileRange } from '../protocol/withdrawal.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { Link } from '../rendezvous/link.ts';
import { storageIdOf, tokenOf } from '../rendezvous/token.ts';
import type { RelayChoice } from '../connection/relay-choice.ts';
import type { Loss } from '../room/membership.ts';
import type { RoomPeers } from '../room/room-peers.ts';
import { Announcer } from './announcer.ts';
import type { Transfer } from '../files/fetch/transfer.ts';
import type { Uploads } from '../files/serve/uploads.ts';
import type { CheckedManifest } from '../files/fetch/checked-manifest.ts';
import type { Landing, LandingParts } from '../files/fetch/landing.ts';
import type { AnnouncedShare } from '../files/fetch/announced-share.ts';
import { Holder, type Sharing } from './holder.ts';
import { takenView } from './taken-view.ts';
import type { ReceivePhase } from './status.ts';
import type { Provider } from '../files/fetch/provider.ts';
import { ProviderPool } from '../files/fetch/provider-pool.ts';
import type { SaveChoice, TakenSession, TakenView } from './view/receive.ts';
import type { Note } from './view/status.ts';
import type { Destination } from '../files/keep/destination.ts';

/** The room that it is taken from. */
export interface TakenPlace {
  readonly link: Link;
  readonly relayChoice: RelayChoice;
  /** Needed for what the share becomes here. */
  readonly stores: () => Promise<LandingParts>;
  /** Inside of another app, of which nobody knows whether it saves. */
  readonly isEnclosed: boolean;
  /** Until the page leaves. */
  readonly signal: AbortSignal;
  /** As the server knows it. */
  roomId(): string;
  peers(): RoomPeers;
  /** From now on this person does more than look: links with other guests, where the host allows it. */
  takePart(): void;
  /** What this browser gives to others of it. */
  readonly sharing: Sharing;
  /** To everybody in the room, now and later. */
  offer(uploads: Uploads): void;
  onState(): void;
  onFigures(): void;
}

/** After these the same share may be taken again; after others there is nobody to take it from. */
const RETRYABLE: readonly ErrorCode[] = [
  'space-short',
  'storage-failed',
  'storage-lost',
  'storage-blocked',
  'save-failed',
  'source-withdrawn',
  'internal',
  'relay-required',
  ...CONNECTION_CODES,
];

/** After these nobody will ever send the rest of what has arrived. A file that went away may be back tomorrow. */
const FINAL: readonly ErrorCode[] = ['cancelled-by-sender', 'share-stopped'];

/** What went wrong may go right on another way. */
const mayReach = (code: ErrorCode): boolean => code === 'relay-required' || isUnreached(code);

export class TakenShare implements TakenSession {
  readonly pool: ProviderPool;
  /** Its host is here, and announces nothing: shown in place of "Connecting". */
  isNothingYet = false;
  private readonly announcer = new Announcer();
  /** Not part of the first load, and here before the list is. */
  private readonly landings = import('../files/fetch/landing.ts');
  phase: ReceivePhase = 'looking';
  private note: Note | undefined;
  private error: BeamError | undefined;
  /** The first that came. */
  manifest: CheckedManifest | undefined;
  /** The same with the paths that we use for it. */
  private announced: AnnouncedShare | undefined;
  /** As soon as it is known what this browser keeps. */
  private landing: Landing | undefined;
  private transfer: Transfer | undefined;
  /** A picker may be open: browsers show one at a time. */
  private isChoosing = false;
  /** Some of it is saved, and the rest is not to be had any more. */
  private isOver = false;
  /** A vault that is being closed or removed cannot be opened. */
  private closing: Promise<void> = Promise.resolve();

  private readonly holder: Holder;

  private readonly place: TakenPlace;

  constructor(place: TakenPlace) {
    this.place = place;
    this.holder = new Holder({
      sharing: place.sharing,
      signal: place.signal,
      peers: () => place.peers(),
      isOfUse: (peer) => !this.isSeed(peer),
      offer: (uploads) => place.offer(uploads),
      onState: () => this.announceState(),
      onFigures: () => this.announceFigures(),
    });
    this.pool = new ProviderPool(() => place.peers(), {
      onPreview: (manifest) => this.takeManifest(manifest),
      onManifest: (provider, manifest) => this.gotManifest(provider, manifest),
      onNoProvider: (error) => this.gotNoProvider(error),
      onState: () => this.announceState(),
    });
    this.landings.catch(() => {}); // told when there is something to land
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.announcer.onChange(listener, signal);
  }

  /** SHA-256 of its public key; undefined until it is announced. */
  get shareId(): Uint8Array | undefined {
    return this.manifest?.verifier.shareId;
  }

  /** The founding key has signed it. */
  get isHosts(): boolean {
    return this.manifest?.isHosts ?? false;
  }

  /** By others who take it, for some time yet. */
  get mayBePassedOn(): boolean {
    return this.holder.isAllowed;
  }

  get view(): TakenView {
    const { phase, note, error, announced, landing, transfer, pool, holder, canAccept, isNothingYet, place } = this;
    return takenView({
      phase,
      note,
      error,
      announced,
      landing,
      transfer,
      pool,
      holder,
      canAccept,
      isNothingYet,
      place,
    });
  }

  accept(choice: SaveChoice): void {
    const { landing } = this;
    if (landing === undefined || !this.canAccept || this.isChoosing || landing.streaming?.includes(choice) === false)
      return;
    if (landing.selection.isNone) return;
    this.note = undefined;
    // From others who take it, or from somebody with whom there is no link yet.
    if (this.holder.isAllowed || this.pool.isWithinReach) this.place.takePart();
    this.isChoosing = true;
    landing
      .open(choice)
      .finally(() => (this.isChoosing = false))
      .then(
        (destination) => this.receive(landing, destination),
        (thrown: unknown) => this.gotNoDestination(thrown, landing),
      );
  }

  choose(files: FileRange, isChosen: boolean): void {
    if (this.canAccept && !this.isChoosing) this.landing?.selection.choose(files, isChosen);
    this.announceState();
  }

  lookClosely(isWanted: boolean): void {
    this.place.peers().lookClosely(isWanted);
  }

  cancel(): void {
    if (this.phase !== 'receiving' && this.phase !== 'saving') return;
    this.transfer?.stop(true);
    this.holder.forget();
    this.become('cancelled', 'cancelled');
    this.pool.stopAll('cancelled-by-receiver');
  }

  pause(): void {
    if (this.phase === 'receiving') this.transfer?.pause();
    this.announceState();
  }

  resume(): void {
    if (this.phase === 'receiving') this.transfer?.resume();
    this.announceState();
  }

  /** The page goes; what arrived is kept. */
  leave(): void {
    this.transfer?.stop(false);
  }

  private get canAccept(): boolean {
    return (
      ['announced', 'cancelled'].includes(this.phase) ||
      (this.phase === 'done' && !this.isOver && this.landing?.selection.hasRest === true) ||
      (this.phase === 'failed' && this.error !== undefined && RETRYABLE.includes(this.error.code))
    );
  }

  // --- what the room says -------------------------------------------------------------------------------------------

  /** A link is over: nobody may be left to take it from. */
  gotLost(peer: PeerId, { by }: Loss, error: BeamError): void {
    // A stranger, while we know the share and wait for who gives it, is no reason to give up. Its host may come back as
    // somebody else.
    const isStranger =
      !this.pool.hasHeard(peer) && !(this.isHosts && this.place.peers().get(peer)?.peer?.isHost === true);
    if (by !== 'network' && this.manifest !== undefined && isStranger) return;
    if (!this.pool.hasSomebody) this.gotNoProvider(error);
  }

  /** The room is closed to us, or the host says that nothing is to be had any more. */
  gotNoProvider(error: BeamError): void {
    if (FINAL.includes(error.code)) this.holder.end();
    if (this.phase === 'done') {
      this.isOver ||= !isUnreached(error.code); // nobody will ever send the rest
      return this.announceState();
    }
    if (this.phase === 'saving' || this.phase === 'cancelled') return;
    if (this.phase === 'receiving' && isUnreached(error.code)) {
      this.error = error; // said while it waits; the stall watch goes on trying
      return this.announceState();
    }
    if (this.phase === 'receiving') {
      this.transfer?.stop(FINAL.includes(error.code));
      this.pool.stopAll(error.code);
    }
    this.fail(error); // a sender that comes after all is still greeted
  }

  /** The links are made anew. False where there is no use in that. */
  gotRelayChoice(): boolean {
    this.announceState();
    if (this.phase === 'cancelled' || this.phase === 'saving' || this.phase === 'done') return false;
    if (this.phase === 'failed') {
      if (this.error === undefined || !mayReach(this.error.code)) return false;
      this.become(this.announced === undefined ? 'looking' : 'announced');
    }
    this.error = undefined;
    return true;
  }

  /** There is news of a path. */
  gotFigures(): void {
    this.preopenLanes();
    if (this.phase === 'receiving') this.transfer?.widen();
    this.announcer.announceFigures();
  }

  announceState(): void {
    this.announcer.announceState();
    this.place.onState();
  }

  private announceFigures(): void {
    this.announcer.announceFigures();
    this.place.onFigures();
  }

  // --- what the pool says -------------------------------------------------------------------------------------------

  private gotManifest(provider: Provider, manifest: CheckedManifest): boolean {
    this.takeManifest(manifest);
    if (this.manifest?.head.sha256 !== manifest.head.sha256) return false;
    this.holder.gotManifest(manifest, provider.held === undefined);
    const { ranges } = manifest.withdrawn;
    if (this.phase === 'receiving') this.transfer?.skip(ranges);
    else if (this.phase !== 'saving' && (this.phase !== 'done' || this.canAccept))
      this.manifest.withdrawn.addRanges(ranges);
    this.show();
    this.preopenLanes();
    if (this.phase === 'receiving') {
      this.error = undefined;
      this.transfer?.onSource(provider);
    }
    this.announceState();
    return true;
  }

  /** The first manifest counts: a peer that announces another one under the same link is not believed. */
  private takeManifest(manifest: CheckedManifest): void {
    if (this.manifest !== undefined) return;
    this.manifest = manifest;
    this.land(manifest).catch((thrown: unknown) => this.fail(toBeamError(thrown, 'internal')));
  }

  private async land(manifest: CheckedManifest): Promise<void> {
    const { Landing, announcedShareOf } = await this.landings.catch((thrown: unknown) => {
      throw toBeamError(thrown, 'server-unreachable');
    });
    const announced = announcedShareOf(manifest, this.storageId(manifest), this.place.link);
    this.announced = announced;
    this.announceState();
    this.landing = new Landing(await this.place.stores(), announced);
    this.show();
    // Behind the list, which waits for nobody. What cannot be read is not there.
    await this.landing.recall().catch(() => {});
    this.announceState();
    await this.holdStored(this.landing);
  }

  /** What was taken on an earlier visit, or before it broke off, is passed on as well. */
  private async holdStored(landing: Landing): Promise<void> {
    const stored = await landing.stored().catch(() => undefined);
    if (stored === undefined || this.transfer?.isAtWork === true || this.place.signal.aborted) return;
    this.holder.serveFrom(stored);
    if (this.holder.isAllowed) this.place.takePart(); // its person has asked for it, once
  }

  /** It gives all of the share, and needs nothing of it. */
  private isSeed(peer: PeerId): boolean {
    const provider = this.pool.get(peer);
    if (provider !== undefined) return provider.held === undefined;
    return this.isHosts && this.place.peers().get(peer)?.peer?.isHost === true;
  }

  /** Once the list and its place are known; and again when a sender comes after all. */
  private show(): void {
    const { landing } = this;
    const isRevived = this.phase === 'failed' && this.transfer === undefined && this.error?.code !== 'space-short';
    if (landing === undefined || (this.phase !== 'looking' && !isRevived)) return;
    performance.mark('beamline:list');
    this.become('announced');
    this.preopenLanes();
    void this.lookForTab(landing.parts);
    void this.lookForSpace(landing);
  }

  private storageId({ verifier: { shareId } }: CheckedManifest): string {
    const { place } = this;
    // A room of version 1 had one key for both, and its share was kept under the room's id.
    return tokenOf(shareId) === place.link.token ? place.roomId() : storageIdOf(shareId);
  }

  private preopenLanes(): void {
    if (this.phase === 'announced') this.landing?.preopenLanes(this.pool);
  }

  // --- transfer ----------------------------------------------------------------------------------------------------

  private async lookForSpace(landing: Landing): Promise<void> {
    const shortage = await landing.lookForSpace(
      () => this.isUntouched,
      () => this.announceState(),
    );
    if (shortage === undefined) return;
    this.pool.stopAll(shortage.code);
    this.fail(shortage);
  }

  /** Offered, and nothing of it begun. */
  private get isUntouched(): boolean {
    return this.phase === 'announced' || this.phase === 'elsewhere';
  }

  private gotNoDestination(thrown: unknown, landing: Landing): void {
    const isStreaming = landing.streaming !== undefined;
    if (thrown instanceof DOMException && thrown.name === 'AbortError')
      this.become(this.phase, isStreaming ? 'place-dismissed' : 'folder-dismissed');
    else if (isStreaming) this.fail(toBeamError(thrown, 'save-failed'));
    else void landing.open('zip').then((destination) => this.receive(landing, destination)); // no picker here after all
  }

  private async receive(landing: Landing, destination: Destination): Promise<void> {
    const { parts } = landing;
    const transfer = landing.begin(destination, this.pool, {
      onFigures: () => this.announceFigures(),
      onState: () => this.announceState(),
      onSaving: () => this.become('saving'),
      onStore: (blockStore) => this.holder.serveFrom(blockStore),
    });
    this.transfer = transfer;
    this.error = undefined;
    this.become('receiving');
    await this.closing;
    const lock = new AbortController();
    if (!(await parts.locks.try(this.lockName, lock.signal))) {
      this.transfer = undefined;
      this.become('announced');
      return this.lookForTab(parts);
    }
    const running = transfer.run();
    this.closing = running.catch(() => {}).finally(() => lock.abort());
    try {
      await running;
      landing.selection.gotSaved(transfer.choice);
      this.become('done');
    } catch (thrown) {
      if (transfer.isStopped) return; // and why is said already
      const error = toBeamError(thrown, 'internal');
      this.pool.stopAll(error.code);
      this.fail(error);
      void this.closing.then(() => this.holdStored(landing));
    }
  }

  // --- other tabs --------------------------------------------------------------------------------------------------

  private get lockName(): string {
    return `vault ${this.announced?.id ?? ''}`;
  }

  /** While another tab takes this share there is nothing to start here; when that one is closed, there is. */
  private async lookForTab({ locks }: LandingParts): Promise<void> {
    if ((await locks.isFree(this.lockName)) || this.phase !== 'announced') return;
    this.become('elsewhere');
    const isFreed = await locks.freed(this.lockName, this.place.signal).then(
      () => true,
      () => false,
    ); // false: this page goes
    if (isFreed) this.become('announced', 'tab-closed');
  }

  // --- ends --------------------------------------------------------------------------------------------------------

  fail(error: BeamError): void {
    this.error = error;
    this.become('failed');
  }

  private become(phase: ReceivePhase, note?: Note): void {
    this.phase = phase;
    this.note = note;
    this.announceState();
  }
}
