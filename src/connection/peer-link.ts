/** Everything that connects us with one other peer: its lanes, and the messages that make them. */
import { HIGH_WATER_BYTES } from '../protocol/limits.ts';
import type { NegotiationMessage } from '../protocol/peer-message.ts';
import { Lane, type LaneState } from './lane.ts';
import { pathOf, type Path } from './path.ts';

export interface PeerLinkEvents {
  send(message: NegotiationMessage): void;
  onState(state: LaneState): void;
  onControl(text: string): void;
  onFrame(bytes: Uint8Array<ArrayBuffer>): void;
  onDrain(): void;
}

export class PeerLink {
  /** There is one lane so far; frames name blocks, not lanes, so that more change nothing above. */
  private readonly lane: Lane;
  private isLeft = false;
  private state: LaneState = 'connecting';

  /** @param id of this attempt, in every message of it (S5) */
  constructor(readonly id: string, config: RTCConfiguration, isOfferer: boolean, private readonly events: PeerLinkEvents) {
    this.lane = new Lane(config, isOfferer, {
      sendDescription: ({ kind, sdp }) => events.send({ type: 'description', link: id, lane: 0, kind, sdp }),
      sendCandidate: (candidate) => events.send({ type: 'candidate', link: id, lane: 0, candidate }),
      onState: (state) => this.gotState(state),
      onControl: (text) => events.onControl(text),
      onFrame: (bytes) => events.onFrame(bytes),
      onDrain: () => events.onDrain(),
    });
  }

  got(message: NegotiationMessage): void {
    if (message.lane !== 0) return;
    if (message.type === 'description') this.lane.gotDescription(message);
    else this.lane.gotCandidate(message.candidate);
  }

  /**
   * The room says that the peer is gone or back. A link that still carries bytes outlives its peer's room socket; one that
   * breaks while its peer is away is over.
   */
  gotPresence(isThere: boolean): void {
    this.isLeft = !isThere;
    if (this.isLeft && this.state !== 'open') this.close();
  }

  setIceServers(iceServers: RTCIceServer[]): void {
    this.lane.setIceServers(iceServers);
  }

  restart(): void {
    this.lane.restart();
  }

  sendControl(message: object): boolean {
    return this.lane.sendControl(JSON.stringify(message));
  }

  sendFrame(bytes: Uint8Array<ArrayBuffer>): boolean {
    return this.lane.sendFrame(bytes);
  }

  /** How many bytes may be sent now without filling the browser's queue. */
  get freeBytes(): number {
    return HIGH_WATER_BYTES - this.lane.bufferedBytes;
  }

  async path(): Promise<Path | undefined> {
    return pathOf(await this.lane.pc.getStats());
  }

  close(): void {
    this.lane.close();
  }

  private gotState(state: LaneState): void {
    this.state = state;
    this.events.onState(state);
    if (state === 'broken' && this.isLeft) this.close();
  }
}
