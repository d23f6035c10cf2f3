/**
 * A room as a guest runs it: looks for those who give, has the share that the link was opened for and what else is
 * announced, and adds shares of its own.
 */
import { isUnreached, toBeamError } from '../protocol/errors.ts';
import type { Refusal } from '../protocol/messages/refusal.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { FileRange } from '../protocol/withdrawal.ts';
import { MAX_PASS_ON_MS } from '../protocol/limits.ts';
import { NO_CONNECTION, type ConnectionView } from '../connection/connection-view.ts';
import type { Decompression } from '../files/compress/decompression.ts';
import type { LandingParts } from '../files/fetch/landing.ts';
import { FilesService } from '../files/files-service.ts';
import type { Link } from '../rendezvous/link.ts';
import { ShareVerifier } from '../rendezvous/share-key.ts';
import { deriveCapability, type Capability } from '../rendezvous/token.ts';
import type { Loss, RoomPeersParts } from '../room/membership.ts';
import type { RoomPeers } from '../room/room-peers.ts';
import type { AddingPlace } from './added-shares.ts';
import { Announcer } from './announcer.ts';
import { GivenShares } from './given-shares.ts';
import type { Sharing } from './holder.ts';
import type { OfferedParts } from './offered-share.ts';
import { notesKey, type RoomRecords } from './own-room.ts';
import { RoomNotes } from './room-notes.ts';
import { RoomServices } from './room-services.ts';
import { RoomShares } from './room-shares.ts';
import { TakenShare, type TakenPlace } from './taken-share.ts';
import type { NotesSession } from './view/notes.ts';
import type { ReceiveSession, ReceiveView, SaveChoice } from './view/receive.ts';
import type { GuestsView, RoomSession } from './view/room.ts';

export interface ReceiveParts extends RoomPeersParts, Pick<RoomRecords, 'keptNotes'> {
  readonly server: string;
  readonly decompression: Decompression;
  /** What this browser gives to others of what it takes. */
  readonly sharing: Sharing;
  /** Needed for what the share becomes here: the sender is looked for meanwhile. */
  readonly stores: Promise<LandingParts>;
  /** For what this person adds: asked for when they do. */
  readonly offering: () => Promise<OfferedParts>;
  /** Something was added to this room on an earlier visit. */
  readonly hasAdded: (roomId: string) => Promise<boolean>;
  /** Inside of another app, of which nobody knows whether it saves. */
  readonly isEnclosed?: boolean;
  /** Of a link without a password, where its room is entered already: with `identity`. */
  readonly capability?: Promise<Capability>;
}

export class ReceiveShare implements ReceiveSession {
  private readonly announcer = new Announcer();
  private readonly ending = new AbortController();
  private readonly services: RoomServices;
  private readonly roomNotes: RoomNotes = new RoomNotes({
    numberOf: (peer) => this.services.peers.get(peer)?.number,
    onSend: () => this.services.peers.takePart(),
    onEarly: () => this.announceState(),
    key: async () => notesKey((await this.withoutPassword()).roomId, false),
    keptNotes: async () => this.parts.keptNotes?.(),
  });
  private readonly main: TakenShare;
  private readonly given: GivenShares;
  private readonly shares: RoomShares;
  private capability: Capability | undefined;
  private connection: ConnectionView = NO_CONNECTION;

  private readonly link: Link;
  private readonly parts: ReceiveParts;
  private readonly password: string;

  /** @param password where the link wants one */
  constructor(link: Link, parts: ReceiveParts, password: string = '') {
    this.link = link;
    this.parts = parts;
    this.password = password;
    const { signal } = this.ending;
    const place = this.placeOfTaken();
    this.main = new TakenShare(place);
    this.given = new GivenShares(place, this.main, (id) => this.shares.isOwn(id));
    const { given, announcer } = this;
    const files: FilesService = new FilesService({
      token: link.token,
      decompression: parts.decompression,
      peers: () => this.services.peers,
      poolFor: (manifest, from, isAhead) => given.poolFor(manifest, from, isAhead),
      known: (announcement) => given.known(announcement),
      onShares: (from, count) => this.gotShares(from, count),
    });
    this.services = new RoomServices(
      { token: link.token, files, notes: this.roomNotes },
      parts,
      {
        onState: () => this.announceState(),
        onFigures: () => {
          given.gotFigures();
          announcer.announceFigures();
        },
        onPreview: (peer, linkId, preview) => files.gotPreview(peer, linkId, preview),
        onRefusal: (peer, refusal) => void this.gotRefusal(peer, refusal),
        onLost: (peer, loss) => this.gotLost(peer, loss),
        onClosed: (error) => given.gotClosed(error),
      },
      signal,
    );
    this.shares = new RoomShares({
      given,
      offering: parts.offering,
      place: this.placeOfOwn(),
      peers: () => this.services.peers,
      isOpen: () => this.capability !== undefined && this.services.peers.hadOpenLink,
      guests: () => this.guestsView(),
    });
    parts.relayChoice.onChange(() => this.gotRelayChoice(), signal);
    // A page that goes closes its links at once: the others need not wait for a timeout.
    parts.life.onLeave(() => this.leave(), signal);
    this.start().catch((thrown: unknown) => this.main.fail(toBeamError(thrown, 'internal')));
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

  get view(): ReceiveView {
    return {
      ...this.main.view,
      role: 'receiver',
      connection: this.connectionView(),
      isAddressTold: this.services.peers.isAddressTold,
      hasMore: this.roomNotes.areThere || this.given.list.length > 0 || (this.shares.added?.list.length ?? 0) > 0,
    };
  }

  // --- what a person asks for ---------------------------------------------------------------------------------------

  accept(choice: SaveChoice): void {
    this.main.accept(choice);
  }

  choose(files: FileRange, isChosen: boolean): void {
    this.main.choose(files, isChosen);
  }

  lookClosely(isWanted: boolean): void {
    this.services.peers.lookClosely(isWanted);
  }

  cancel(): void {
    if (this.main.view.isBusy) this.main.cancel();
    else this.leave();
  }

  pause(): void {
    this.main.pause();
  }

  resume(): void {
    this.main.resume();
  }

  leave(): void {
    this.given.leave();
    this.ending.abort();
  }

  // --- the room -----------------------------------------------------------------------------------------------------

  private placeOfTaken(): TakenPlace {
    const { parts } = this;
    return {
      link: this.link,
      relayChoice: parts.relayChoice,
      stores: () => parts.stores,
      isEnclosed: parts.isEnclosed ?? false,
      signal: this.ending.signal,
      roomId: () => this.capability?.roomId ?? '',
      peers: () => this.services.peers,
      takePart: () => this.services.peers.takePart(),
      sharing: parts.sharing,
      offer: (uploads) => this.services.files.offer(uploads),
      onState: () => this.announceState(),
      onFigures: () => this.announcer.announceFigures(),
    };
  }

  private placeOfOwn(): AddingPlace {
    return {
      founder: undefined,
      signal: this.ending.signal,
      link: this.link,
      services: () => this.services,
      isFirst: () => false,
      capability: () => this.capability!,
      mostDownloads: () => Infinity,
      passOnUntilMs: () => Date.now() + MAX_PASS_ON_MS,
      onReceipt: () => {},
      takePart: () => this.services.peers.takePart(),
      onList: () => this.shares.announceState(),
      onState: () => this.announceState(),
      onFigures: () => this.announcer.announceFigures(),
    };
  }

  /** Few links want a password: what that takes is loaded for them. */
  private async unlocked(): Promise<Capability> {
    const { deriveWithPassword } = await import('../rendezvous/password.ts').catch((thrown: unknown) => {
      throw toBeamError(thrown, 'server-unreachable');
    });
    return deriveWithPassword(this.link.token, this.password);
  }

  /** The room is the same one with a password. */
  private withoutPassword(): Promise<Capability> {
    return this.parts.capability ?? deriveCapability(this.link.token);
  }

  private async start(): Promise<void> {
    const capability = await (this.link.hasPassword ? this.unlocked() : this.withoutPassword());
    this.capability = capability;
    await this.services.join(this.parts.server, capability);
    if (await this.parts.hasAdded(capability.roomId).catch(() => false)) await this.shares.restore().catch(() => {}); // they can be added again
  }

  /** The last one stays to be seen when all is done. */
  private connectionView(): ConnectionView {
    const connection = connectionOf(this.services.peers);
    if (connection !== undefined) this.connection = connection;
    else if (this.main.phase !== 'done' && this.main.phase !== 'saving') this.connection = NO_CONNECTION;
    return this.connection;
  }

  /** It matters to who takes part, or may take something from another guest. */
  private guestsView(): GuestsView | undefined {
    const { peers } = this.services;
    const isOfUse =
      peers.hasTakenPart ||
      this.main.mayBePassedOn ||
      this.given.list.some(({ share }) => !share.isHosts || share.mayBePassedOn);
    return isOfUse ? { areAllowed: peers.areGuestsAllowed, isOnlyHost: peers.isOnlyHost } : undefined;
  }

  private gotShares(from: PeerId, count: number): void {
    if (this.services.peers.get(from)?.peer?.isHost !== true) return;
    this.main.isNothingYet = count === 0;
    this.main.announceState();
  }

  /** Signed by the founding key, or it is nothing: everybody with the link can seal. */
  private async gotRefusal(peer: PeerId, refusal: Refusal): Promise<void> {
    const verifier = await ShareVerifier.ofFounder(refusal.key, this.link.token).catch(() => undefined);
    if ((await verifier?.hasSignedRefusal(refusal)) !== true) return;
    this.services.peers.ban(peer, refusal.code);
    this.given.gotLost(peer, { by: 'peer', code: refusal.code });
  }

  private gotLost(peer: PeerId, loss: Loss): void {
    const { by, code } = loss;
    this.shares.added?.list.forEach(({ uploads }) => uploads?.gotLost(peer, loss));
    if (by === 'peer' && !isUnreached(code) && code !== 'connection-lost') this.services.peers.ban(peer, code);
    this.given.gotLost(peer, loss);
  }

  /** The links are made anew where that can help; after a transfer there is no use in it. */
  private gotRelayChoice(): void {
    const isOfUse = this.given.all.map((share) => share.gotRelayChoice()).some(Boolean);
    if (isOfUse || (this.shares.added?.list.length ?? 0) > 0) this.services.peers.renew();
    this.announceState();
  }

  private announceState(): void {
    this.announcer.announceState();
    this.shares.announceState();
  }
}

/** Of the link that carries the bytes, or is about to; else of the one that failed; undefined without any. */
function connectionOf({ peers, all }: RoomPeers): ConnectionView | undefined {
  const living = peers.find(({ linkState }) => linkState === 'open') ?? peers[0];
  return (living ?? all.find(({ peer }) => peer?.failure !== undefined)?.peer)?.connection;
}
