/** Those that a receiver has a link with, or is making one: one for each peer. */
import type { ReceiverMessage } from '../../protocol/control-message.ts';
import type { PeerId } from '../../protocol/room-message.ts';
import type { ConnectionView } from '../../connection/connection-view.ts';
import { sourceId, type SourceId } from './lane-id.ts';
import type { Supplier } from './provider.ts';

export class Suppliers {
  private readonly byPeer = new Map<PeerId, Supplier>();

  private readonly onSourceLost: (source: SourceId) => void;

  /** @param onSourceLost each lane of one that is forgotten */
  constructor(onSourceLost: (source: SourceId) => void) {
    this.onSourceLost = onSourceLost;
  }

  get all(): readonly Supplier[] {
    return [...this.byPeer.values()];
  }

  get isEmpty(): boolean {
    return this.byPeer.size === 0;
  }

  /** Those whose manifest is checked. */
  get sources(): readonly Supplier[] {
    return this.all.filter(({ manifest }) => manifest !== undefined);
  }

  /** Of the link that carries the bytes, or is about to. */
  get connection(): ConnectionView | undefined {
    const { all } = this;
    return (all.find(({ linkState }) => linkState === 'open') ?? all[0])?.connection;
  }

  get(peer: PeerId): Supplier | undefined {
    return this.byPeer.get(peer);
  }

  /** Not one whose place another link has taken. */
  has(supplier: Supplier): boolean {
    return this.byPeer.get(supplier.peer) === supplier;
  }

  add(supplier: Supplier): void {
    this.byPeer.set(supplier.peer, supplier);
  }

  /** False when another link has taken its place. */
  forget(supplier: Supplier): boolean {
    if (!this.has(supplier)) return false;
    this.byPeer.delete(supplier.peer);
    for (const lane of supplier.lanes) this.onSourceLost(sourceId(supplier.peer, lane));
    return true;
  }

  tellAll(message: ReceiverMessage): void {
    for (const supplier of this.sources) supplier.tell(message);
  }

  setIceServers(iceServers: RTCIceServer[]): void {
    for (const supplier of this.all) supplier.setIceServers(iceServers);
  }

  look(): void {
    for (const supplier of this.all) supplier.look();
  }

  /** Looks for another way under the same links. */
  restart(): void {
    for (const supplier of this.all) supplier.restart();
  }

  /** The same under those that are broken. */
  mend(): void {
    for (const supplier of this.all) if (supplier.linkState === 'broken') supplier.restart();
  }

  /** Whether they still live: see PeerLink. */
  checkNow(): void {
    for (const supplier of this.all) supplier.checkNow();
  }

  close(): void {
    for (const supplier of this.all) supplier.close();
  }
}
