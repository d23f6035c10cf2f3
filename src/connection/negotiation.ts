/**
 * Perfect negotiation (W3C webrtc, section 10.7) for one RTCPeerConnection: either side may offer at any time; when
 * both do, the polite one gives way. Candidates trickle (RFC 8838) and wait here until there is a description they
 * belong to.
 */
import type { Candidate } from '../protocol/messages/peer-message.ts';
import { MAX_CANDIDATES } from '../protocol/limits.ts';
import { hiddenCandidate, hiddenSdp } from './address-hiding.ts';

export interface Description {
  readonly kind: 'offer' | 'answer';
  readonly sdp: string;
}

export interface NegotiationEvents {
  sendDescription(description: Description): void;
  sendCandidate(candidate: Candidate | null): void;
}

export class Negotiation {
  private isStopped = false;
  private isOffering = false;
  private isIgnoringOffer = false;
  private waiting: (Candidate | null)[] = [];
  private candidates = 0;
  /** Descriptions and candidates are applied one after the other. */
  private steps: Promise<unknown> = Promise.resolve();

  private readonly pc: RTCPeerConnection;
  private readonly isPolite: boolean;
  private readonly events: NegotiationEvents;
  private readonly afterOffer: () => void;
  private readonly onError: (cause: unknown) => void;

  /** @param afterOffer called once a remote offer is set and before it is answered: the time to create channels */
  constructor(
    pc: RTCPeerConnection,
    isPolite: boolean,
    events: NegotiationEvents,
    afterOffer: () => void,
    onError: (cause: unknown) => void,
  ) {
    this.pc = pc;
    this.isPolite = isPolite;
    this.events = events;
    this.afterOffer = afterOffer;
    this.onError = onError;
    pc.onnegotiationneeded = () => this.step(() => this.offer());
    pc.onicecandidate = ({ candidate }) => this.tellCandidate(candidate);
  }

  gotDescription(description: Description): void {
    this.step(() => this.apply(description));
  }

  gotCandidate(candidate: Candidate | null): void {
    if (++this.candidates > MAX_CANDIDATES) return;
    this.step(async () => {
      if (this.pc.remoteDescription === null) this.waiting.push(candidate);
      else await this.add(candidate);
    });
  }

  /**
   * What was said while one of the two was away from the room is lost: an offer that nobody answered is made again,
   * with all candidates so far.
   */
  repeat(): void {
    this.step(async () => {
      if (this.pc.signalingState === 'have-local-offer') this.sendLocal();
    });
  }

  /** Nothing more is said or heard. */
  stop(): void {
    this.isStopped = true;
  }

  private step(act: () => Promise<void>): void {
    this.steps = this.steps
      .then(() => (this.isStopped ? undefined : act()))
      .catch((cause: unknown) => {
        if (!this.isStopped && this.pc.signalingState !== 'closed') this.onError(cause);
      });
  }

  private async offer(): Promise<void> {
    if (this.pc.signalingState !== 'stable') return; // it will be needed again when it is
    this.isOffering = true;
    try {
      await this.pc.setLocalDescription();
      this.sendLocal();
    } finally {
      this.isOffering = false;
    }
  }

  private async apply({ kind, sdp }: Description): Promise<void> {
    const isCollision = kind === 'offer' && (this.isOffering || this.pc.signalingState !== 'stable');
    this.isIgnoringOffer = !this.isPolite && isCollision;
    if (this.isIgnoringOffer) return;
    if (kind === 'answer' && this.pc.signalingState !== 'have-local-offer') return; // to an offer that was rolled back
    await this.pc.setRemoteDescription({ type: kind, sdp });
    this.candidates = 0;
    for (const candidate of this.waiting.splice(0)) await this.add(candidate);
    if (kind === 'answer') return;
    this.afterOffer();
    await this.pc.setLocalDescription();
    this.sendLocal();
  }

  private sendLocal(): void {
    if (this.isStopped) return;
    const local = this.pc.localDescription;
    if (local?.type !== 'offer' && local?.type !== 'answer') return;
    this.events.sendDescription({ kind: local.type, sdp: this.isHiding ? hiddenSdp(local.sdp) : local.sdp });
  }

  /** `null` ends them all, one without text those of a component. */
  private tellCandidate(local: RTCIceCandidate | null): void {
    if (local === null) return this.events.sendCandidate(null);
    const candidate = this.isHiding ? hiddenCandidate(local.candidate) : local.candidate;
    if (candidate === undefined || candidate === '') return;
    const { sdpMid, sdpMLineIndex, usernameFragment } = local;
    this.events.sendCandidate({ candidate, sdpMid, sdpMLineIndex, usernameFragment });
  }

  private get isHiding(): boolean {
    return this.pc.getConfiguration().iceTransportPolicy === 'relay';
  }

  /**
   * A candidate that cannot be used (an ignored offer's, an earlier attempt's, another platform's) is no reason to
   * fail.
   */
  private async add(candidate: Candidate | null): Promise<void> {
    try {
      await this.pc.addIceCandidate(candidate ?? undefined);
    } catch {
      // the others may do
    }
  }
}
