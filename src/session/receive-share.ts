/**
 * One share as its receiver runs it: looks for the sender, shows the list, and after the person has accepted fetches
 * and saves the files.
 */
import { CONNECTION_CODES, BeamError, isUnreached, toBeamError, type ErrorCode } from '../protocol/errors.ts';
import type { FileRange } from '../protocol/withdrawal.ts';
import type { Link } from '../rendezvous/link.ts';
import { deriveCapability, type Capability } from '../rendezvous/token.ts';
import { Announcer } from './announcer.ts';
import type { Transfer } from '../files/fetch/transfer.ts';
import type { CheckedManifest } from '../files/fetch/checked-manifest.ts';
import type { Landing, LandingParts } from '../files/fetch/landing.ts';
import type { AnnouncedShare } from '../files/fetch/announced-share.ts';
import { receiveView } from './receive-view.ts';
import type { ReceivePhase } from './status.ts';
import type { Provider } from '../files/fetch/provider.ts';
import { ProviderPool } from '../files/fetch/provider-pool.ts';
import type { Decompression } from '../files/compress/decompression.ts';
import type { RoomPeersParts } from '../room/membership.ts';
import { RoomNotes } from './room-notes.ts';
import { RoomServices } from './room-services.ts';
import type { NotesSession } from './view/notes.ts';
import type { RoomSession } from './view/room.ts';
import { NO_CONNECTION, type ConnectionView } from '../connection/connection-view.ts';
import type { ReceiveSession, ReceiveView, SaveChoice } from './view/receive.ts';
import type { Note } from './view/status.ts';
import type { Destination } from '../files/keep/destination.ts';

export interface ReceiveParts extends RoomPeersParts {
  readonly server: string;
  readonly decompression: Decompression;
  /** Needed for what the share becomes here: the sender is looked for meanwhile. */
  readonly stores: Promise<LandingParts>;
  /** Inside of another app, of which nobody knows whether it saves. */
  readonly isEnclosed?: boolean;
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

export class ReceiveShare implements ReceiveSession {
  private readonly announcer = new Announcer();
  private readonly ending = new AbortController();
  private readonly pool: ProviderPool;
  private readonly services: RoomServices;
  private readonly roomNotes: RoomNotes = new RoomNotes((peer) => this.services.peers.get(peer)?.number);
  /** Not part of the first load, and here before the list is. */
  private readonly landings = import('../files/fetch/landing.ts');
  private roomId = '';
  private phase: ReceivePhase = 'looking';
  private note: Note | undefined;
  private error: BeamError | undefined;
  /** The first that came. */
  private manifest: CheckedManifest | undefined;
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
  private connection: ConnectionView = NO_CONNECTION;

  private readonly link: Link;
  private readonly parts: ReceiveParts;
  private readonly password: string;

  /** @param password where the link wants one */
  constructor(link: Link, parts: ReceiveParts, password: string = '') {
    this.link = link;
    this.parts = parts;
    this.password = password;
    this.pool = new ProviderPool(link.token, parts.decompression, () => this.services.peers, {
      onPreview: (manifest) => this.takeManifest(manifest),
      onManifest: (provider, manifest) => this.gotManifest(provider, manifest),
      onNoProvider: (error) => this.gotNoProvider(error),
      onState: () => this.announcer.announceState(),
    });
    const { pool, announcer } = this;
    this.services = new RoomServices(
      { token: link.token, openFiles: (peer) => pool.open(peer), notes: this.roomNotes },
      parts,
      {
        onState: () => announcer.announceState(),
        onFigures: () => this.gotFigures(),
        onPreview: (peer, linkId, preview) => pool.gotPreview(peer, linkId, preview),
        onRefusal: (peer, refusal) => void pool.gotRefusal(peer, refusal),
        onLost: (peer, loss) => pool.gotLost(peer, loss),
        onClosed: (error) => pool.gotClosed(error),
      },
      this.ending.signal,
    );
    parts.relayChoice.onChange(() => this.gotRelayChoice(), this.ending.signal);
    // A page that goes closes its links at once: the others need not wait for a timeout.
    parts.life.onLeave(() => this.leave(), this.ending.signal);
    this.landings.catch(() => {}); // told when there is something to land
    this.start().catch((thrown: unknown) => this.fail(toBeamError(thrown, 'internal')));
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

  get view(): ReceiveView {
    const { phase, note, error, announced, landing, transfer, pool, canAccept } = this;
    const { relayChoice, isEnclosed = false } = this.parts;
    const { hasPassword } = this.link;
    return receiveView({
      phase,
      note,
      error,
      announced,
      landing,
      transfer,
      pool,
      relayChoice,
      connection: this.connectionView(),
      canAccept,
      hasPassword,
      isEnclosed,
    });
  }

  accept(choice: SaveChoice): void {
    const { landing } = this;
    if (landing === undefined || !this.canAccept || this.isChoosing || landing.streaming?.includes(choice) === false)
      return;
    if (landing.selection.isNone) return;
    this.note = undefined;
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
    this.announcer.announceState();
  }

  lookClosely(isWanted: boolean): void {
    this.pool.lookClosely(isWanted);
  }

  cancel(): void {
    if (this.phase !== 'receiving' && this.phase !== 'saving') return this.leave();
    this.transfer?.stop(true);
    this.pool.endAll('cancelled-by-receiver');
    this.become('cancelled', 'cancelled');
  }

  pause(): void {
    if (this.phase === 'receiving') this.transfer?.pause();
    this.announcer.announceState();
  }

  resume(): void {
    if (this.phase === 'receiving') this.transfer?.resume();
    this.announcer.announceState();
  }

  leave(): void {
    this.transfer?.stop(false);
    this.ending.abort();
  }

  private get canAccept(): boolean {
    return (
      ['announced', 'cancelled'].includes(this.phase) ||
      (this.phase === 'done' && !this.isOver && this.landing?.selection.hasRest === true) ||
      (this.phase === 'failed' && this.error !== undefined && RETRYABLE.includes(this.error.code))
    );
  }

  /** The last one stays to be seen when all is done. */
  private connectionView(): ConnectionView {
    const { connection } = this.pool;
    if (connection !== undefined) this.connection = connection;
    else if (this.phase !== 'done' && this.phase !== 'saving') this.connection = NO_CONNECTION;
    return this.connection;
  }

  /** Few links want a password: what that takes is loaded for them. */
  private async unlocked(): Promise<Capability> {
    const { deriveWithPassword } = await import('../rendezvous/password.ts').catch((thrown: unknown) => {
      throw toBeamError(thrown, 'server-unreachable');
    });
    return deriveWithPassword(this.link.token, this.password);
  }

  private async start(): Promise<void> {
    const { token, hasPassword } = this.link;
    const capability = await (hasPassword ? this.unlocked() : deriveCapability(token));
    this.roomId = capability.roomId;
    await this.services.join(this.parts.server, capability);
  }

  // --- what the pool says -----------------------------------------------------------------------------------------

  private gotManifest(provider: Provider, manifest: CheckedManifest): boolean {
    this.takeManifest(manifest);
    if (this.manifest?.head.sha256 !== manifest.head.sha256) return false;
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
    this.announcer.announceState();
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
    const announced = announcedShareOf(manifest, this.roomId, this.link);
    this.announced = announced;
    this.announcer.announceState();
    this.landing = new Landing(await this.parts.stores, announced);
    this.show();
    // Behind the list, which waits for nobody. What cannot be read is not there.
    await this.landing.recall().catch(() => {});
    this.announcer.announceState();
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

  private gotFigures(): void {
    this.preopenLanes();
    if (this.phase === 'receiving') this.transfer?.widen();
    this.announcer.announceFigures();
  }

  private preopenLanes(): void {
    if (this.phase === 'announced') this.landing?.preopenLanes(this.pool);
  }

  private gotNoProvider(error: BeamError): void {
    if (this.phase === 'done') {
      this.isOver ||= !isUnreached(error.code); // nobody will ever send the rest
      return this.announcer.announceState();
    }
    if (this.phase === 'saving' || this.phase === 'cancelled') return;
    if (this.phase === 'receiving' && isUnreached(error.code)) {
      this.error = error; // said while it waits; the stall watch goes on trying
      return this.announcer.announceState();
    }
    if (this.phase === 'receiving') {
      this.transfer?.stop(FINAL.includes(error.code));
      this.pool.endAll(error.code);
    }
    this.fail(error); // a sender that comes after all is still greeted
  }

  /** The links are made anew; after the transfer there is no use in that. */
  private gotRelayChoice(): void {
    this.announcer.announceState();
    if (this.phase === 'cancelled' || this.phase === 'saving' || this.phase === 'done') return;
    if (this.phase === 'failed') {
      if (this.error === undefined || !mayReach(this.error.code)) return;
      this.become(this.announced === undefined ? 'looking' : 'announced');
    }
    this.error = undefined;
    this.pool.renew();
  }

  // --- transfer ----------------------------------------------------------------------------------------------------

  private async lookForSpace(landing: Landing): Promise<void> {
    const shortage = await landing.lookForSpace(
      () => this.isUntouched,
      () => this.announcer.announceState(),
    );
    if (shortage === undefined) return;
    this.pool.endAll(shortage.code);
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
      onFigures: () => this.announcer.announceFigures(),
      onState: () => this.announcer.announceState(),
      onSaving: () => this.become('saving'),
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
      this.pool.endAll(error.code);
      this.fail(error);
    }
  }

  // --- other tabs --------------------------------------------------------------------------------------------------

  private get lockName(): string {
    return `vault ${this.roomId}`;
  }

  /** While another tab takes this share there is nothing to start here; when that one is closed, there is. */
  private async lookForTab({ locks }: LandingParts): Promise<void> {
    if ((await locks.isFree(this.lockName)) || this.phase !== 'announced') return;
    this.become('elsewhere');
    const isFreed = await locks.freed(this.lockName, this.ending.signal).then(
      () => true,
      () => false,
    ); // false: this page goes
    if (isFreed) this.become('announced', 'tab-closed');
  }

  // --- ends --------------------------------------------------------------------------------------------------------

  private fail(error: BeamError): void {
    this.error = error;
    this.become('failed');
  }

  private become(phase: ReceivePhase, note?: Note): void {
    this.phase = phase;
    this.note = note;
    this.announcer.announceState();
  }
}
