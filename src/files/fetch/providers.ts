/** Those that a receiver has a link with, or is making one: one for each peer. */
import type { ReceiverMessage } from '../../protocol/messages/control-message.ts';
import type { PeerId } from '../../protocol/messages/room-message.ts';
import type { ConnectionView } from '../../connection/connection-view.ts';
import { laneId, type LaneId } from './lane-id.ts';
import type { Provider } from './provider.ts';

export class Providers {
  private readonly byPeer = new Map<PeerId, Provider>();

  private readonly onSourceLost: (source: LaneId) => void;

  /** @param onSourceLost each lane of one that is forgotten */
  constructor(onSourceLost: (source: LaneId) => void) {
    this.onSourceLost = onSourceLost;
  }

  get all(): readonly Provider[] {
    return [...this.byPeer.values()];
  }

  get isEmpty(): boolean {
    return this.byPeer.size === 0;
  }

  /** Those whose manifest is checked. */
  get sources(): readonly Provider[] {
    return this.all.filter(({ manifest }) => manifest !== undefined);
  }

  /** Of the link that carries the bytes, or is about to. */
  get connection(): ConnectionView | undefined {
    const { all } = this;
    return (all.find(({ linkState }) => linkState === 'open') ?? all[0])?.connection;
  }

  get(peer: PeerId): Provider | undefined {
    return this.byPeer.get(peer);
  }

  /** Not one whose place another link has taken. */
  has(provider: Provider): boolean {
    return this.byPeer.get(provider.peer) === provider;
  }

  add(provider: Provider): void {
    this.byPeer.set(provider.peer, provider);
  }

  /** False when another link has taken its place. */
  forget(provider: Provider): boolean {
    if (!this.has(provider)) return false;
    this.byPeer.delete(provider.peer);
    for (const lane of provider.lanes) this.onSourceLost(laneId(provider.peer, lane));
    return true;
  }

  tellAll(message: ReceiverMessage): void {
    for (const provider of this.sources) provider.tell(message);
  }

  setIceServers(iceServers: RTCIceServer[]): void {
    for (const provider of this.all) provider.setIceServers(iceServers);
  }

  look(): void {
    for (const provider of this.all) provider.look();
  }

  /** Looks for another way under the same links. */
  restart(): void {
    for (const provider of this.all) provider.restart();
  }

  /** The same under those that are broken. */
  restartIce(): void {
    for (const provider of this.all) if (provider.linkState === 'broken') provider.restart();
  }

  /** Whether they still live: see PeerLink. */
  checkNow(): void {
    for (const provider of this.all) provider.checkNow();
  }

  close(): void {
    for (const provider of this.all) provider.close();
  }
}
