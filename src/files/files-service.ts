/**
 * The files service of one room: the shares that this person offers there, announced to everybody who comes, and the
 * shares of others as they are announced. Each of these has a pool of those who provide it.
 */
import { toBeamError } from '../protocol/errors.ts';
import type { ManifestMessage } from '../protocol/messages/control-message.ts';
import type { Preview } from '../protocol/messages/peer-message.ts';
import type { PeerId } from '../protocol/messages/room-message.ts';
import type { Token } from '../rendezvous/token.ts';
import type { RoomPeers } from '../room/room-peers.ts';
import type { LanePeer, PeerService } from '../room/service.ts';
import type { Decompression } from './compress/decompression.ts';
import type { CheckedManifest } from './fetch/checked-manifest.ts';
import { manifestOfPreview } from './fetch/manifest-receiver.ts';
import { Provider } from './fetch/provider.ts';
import type { ProviderPool } from './fetch/provider-pool.ts';
import { FilesSession } from './files-session.ts';
import type { Uploads } from './serve/uploads.ts';
import type { ShareLink } from './share-link.ts';

/** Major version (SPEC.md, section V). */
const FILES_VERSION = 1;

export interface FilesServiceParts {
  readonly token: Token;
  readonly decompression: Decompression;
  peers(): RoomPeers;
  /**
   * Who provides the share that was announced; `own` of one that this person offers: it is let be.
   * Undefined: no more shares are wanted from this peer. @param isAhead it was said before the link is open, by the host.
   */
  poolFor(manifest: CheckedManifest, from: PeerId, isAhead: boolean): ProviderPool | 'own' | undefined;
  /** The list of a share that is known by its key and its head, if it is. */
  known(announcement: ManifestMessage): CheckedManifest | undefined;
  /** Shares of others that newcomers are told of, and who gives each: a host's. */
  introductions?(): Iterable<readonly [CheckedManifest, PeerId]>;
  /** A peer's link is open, and it announces so many shares next. */
  onShares(from: PeerId, count: number): void;
}

export class FilesService implements PeerService {
  readonly name = 'files';
  readonly version = FILES_VERSION;
  private offered: readonly Uploads[] = [];
  private readonly sessions = new Map<PeerId, FilesSession>();
  private readonly pools = new WeakMap<Provider, ProviderPool>();
  /** The link of each peer's preview that is being looked at, or was: another one is not. */
  private readonly previewed = new Map<PeerId, string>();

  private readonly parts: FilesServiceParts;

  constructor(parts: FilesServiceParts) {
    this.parts = parts;
  }

  open(link: LanePeer): FilesSession {
    const session: FilesSession = new FilesSession(link, {
      makeProvider: (shareLink) => this.makeProvider(shareLink),
      onShares: (count) => this.parts.onShares(link.id, count),
      onClosed: () => {
        if (this.sessions.get(link.id) === session) this.sessions.delete(link.id);
      },
    });
    this.sessions.set(link.id, session);
    session.begin(this.offered);
    for (const [manifest, by] of this.parts.introductions?.() ?? []) session.introduce(manifest, by);
    return session;
  }

  /** To everybody, now and later. @param isFirst the room was founded with it: who comes later hears of it first */
  offer(uploads: Uploads, isFirst = false): void {
    const open = this.offered.filter(({ isClosed }) => !isClosed);
    this.offered = isFirst ? [uploads, ...open] : [...open, uploads];
    for (const session of this.sessions.values()) session.offer(uploads);
  }

  /** One for each link: others are not even looked at. */
  gotPreview(from: PeerId, link: string, preview: Preview): void {
    if (this.previewed.get(from) === link || this.sessions.get(from)?.hasBegun === true) return;
    this.previewed.set(from, link);
    manifestOfPreview(preview, this.parts.token).then(
      (manifest) => {
        if (this.sessions.get(from)?.hasBegun === true) return; // the channel was quicker
        void this.parts.decompression.prepare(manifest.head.bytes);
        if (this.parts.peers().get(from)?.peer?.isLiving !== true) return;
        const pool = this.parts.poolFor(manifest, from, true);
        if (pool !== 'own') pool?.preview(manifest);
      },
      (thrown: unknown) => this.parts.peers().ban(from, toBeamError(thrown, 'internal').code),
    );
  }

  private makeProvider(link: ShareLink): Provider {
    return new Provider(link, this.parts.token, this.parts.decompression, {
      onManifest: (provider, manifest) =>
        this.sessions.get(provider.peer)?.inOrder(provider, () => this.gotManifest(provider, manifest)),
      onState: (provider) => this.pools.get(provider)?.gotState(),
      onFault: ({ peer }, error) => this.parts.peers().ban(peer, error.code),
      onStopped: (provider, message) => this.pools.get(provider)?.gotStopped(provider, message),
      onClosed: (provider) => this.pools.get(provider)?.remove(provider),
      known: (announcement) => this.parts.known(announcement),
    });
  }

  private gotManifest(provider: Provider, manifest: CheckedManifest): void {
    const { by, peer } = provider;
    const pool = this.parts.poolFor(manifest, by ?? peer, false);
    if (pool === 'own') return;
    if (by !== undefined) return pool?.introduce(by, manifest);
    if (pool === undefined) return this.parts.peers().ban(peer, 'peer-misbehaved');
    if (this.parts.introductions !== undefined)
      for (const session of this.sessions.values()) session.introduce(manifest, peer);
    this.pools.set(provider, pool);
    if (!pool.add(provider, manifest)) this.parts.peers().ban(provider.peer, 'manifest-bad');
  }
}
