/** One share as its sender runs it: key, link, room, and a delivery for each receiver. */
import { toBeamError, type BeamError } from '../protocol/errors.ts';
import type { PeerMessage } from '../protocol/peer-message.ts';
import type { PeerId } from '../protocol/room-message.ts';
import { shareLink } from '../share/link.ts';
import { ShareSigner } from '../share/share-key.ts';
import { deriveCapability } from '../share/token.ts';
import { Room } from '../signaling/room.ts';
import type { Source } from '../storage/source.ts';
import { Announcer } from './announcer.ts';
import { Delivery } from './delivery.ts';
import { OfferedShare } from './offered-share.ts';
import { sendPercent, sendStatus } from './status.ts';
import { FILES_SHOWN, type Note, type SendSession, type SendView, type Status } from './view.ts';

export interface SendParts {
  /** The page's own address: links point to it. */
  readonly base: string;
  readonly config: RTCConfiguration;
}

export class SendShare implements SendSession {
  private readonly announcer = new Announcer();
  private readonly ending = new AbortController();
  /** The latest delivery of each peer. */
  private readonly deliveries = new Map<PeerId, Delivery>();
  private room: Room | undefined;
  private link: string | undefined;
  private error: BeamError | undefined;
  private isStopped = false;
  private isRoomAway = false;
  private arrivals = 0;

  constructor(private readonly source: Source, private readonly parts: SendParts) {
    // A page that goes closes its links at once: the others need not wait for a timeout.
    globalThis.addEventListener('pagehide', () => this.closeAll(), { signal: this.ending.signal });
    this.start().catch((thrown: unknown) => this.fail(toBeamError(thrown, 'internal')));
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.announcer.onChange(listener, signal);
  }

  get view(): SendView {
    const receivers = [...this.deliveries.values()].map(({ view }) => view);
    const { bytes, files } = this.source;
    const { status, note } = this.statusOf(sendStatus(receivers));
    return {
      role: 'sender',
      status,
      note,
      remarks: this.room?.isByHttp === true ? ['server-by-http'] : [],
      error: this.error,
      link: this.link,
      amount: { files: files.length, bytes },
      files: files.slice(0, FILES_SHOWN).map(({ path, size }) => ({ path, bytes: size })),
      receivers,
      percent: sendPercent(receivers, bytes),
      isBusy: !this.isStopped && receivers.some(({ status }) => status === 'sending' || status === 'saving' || status === 'reconnecting'),
    };
  }

  cancel(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    for (const delivery of this.deliveries.values()) delivery.cancel('cancelled-by-sender');
    // The room's socket has the last words to carry; a second is plenty.
    setTimeout(() => this.ending.abort(), 1000);
    this.announcer.announceState();
  }

  cancelReceiver(id: string): void {
    this.deliveries.get(id)?.cancel('cancelled-by-sender');
  }

  private statusOf(status: Status): { status: Status; note: Note | undefined } {
    if (this.isStopped) return { status: status === 'done' ? 'done' : 'failed', note: 'stopped' };
    if (this.error !== undefined) return { status: 'failed', note: undefined };
    if (this.isRoomAway && status === 'waiting') return { status: 'reconnecting', note: 'server-away' };
    switch (status) {
      case 'waiting':
        return { status, note: 'for-receiver' };
      case 'ready':
        return { status, note: 'for-accept' };
      case 'done':
        return { status, note: 'receivers-done' };
      default:
        return { status, note: undefined };
    }
  }

  private async start(): Promise<void> {
    const signer = await ShareSigner.generate();
    this.link = shareLink(this.parts.base, signer.token);
    this.announcer.announceState();
    const [share, capability] = await Promise.all([OfferedShare.create(this.source, signer), deriveCapability(signer.token)]);
    this.room = await Room.join(this.parts.base, capability, {
      onJoined: (peers) => this.gotPeers(peers),
      onPeerJoined: (peer) => this.deliveries.get(peer)?.gotPresence(true),
      onPeerLeft: (peer) => this.gotLeft(peer),
      onMessage: (from, message) => this.gotMessage(share, from, message),
      onAway: () => this.gotAway(true),
      onClosed: (error) => this.fail(error),
    }, this.ending.signal);
  }

  private gotPeers(peers: readonly PeerId[]): void {
    this.gotAway(false);
    for (const [peer, delivery] of this.deliveries) delivery.gotPresence(peers.includes(peer));
    // We may have been away when they greeted: they greet whoever joins, and to them we just did.
  }

  private gotLeft(peer: PeerId): void {
    const delivery = this.deliveries.get(peer);
    delivery?.gotPresence(false);
    // Who only looked, a preview bot for one, leaves no trace.
    if (delivery?.isOver === true && !delivery.hasAccepted) this.deliveries.delete(peer);
    this.announcer.announceState();
  }

  private gotAway(isAway: boolean): void {
    this.isRoomAway = isAway;
    this.announcer.announceState();
  }

  private gotMessage(share: OfferedShare, from: PeerId, message: PeerMessage): void {
    if (message.type !== 'hello') {
      this.deliveries.get(from)?.got(message);
      return;
    }
    if (message.role !== 'receiver' || this.isStopped) return;
    const earlier = this.deliveries.get(from);
    earlier?.close();
    this.deliveries.set(from, new Delivery(from, earlier?.number ?? ++this.arrivals, message.link, {
      share,
      config: this.parts.config,
      send: (to, reply) => this.room?.send(to, reply),
      onState: () => this.announcer.announceState(),
      onFigures: () => this.announcer.announceFigures(),
    }));
    this.announcer.announceState();
  }

  private fail(error: BeamError): void {
    this.error = error;
    this.announcer.announceState();
  }

  private closeAll(): void {
    for (const delivery of this.deliveries.values()) delivery.close();
    this.ending.abort();
  }
}
