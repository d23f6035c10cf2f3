/**
 * A hostile receiver: somebody with the link who speaks the real protocol down to the channels, and says there what the
 * test wants.
 */
import { PeerLink } from '../../../src/connection/peer-link.ts';
import { toBase64url } from '../../../src/protocol/base64url.ts';
import { parseSenderMessage, type SenderMessage } from '../../../src/protocol/messages/control-message.ts';
import { encodeRequest, type Piece } from '../../../src/protocol/frame.ts';
import type { PeerMessage } from '../../../src/protocol/messages/peer-message.ts';
import { deriveCapability, type Token } from '../../../src/rendezvous/token.ts';
import { Room } from '../../../src/signaling/room.ts';
import { closeLater, ofFiles, server } from './people.ts';
import { connections, platform } from '../platform.ts';

export class Intruder {
  /** What came from the sender. */
  readonly said: SenderMessage[] = [];
  frames = 0;
  largestFrame = 0;
  offers = 0;
  isOpen = false;
  private readonly ending = new AbortController();
  private readonly others = new Set<number>();
  private room: Room | undefined;
  private readonly links = new Map<string, PeerLink>();
  private link: PeerLink | undefined;
  private listeners = new Set<() => void>();

  private readonly isSilent: boolean;
  private readonly munge: (sdp: string) => string;

  private constructor(isSilent: boolean, munge: (sdp: string) => string) {
    this.isSilent = isSilent;
    this.munge = munge;
  }

  /**
   * In the room with somebody else; nobody is greeted yet. @param isSilent never answers an offer @param munge what it
   * says of itself
   */
  static async join(token: Token, { isSilent = false, munge = (sdp: string) => sdp } = {}): Promise<Intruder> {
    const intruder = new Intruder(isSilent, munge);
    const { ending } = intruder;
    closeLater({ close: () => intruder.leave() });
    const { promise: met, resolve } = Promise.withResolvers<readonly string[]>();
    intruder.room = await Room.join(
      { server: server(), network: platform.network },
      await deriveCapability(token),
      {
        onJoined: (peers) => peers.length > 0 && resolve(peers),
        onPeerJoined: (peer) => resolve([peer]), // a link is shown before its sender is there
        onPeerLeft: () => {},
        onAway: () => {},
        onClosed: () => {},
        onMessage: (from, message) => intruder.got(from, message),
      },
      ending.signal,
    );
    intruder.peers = await met;
    return intruder;
  }

  /** Joins and connects, as a receiver does. */
  static async connect(token: Token, options: { munge?: (sdp: string) => string } = {}): Promise<Intruder> {
    const intruder = await Intruder.join(token, options);
    intruder.greet();
    await intruder.until(() => intruder.isOpen && intruder.said.length > 1);
    return intruder;
  }

  peers: readonly string[] = [];

  /** Says hello to everybody, for another link each time. */
  greet(): void {
    const about = { versions: [2], services: { files: 1 } };
    const link = toBase64url(crypto.getRandomValues(new Uint8Array(8)));
    for (const peer of this.peers) this.room?.send(peer, { type: 'hello', link, role: 'receiver', about });
  }

  say(message: PeerMessage): void {
    for (const peer of this.peers) this.room?.send(peer, message);
  }

  /** That are open, the first included. */
  get lanes(): number {
    return this.others.size + 1;
  }

  /** False when the link is closed. */
  tell(message: object): boolean {
    return this.link?.sendControl(ofFiles(message)) ?? false;
  }

  ask(piece: Piece): boolean {
    return this.link?.sendFrame(encodeRequest(0, piece)) ?? false;
  }

  /** Describes itself anew. */
  restart(): void {
    this.link?.restart();
  }

  wantLanes(count: number): void {
    this.link?.wantLanes(count);
  }

  frame(bytes: Uint8Array<ArrayBuffer>): boolean {
    return this.link?.sendFrame(bytes) ?? false;
  }

  /** As fast as the channels take it, until the link is closed or the time is up; tells how often. */
  async flood(act: () => boolean, forMs: number): Promise<number> {
    const end = performance.now() + forMs;
    let times = 0;
    while (performance.now() < end) {
      for (let batch = 0; batch < 200; batch++) {
        if (this.link === undefined || this.link.freeBytes() < 0 || this.link.controlBufferedBytes > 4 * 2 ** 20) break;
        if (!act()) return times;
        times += 1;
      }
      await new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(undefined);
      });
    }
    return times;
  }

  /** Resolves when something came that makes it true. */
  until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!isTrue()) return;
        this.listeners.delete(look);
        resolve();
      };
      this.listeners.add(look);
      look();
    });
  }

  /** The room, too. */
  leave(): void {
    this.ending.abort();
    this.close();
  }

  close(): void {
    for (const link of this.links.values()) link.close();
  }

  private got(from: string, message: PeerMessage): void {
    if (message.type === 'description' && message.kind === 'offer' && !this.links.has(message.link)) {
      this.offers += 1;
      if (!this.isSilent) this.open(from, message.link);
    }
    if (message.type === 'description' || message.type === 'candidate') this.links.get(message.link)?.got(message);
    this.wake();
  }

  private open(from: string, id: string): void {
    this.link = new PeerLink(
      id,
      {},
      false,
      {
        send: (reply) =>
          this.room?.send(from, reply.type === 'description' ? { ...reply, sdp: this.munge(reply.sdp) } : reply),
        onState: (state) => {
          this.isOpen = state === 'open';
          this.wake();
        },
        onControl: (text) => {
          const message = parseSenderMessage(text);
          if (message !== undefined) this.said.push(message);
          this.wake();
        },
        onFrame: (bytes) => {
          this.frames += 1;
          this.largestFrame = Math.max(this.largestFrame, bytes.length);
          this.wake();
        },
        onDrain: () => {},
        onLane: (lane, isOpen) => {
          if (isOpen) this.others.add(lane);
          else this.others.delete(lane);
          this.wake();
        },
        onStep: () => {},
      },
      connections,
    );
    this.links.set(id, this.link);
  }

  private wake(): void {
    for (const look of this.listeners) look();
  }
}
