/** One share as its receiver runs it: looks for the sender, shows what is offered, and once accepted takes and saves it. */
import { BeamError, toBeamError, type ErrorCode } from '../protocol/errors.ts';
import type { Chunk } from '../protocol/frame.ts';
import type { PeerId } from '../protocol/room-message.ts';
import { safePaths } from '../share/names.ts';
import { deriveCapability, type Token } from '../share/token.ts';
import type { Sink } from '../storage/sink.ts';
import { RateMeter } from '../transfer/rate.ts';
import { Announcer } from './announcer.ts';
import { Download } from './download.ts';
import { Keeper, type KeeperParts } from './keeper.ts';
import { saveChoices, sinkFiles, zipName, type Sinks } from './saving.ts';
import { rateView, receiveStatus, type ReceivePhase } from './status.ts';
import type { CheckedManifest, Supplier } from './supplier.ts';
import { Swarm } from './swarm.ts';
import { FILES_SHOWN, type ConnectionView, type Note, type ReceiveSession, type ReceiveView, type SaveChoice, type Status } from './view.ts';

export interface ReceiveParts extends KeeperParts {
  readonly server: string;
  readonly config: RTCConfiguration;
  readonly sinks: Sinks;
  /** Bytes that this origin may still store; undefined when the browser does not say. */
  freeBytes(): Promise<number | undefined>;
  /** Asks the browser not to evict what is kept. Some ask the person. */
  persist(): Promise<boolean>;
}

/** The share as it was announced, with the paths that we use for it. */
interface Offer extends CheckedManifest {
  readonly paths: readonly string[];
}

/** A share of this many bytes is worth a question: browsers give what is not persistent only a part of the disk. */
const PERSIST_BYTES = 2 ** 30;

/** After these the same share may be taken again; after others there is nobody to take it from. */
const RETRYABLE: readonly ErrorCode[] = ['space-short', 'storage-failed', 'storage-blocked', 'save-failed', 'connection-failed', 'internal'];

export class ReceiveShare implements ReceiveSession {
  private readonly announcer = new Announcer();
  private readonly ending = new AbortController();
  private readonly swarm: Swarm;
  private readonly rate = new RateMeter();
  private roomId = '';
  private phase: ReceivePhase = 'looking';
  private note: Note | undefined;
  private error: BeamError | undefined;
  private offer: Offer | undefined;
  private keeper: Keeper | undefined;
  private download: Download | undefined;
  /** Ends the transfer or the saving that runs now. */
  private attempt = new AbortController();
  /** A vault that is being removed cannot be opened. */
  private discarding: Promise<void> = Promise.resolve();
  private connection: ConnectionView = { stage: 'signaling', path: undefined };

  constructor(token: Token, private readonly parts: ReceiveParts) {
    this.swarm = new Swarm(token, parts.config, {
      onManifest: (supplier, manifest) => this.gotManifest(supplier, manifest),
      onProof: (source, proof) => this.download?.gotProof(source, proof),
      onChunk: (source, chunk) => this.gotChunk(source, chunk),
      onSourceLost: (source) => this.download?.onSourceLost(source),
      onHopeless: (error) => this.gotHopeless(error),
      onState: () => this.announcer.announceState(),
      onFigures: () => this.announcer.announceFigures(),
    }, this.ending.signal);
    // A page that goes closes its links at once: the others need not wait for a timeout.
    globalThis.addEventListener('pagehide', () => this.leave(), { signal: this.ending.signal });
    this.start(token).catch((thrown: unknown) => this.fail(toBeamError(thrown, 'internal')));
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.announcer.onChange(listener, signal);
  }

  get view(): ReceiveView {
    const { offer, phase, error } = this;
    const status = receiveStatus(phase, this.swarm.facts);
    const bytes = offer?.head.bytes ?? 0;
    const isAtWork = phase === 'receiving' || phase === 'saving';
    const bytesDone = phase === 'done' || phase === 'saving' ? bytes : (this.keeper?.bytesDone ?? 0);
    const percent = bytes === 0 ? 100 : Math.floor((100 * bytesDone) / bytes);
    return {
      role: 'receiver',
      status,
      note: this.noteFor(status),
      remarks: this.swarm.isByHttp ? ['server-by-http'] : [],
      error: phase === 'failed' ? error : undefined,
      amount: offer && { files: offer.files.length, bytes },
      files: offer?.files.slice(0, FILES_SHOWN).map(({ size }, index) => ({ path: offer.paths[index] ?? '', bytes: size })) ?? [],
      choices: offer !== undefined && this.canAccept ? saveChoices(offer.files.length, this.parts.sinks.folder !== undefined) : [],
      bytesDone,
      percent: isAtWork || phase === 'done' ? percent : undefined,
      rate: phase === 'receiving' ? rateView(this.rate, bytes - bytesDone) : undefined,
      connection: this.connectionView(),
      isBusy: isAtWork,
    };
  }

  accept(choice: SaveChoice): void {
    const { offer } = this;
    if (offer === undefined || !this.canAccept) return;
    this.note = undefined;
    // In the click: a picker needs it.
    this.openSink(choice, offer).then((sink) => this.receive(offer, sink), (thrown: unknown) => this.gotNoSink(thrown, offer));
  }

  cancel(): void {
    if (this.phase !== 'receiving' && this.phase !== 'saving') return this.leave();
    this.stopAttempt('cancelled-by-receiver');
    this.discard();
    this.become('cancelled', 'cancelled');
  }

  leave(): void {
    this.attempt.abort();
    this.download?.stop();
    this.ending.abort();
    this.keeper?.close().catch(() => {}); // what was not marked is fetched again
  }

  private get canAccept(): boolean {
    return ['offered', 'cancelled'].includes(this.phase) || (this.phase === 'failed' && this.error !== undefined && RETRYABLE.includes(this.error.code));
  }

  private noteFor(status: Status): Note | undefined {
    if (status === 'waiting' || status === 'paused') return 'for-sender';
    if (status === 'connecting' && !this.swarm.facts.isJoined) return 'server-away';
    return this.note;
  }

  /** The last one stays to be seen when all is done. */
  private connectionView(): ConnectionView {
    const { connection } = this.swarm;
    if (connection !== undefined) this.connection = connection;
    else if (this.phase !== 'done' && this.phase !== 'saving') this.connection = { stage: 'signaling', path: undefined };
    return this.connection;
  }

  private async start(token: Token): Promise<void> {
    const capability = await deriveCapability(token);
    this.roomId = capability.roomId;
    await this.swarm.join(this.parts.server, capability);
  }

  // --- what the swarm says -----------------------------------------------------------------------------------------

  private gotManifest(supplier: Supplier, manifest: CheckedManifest): boolean {
    if (this.offer === undefined) {
      this.offer = { ...manifest, paths: safePaths(manifest.files.map(({ path }) => path)) };
      performance.mark('beamline:ready');
    }
    if (this.offer.head.sha256 !== manifest.head.sha256) return false;
    if (this.phase === 'looking' || (this.phase === 'failed' && this.keeper === undefined)) this.become('offered');
    if (this.download !== undefined) this.take(supplier, this.download);
    this.announcer.announceState();
    return true;
  }

  private gotChunk(source: PeerId, chunk: Chunk): void {
    if (chunk.block === 0 && chunk.offset === 0) performance.mark('beamline:first-byte');
    this.download?.gotChunk(source, chunk);
  }

  private gotHopeless(error: BeamError): void {
    if (this.phase === 'saving' || this.phase === 'done' || this.phase === 'cancelled') return;
    if (this.phase === 'receiving') {
      this.stopAttempt(error.code);
      if (RETRYABLE.includes(error.code)) this.keeper?.close().catch(() => {});
      else this.discard();
    }
    this.fail(error); // a sender that comes after all is still greeted
  }

  // --- transfer ----------------------------------------------------------------------------------------------------

  private openSink(choice: SaveChoice, { paths }: Offer): Promise<Sink> {
    const { sinks } = this.parts;
    if (choice === 'download') return Promise.resolve(sinks.download());
    return choice === 'folder' && sinks.folder !== undefined ? sinks.folder() : Promise.resolve(sinks.zip(zipName(paths)));
  }

  private gotNoSink(thrown: unknown, offer: Offer): void {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') this.become(this.phase, 'folder-dismissed');
    else void this.receive(offer, this.parts.sinks.zip(zipName(offer.paths))); // no picker here after all
  }

  private async receive(offer: Offer, sink: Sink): Promise<void> {
    const attempt = new AbortController();
    this.attempt = attempt;
    this.become('receiving');
    if (offer.head.bytes >= PERSIST_BYTES) void this.parts.persist();
    try {
      await this.discarding;
      const keeper = await this.openKeeper(offer);
      if (attempt.signal.aborted) return await keeper.discard();
      this.keeper = keeper;
      await this.takeAll(offer, keeper, attempt.signal);
      await this.save(offer, keeper, sink, attempt.signal);
    } catch (thrown) {
      if (attempt.signal.aborted) return;
      const error = toBeamError(thrown, 'internal');
      this.stopAttempt(error.code);
      this.keeper?.close().catch(() => {});
      this.fail(error);
    }
  }

  /** Resolves when every block is in the vault. */
  private takeAll(offer: Offer, keeper: Keeper, signal: AbortSignal): Promise<void> {
    this.rate.reset();
    return new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new BeamError('cancelled-by-receiver')));
      const download = new Download(offer.head.bytes, offer.verifier, keeper, {
        request: (source, piece) => this.swarm.get(source)?.request(piece),
        onDropped: (source, code) => this.swarm.ban(source, new BeamError(code)),
        onFigures: () => this.gotProgress(keeper),
        onWhole: resolve,
        onError: reject,
      });
      this.download = download;
      for (const supplier of this.swarm.sources) this.take(supplier, download);
      this.swarm.resume();
    });
  }

  private take(supplier: Supplier, download: Download): void {
    supplier.tell({ type: 'accept', bytes: this.keeper?.bytesDone ?? 0 });
    download.onSource(supplier.peer, supplier.connection.path?.roundTripMs);
  }

  private async openKeeper({ head, paths }: Offer): Promise<Keeper> {
    const share = { id: this.roomId, manifestSha256: head.sha256, name: paths[0] ?? '', files: head.files, bytes: head.bytes };
    const keeper = await Keeper.open(this.parts, share, Date.now(), (thrown) => {
      this.gotHopeless(toBeamError(thrown, 'storage-failed'));
    });
    const neededBytes = head.bytes - keeper.bytesDone;
    const freeBytes = await this.parts.freeBytes();
    if (freeBytes === undefined || neededBytes <= freeBytes) return keeper;
    await (keeper.bytesDone === 0 ? keeper.discard() : keeper.close());
    throw new BeamError('space-short', { figures: { neededBytes, freeBytes } });
  }

  private gotProgress(keeper: Keeper): void {
    this.rate.onBytes(keeper.bytesDone, performance.now());
    this.swarm.tellAll({ type: 'progress', bytes: keeper.bytesDone });
    this.announcer.announceFigures();
  }

  private async save(offer: Offer, keeper: Keeper, sink: Sink, signal: AbortSignal): Promise<void> {
    this.become('saving');
    this.swarm.tellAll({ type: 'saving' });
    const vault = await keeper.finish();
    await sink.save(sinkFiles(vault, offer.files, offer.paths), signal, () => {});
    await keeper.markSaved(Date.now());
    this.swarm.tellAll({ type: 'receipt', bytes: offer.head.bytes, sha256: offer.head.sha256 });
    this.become('done');
  }

  // --- ends --------------------------------------------------------------------------------------------------------

  /** Tells the senders why, and lets go of everything but what is on disk. */
  private stopAttempt(code: ErrorCode): void {
    this.attempt.abort();
    this.download?.stop();
    this.download = undefined;
    this.swarm.pause(code);
  }

  private discard(): void {
    const { keeper } = this;
    this.keeper = undefined;
    // What cannot be removed now can be removed in the Storage section.
    this.discarding = this.discarding.then(() => keeper?.discard()).catch(() => {});
  }

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
