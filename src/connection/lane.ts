/**
 * One RTCPeerConnection with its negotiated data channels (W3C webrtc, section 6.2: no DCEP round trip, RFC 8832).
 * Every lane has a data channel; lane 0 has those for text and for probes, too.
 */
import type { Candidate } from '../protocol/messages/peer-message.ts';
import { LOW_WATER_BYTES } from '../protocol/limits.ts';
import type { Connections } from './connections.ts';
import { Negotiation, type Description } from './negotiation.ts';
import { fingerprintOf, sampleOf, type Sample } from './statistics.ts';
import type { LinkStep } from './timeline.ts';

const DATA_ID = 1;

/** Channels for text, by their ids: the session's messages, and those which make the other lanes. */
const TEXT_IDS = { control: 0, lanes: 2 } as const;
const PROBE_ID = 3;
export type TextChannel = keyof typeof TEXT_IDS;

/** Where a description says nothing of it (RFC 8841, section 6.1). */
const UNSAID_MESSAGE_BYTES = 64 * 1024;

/** How long ICE may try to come back by itself or by restarts before the lane is given up. */
const GRACE_MS = 30_000;

/**
 * How long a new lane may take to open: several times what the slowest path needs, and two attempts are over within
 * half a minute.
 */
const OPENING_MS = 13_000;

export type LaneState = 'connecting' | 'securing' | 'open' | 'broken' | 'closed';

/** What it means that a lane is in a state now. */
const STEPS: Record<Exclude<LaneState, 'connecting'>, LinkStep> = {
  securing: 'paired',
  open: 'opened',
  broken: 'broke',
  closed: 'closed',
};

export interface LaneEvents {
  sendDescription(description: Description): void;
  sendCandidate(candidate: Candidate | null): void;
  onState(state: LaneState): void;
  onText(channel: TextChannel, text: string): void;
  onStep(step: LinkStep): void;
  onFrame(bytes: Uint8Array<ArrayBuffer>): void;
  onProbe(bytes: Uint8Array<ArrayBuffer>): void;
  /** There is room in the send buffer again. */
  onDrain(): void;
}

export class Lane {
  readonly pc: RTCPeerConnection;
  private state: LaneState = 'connecting';
  private readonly negotiation: Negotiation;
  private readonly texts = new Map<TextChannel, RTCDataChannel>();
  private data: RTCDataChannel | undefined;
  private probes: RTCDataChannel | undefined;
  private grace: ReturnType<typeof setTimeout> | undefined;

  private readonly hasTexts: boolean;
  private readonly events: LaneEvents;
  private readonly connections: Connections;

  /**
   * @param isOfferer makes the first offer; the other one is the polite side
   * @param hasTexts lane 0
   * @throws BeamError `connections-many`
   */
  constructor(
    config: RTCConfiguration,
    isOfferer: boolean,
    hasTexts: boolean,
    events: LaneEvents,
    connections: Connections,
  ) {
    this.hasTexts = hasTexts;
    this.events = events;
    this.connections = connections;
    this.pc = connections.make(config);
    this.negotiation = new Negotiation(
      this.pc,
      !isOfferer,
      events,
      () => this.openChannels(),
      () => this.close(),
    );
    this.pc.onconnectionstatechange = () => this.gotConnectionState();
    this.pc.oniceconnectionstatechange = () => this.gotIceState();
    this.pc.onsignalingstatechange = () => {
      if (this.pc.remoteDescription !== null) events.onStep('described');
    };
    this.grace = setTimeout(() => this.close(), OPENING_MS);
    if (isOfferer) this.openChannels();
  }

  gotDescription(description: Description): void {
    this.negotiation.gotDescription(description);
  }

  /**
   * Whether a description belongs to another connection than the one that this lane leads to: each has a certificate of
   * its own.
   */
  isOtherThan({ sdp }: Description): boolean {
    const known = fingerprintOf(this.pc.remoteDescription?.sdp);
    return known !== undefined && known !== fingerprintOf(sdp);
  }

  gotCandidate(candidate: Candidate | null): void {
    this.negotiation.gotCandidate(candidate);
  }

  /**
   * Other ICE servers than before: they count when candidates are next gathered, which is at once where there is no way
   * yet.
   */
  setIceServers(iceServers: RTCIceServer[]): void {
    const config = this.pc.getConfiguration();
    if (this.state === 'closed' || areSame(config.iceServers ?? [], iceServers)) return;
    this.pc.setConfiguration({ ...config, iceServers });
    if (this.state === 'connecting' || this.state === 'broken') this.pc.restartIce();
  }

  /** The network may have changed (RFC 8838, ICE restart). */
  restart(): void {
    if (this.state !== 'closed') this.pc.restartIce();
  }

  /** The messages that make it may have been lost. */
  repeat(): void {
    if (this.state !== 'closed') this.negotiation.repeat();
  }

  /** Of one message, that the other end takes (RFC 8841, section 6); a new description may change it. */
  get mostMessageBytes(): number {
    return this.pc.sctp?.maxMessageSize ?? UNSAID_MESSAGE_BYTES;
  }

  /** False when the channel is not open, or the other end takes no message of that length: what was sent is lost. */
  sendText(channel: TextChannel, text: string): boolean {
    return utf8Length(text, this.mostMessageBytes) <= this.mostMessageBytes && this.send(this.texts.get(channel), text);
  }

  sendFrame(bytes: Uint8Array<ArrayBuffer>): boolean {
    return this.send(this.data, bytes);
  }

  /** Whatever a browser says against it is the end of this lane, and nobody else's concern. */
  private send(channel: RTCDataChannel | undefined, message: string | Uint8Array<ArrayBuffer>): boolean {
    if (this.state === 'closed' || channel?.readyState !== 'open') return false; // Chromium's channel says "open" for a moment after close()
    try {
      // Two forms of one function, which its types do not join.
      if (typeof message === 'string') channel.send(message);
      else channel.send(message);
      return true;
    } catch {
      this.close();
      return false;
    }
  }

  /** On lane 0. Not kept for later, nor sent again: an old one measures nothing. */
  sendProbe(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.state === 'open') this.send(this.probes, bytes);
  }

  look(): Promise<Sample> {
    return sampleOf(this.pc);
  }

  /** Bytes in the data channel's send buffer. */
  get bufferedBytes(): number {
    return this.data?.bufferedAmount ?? 0;
  }

  get controlBufferedBytes(): number {
    return this.texts.get('control')?.bufferedAmount ?? 0;
  }

  close(): void {
    this.stopGrace();
    if (this.state === 'closed') return;
    this.letGo();
    this.connections.close(this.pc);
    this.become('closed');
  }

  /** What is still to come of it is nobody's concern. */
  private letGo(): void {
    const { pc } = this;
    pc.onconnectionstatechange =
      pc.oniceconnectionstatechange =
      pc.onsignalingstatechange =
      pc.onnegotiationneeded =
      pc.onicecandidate =
        null;
    for (const channel of [this.data, this.probes, ...this.texts.values()]) {
      if (channel !== undefined)
        channel.onopen = channel.onclose = channel.onmessage = channel.onbufferedamountlow = null;
    }
    this.negotiation.stop();
  }

  /** After a remote offer is set and before it is answered, or before the first offer: no message can be too early. */
  private openChannels(): void {
    if (this.data !== undefined) return;
    if (this.hasTexts) {
      this.openTexts();
      this.openProbes();
    }
    this.data = this.openChannel('data', DATA_ID);
    this.data.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) this.events.onFrame(new Uint8Array(data));
    };
    this.data.bufferedAmountLowThreshold = LOW_WATER_BYTES;
    this.data.onbufferedamountlow = () => this.events.onDrain();
  }

  private openTexts(): void {
    for (const label of ['control', 'lanes'] as const) {
      const channel = this.openChannel(label, TEXT_IDS[label]);
      channel.onmessage = ({ data }) => {
        if (typeof data === 'string') this.events.onText(label, data);
      };
      this.texts.set(label, channel);
    }
  }

  private openProbes(): void {
    this.probes = this.pc.createDataChannel('probe', {
      negotiated: true,
      id: PROBE_ID,
      ordered: false,
      maxRetransmits: 0,
    });
    this.probes.binaryType = 'arraybuffer';
    this.probes.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) this.events.onProbe(new Uint8Array(data));
    };
  }

  private openChannel(label: string, id: number): RTCDataChannel {
    const channel = this.pc.createDataChannel(label, { negotiated: true, id, ordered: true });
    channel.binaryType = 'arraybuffer';
    channel.onopen = () => {
      if ([this.data, ...this.texts.values()].every((each) => each?.readyState === 'open')) this.become('open');
    };
    channel.onclose = () => this.close();
    return channel;
  }

  private gotConnectionState(): void {
    if (this.pc.connectionState === 'connected') this.events.onStep('secured');
    if (this.pc.connectionState === 'failed' && this.pc.iceConnectionState !== 'failed') this.close(); // DTLS failed: no restart helps
  }

  private gotIceState(): void {
    switch (this.pc.iceConnectionState) {
      case 'connected':
      case 'completed':
        if (this.state === 'connecting') this.become('securing'); // the grace runs on: DTLS and SCTP must come up in it, too
        if (this.state === 'broken') this.become('open');
        return;
      case 'disconnected':
        this.break();
        return;
      case 'failed':
        this.break();
        this.pc.restartIce();
        return;
      case 'closed':
      case 'new':
      case 'checking':
    }
  }

  /** Broken, not closed: SCTP waits meanwhile, and goes on where it was. */
  private break(): void {
    this.grace ??= setTimeout(() => this.close(), GRACE_MS);
    if (this.state === 'open') this.become('broken');
  }

  private stopGrace(): void {
    clearTimeout(this.grace);
    this.grace = undefined;
  }

  private become(state: Exclude<LaneState, 'connecting'>): void {
    if (state === this.state || this.state === 'closed') return;
    this.events.onStep(this.state === 'broken' && state === 'open' ? 'restarted' : STEPS[state]);
    this.state = state;
    if (state === 'open') this.stopGrace();
    this.events.onState(state);
  }
}

/** Counted only where it matters: most texts are too short for any limit. */
const utf8Length = (text: string, most: number): number =>
  3 * text.length <= most ? text.length : new TextEncoder().encode(text).length;

/** Of what a browser gives back, lists of addresses and credentials are as they were given. */
function areSame(some: readonly RTCIceServer[], others: readonly RTCIceServer[]): boolean {
  const plain = ({ urls, username, credential }: RTCIceServer) => [[urls].flat(), username ?? '', credential ?? ''];
  return JSON.stringify(some.map(plain)) === JSON.stringify(others.map(plain));
}
