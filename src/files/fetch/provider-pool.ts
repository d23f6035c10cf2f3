/** Those who provide one share to us: one provider for each peer of the room that announces it. */
import { BeamError, type ErrorCode } from '../../protocol/errors.ts';
import { visibleName } from '../../protocol/visible-name.ts';
import type { ReceiverMessage, StopMessage } from '../../protocol/messages/control-message.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { Peer } from '../../room/peer.ts';
import type { RoomPeers } from '../../room/room-peers.ts';
import type { CheckedManifest } from './checked-manifest.ts';
import { factsOf, type ProviderFacts } from './provider-facts.ts';
import type { Provider } from './provider.ts';

export interface ProviderPoolEvents {
  /** The manifest that the host announced ahead of its link (S13), checked. */
  onPreview(manifest: CheckedManifest): void;
  /** A provider's manifest is here and checked. False when it is not the share that we know: it is banned. */
  onManifest(provider: Provider, manifest: CheckedManifest): boolean;
  /** No provider is left: the last one has stopped it, and says why. */
  onNoProvider(error: BeamError): void;
  onState(): void;
}

export class ProviderPool {
  private readonly providers = new Map<PeerId, Provider>();
  /** Who has announced it, ever: it may come back. */
  private readonly heard = new Set<PeerId>();
  /** Of whom the host has told us that they give it. */
  private readonly givers = new Set<PeerId>();
  private isHosts = false;

  /** Of the room. */
  private readonly peers: () => RoomPeers;
  private readonly events: ProviderPoolEvents;

  constructor(peers: () => RoomPeers, events: ProviderPoolEvents) {
    this.peers = peers;
    this.events = events;
  }

  /** False when it is not the share that we know. */
  add(provider: Provider, manifest: CheckedManifest): boolean {
    this.providers.set(provider.peer, provider);
    this.heard.add(provider.peer);
    this.isHosts ||= manifest.isHosts; // who passes it on may have left the mark out
    return this.events.onManifest(provider, manifest);
  }

  /** Its link is gone, or it is stopped on it. */
  remove(provider: Provider): void {
    if (this.providers.get(provider.peer) === provider) this.providers.delete(provider.peer);
    this.events.onState();
  }

  /** The host says that this peer gives it: it may be had once there is a link with it. */
  introduce(by: PeerId, manifest: CheckedManifest): void {
    this.givers.add(by);
    this.heard.add(by);
    this.isHosts = manifest.isHosts;
    this.events.onPreview(manifest);
  }

  /** Somebody who gives it is in the room, with whom there is no link yet. */
  get isWithinReach(): boolean {
    const members = [...this.givers].map((peer) => this.peers().get(peer));
    return members.some((member) => member?.isPresent === true && member.peer === undefined);
  }

  preview(manifest: CheckedManifest): void {
    this.events.onPreview(manifest);
  }

  gotState(): void {
    this.events.onState();
  }

  /** What a holder stops, others may still give; what the host stops of its own is over. */
  gotStopped(provider: Provider, { code, path }: StopMessage): void {
    if (provider.held !== undefined) return this.events.onState();
    const isOver = this.isHosts && this.peers().get(provider.peer)?.peer?.isHost === true;
    if (!isOver && this.providers.size > 0 && this.providers.get(provider.peer) !== provider) return;
    this.events.onNoProvider(new BeamError(code, path === undefined ? {} : { figures: { path: visibleName(path) } }));
  }

  /** Others who take it may give it to us: as far as the host allows it, and the person here. */
  get mayHaveHolders(): boolean {
    const { areGuestsAllowed, isOnlyHost } = this.peers();
    return areGuestsAllowed && !isOnlyHost;
  }

  /** This peer has announced it, on some link. */
  hasHeard(peer: PeerId): boolean {
    return this.heard.has(peer);
  }

  /** There is a link with somebody who may have it, or one is being made. */
  get hasSomebody(): boolean {
    return this.holders.length > 0;
  }

  /** The host may come back under another id, after a reload. */
  private get holders(): readonly Peer[] {
    const { heard, isHosts } = this;
    return this.peers().peers.filter(({ id, isHost }) => heard.size === 0 || heard.has(id) || (isHosts && isHost));
  }

  get facts(): ProviderFacts {
    const { isJoined, isAway, isGreeting, hadOpenLink } = this.peers();
    return factsOf({ isJoined, isAway, isGreeting, hadOpenLink, peers: this.holders }, [...this.providers.values()]);
  }

  /** Those whose manifest is checked. */
  get sources(): readonly Provider[] {
    return [...this.providers.values()];
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

  /** Takes no more of it from anybody, and says why. Who still offers it announces it again. */
  stopAll(code: ErrorCode): void {
    for (const provider of this.sources) provider.stop(code);
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
}
