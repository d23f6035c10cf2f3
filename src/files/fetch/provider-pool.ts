/** Those who provide one share to us: one provider for each peer of the room that announces it. */
import type { ConnectionView } from '../../connection/connection-view.ts';
import { BeamError, isUnreached, toBeamError, type ErrorCode } from '../../protocol/errors.ts';
import { visibleName } from '../../protocol/visible-name.ts';
import type { ReceiverMessage } from '../../protocol/messages/control-message.ts';
import type { Preview } from '../../protocol/messages/peer-message.ts';
import type { Refusal } from '../../protocol/messages/refusal.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import { ShareVerifier } from '../../rendezvous/share-key.ts';
import type { Token } from '../../rendezvous/token.ts';
import type { Loss } from '../../room/membership.ts';
import type { RoomPeers } from '../../room/room-peers.ts';
import type { LanePeer } from '../../room/service.ts';
import type { Decompression } from '../compress/decompression.ts';
import type { CheckedManifest } from './checked-manifest.ts';
import { manifestOfPreview } from './manifest-receiver.ts';
import { factsOf, type ProviderFacts } from './provider-facts.ts';
import { Provider } from './provider.ts';

export interface ProviderPoolEvents {
  /** The manifest that a peer announced ahead of its link (S13), checked. */
  onPreview(manifest: CheckedManifest): void;
  /** A provider's manifest is here and checked. False when it is not the share that we know: it is banned. */
  onManifest(provider: Provider, manifest: CheckedManifest): boolean;
  /**
   * No provider is left: it ended the share, misbehaved or is unreachable, or the room is closed to us.
   */
  onNoProvider(error: BeamError): void;
  onState(): void;
}

export class ProviderPool {
  private readonly providers = new Map<PeerId, Provider>();
  /** Peers whose preview is being looked at, or was: another one is not. */
  private readonly previewed = new Map<PeerId, string>();
  /** Somebody has shown to have it; and who. */
  private hasManifest = false;
  private readonly heard = new Set<PeerId>();

  private readonly token: Token;
  private readonly decompression: Decompression;
  /** Of the room. */
  private readonly peers: () => RoomPeers;
  private readonly events: ProviderPoolEvents;

  constructor(token: Token, decompression: Decompression, peers: () => RoomPeers, events: ProviderPoolEvents) {
    this.token = token;
    this.decompression = decompression;
    this.peers = peers;
    this.events = events;
  }

  /** The files service with one peer, whose link is open. */
  open(link: LanePeer): Provider {
    const provider = new Provider(link, this.token, this.decompression, {
      onManifest: (each, manifest) => this.gotManifest(each, manifest),
      onState: () => this.events.onState(),
      onFault: ({ peer }, error) => this.ban(peer, error),
      onClosed: (each) => {
        if (this.providers.get(each.peer) === each) this.providers.delete(each.peer);
        this.events.onState();
      },
    });
    this.providers.set(link.id, provider);
    return provider;
  }

  get facts(): ProviderFacts {
    const room = this.peers();
    return factsOf(room, [...this.providers.values()]);
  }

  get isByHttp(): boolean {
    return this.peers().isByHttp;
  }

  get isAddressTold(): boolean {
    return this.peers().isAddressTold;
  }

  /** Of the link that carries the bytes, or is about to; else of the one that failed; undefined without any. */
  get connection(): ConnectionView | undefined {
    const { peers, all } = this.peers();
    const living = peers.find(({ linkState }) => linkState === 'open') ?? peers[0];
    return (living ?? all.find(({ peer }) => peer?.failure !== undefined)?.peer)?.connection;
  }

  lookClosely(isWanted: boolean): void {
    this.peers().lookClosely(isWanted);
  }

  /** Those whose manifest is checked. */
  get sources(): readonly Provider[] {
    return [...this.providers.values()].filter(({ manifest }) => manifest !== undefined);
  }

  get(peer: PeerId): Provider | undefined {
    return this.providers.get(peer);
  }

  tellAll(message: ReceiverMessage): void {
    for (const provider of this.sources) provider.tell(message);
  }

  /** It broke a rule: told why, and never greeted again. */
  ban(peer: PeerId, error: BeamError): void {
    this.peers().ban(peer, error.code);
  }

  /** Ends all links and says why. */
  endAll(code: ErrorCode): void {
    this.peers().endAll(code);
  }

  restart(): void {
    this.peers().restart();
  }

  restartBroken(): void {
    this.peers().restartBroken();
  }

  refresh(): void {
    this.peers().refresh();
  }

  renew(): void {
    this.peers().renew();
  }

  // --- what the room says -------------------------------------------------------------------------------------------

  /** One for each link: others are not even looked at. */
  gotPreview(peer: PeerId, link: string, preview: Preview): void {
    if (this.previewed.get(peer) === link || this.providers.get(peer)?.hasBegun === true) return;
    this.previewed.set(peer, link);
    manifestOfPreview(preview, this.token).then(
      (manifest) => {
        if (this.providers.get(peer)?.hasBegun === true) return; // the channel was quicker
        void this.decompression.prepare(manifest.head.bytes);
        if (this.peers().get(peer)?.peer?.isLiving === true) this.events.onPreview(manifest);
      },
      (thrown: unknown) => this.ban(peer, toBeamError(thrown, 'internal')),
    );
  }

  /** Signed by the share's key, or it is nothing: everybody with the link can seal. */
  async gotRefusal(peer: PeerId, refusal: Refusal): Promise<void> {
    const verifier = await ShareVerifier.fromPublicKey(refusal.key, this.token).catch(() => undefined);
    if ((await verifier?.hasSignedRefusal(refusal)) !== true) return;
    this.peers().ban(peer, refusal.code);
    this.reportNoProvider(new BeamError(refusal.code));
  }

  gotLost(peer: PeerId, { by, code, path }: Loss): void {
    if (by === 'peer' && !isUnreached(code) && code !== 'connection-lost') this.peers().ban(peer, code);
    // A stranger, while we know the share and wait for its sender, is no reason to give up.
    if (by === 'here' && this.hasManifest && !this.heard.has(peer)) return;
    this.reportNoProvider(new BeamError(code, path === undefined ? {} : { figures: { path: visibleName(path) } }));
  }

  gotClosed(error: BeamError): void {
    this.reportNoProvider(error);
  }

  private gotManifest(provider: Provider, manifest: CheckedManifest): void {
    this.hasManifest = true;
    this.heard.add(provider.peer);
    if (!this.events.onManifest(provider, manifest)) this.ban(provider.peer, new BeamError('manifest-bad'));
  }

  private reportNoProvider(error: BeamError): void {
    if (this.peers().peers.length === 0) this.events.onNoProvider(error);
  }
}
