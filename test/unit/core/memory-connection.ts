/**
 * What the core uses of RTCPeerConnection, without a network: an offer names its connection, the answer joins the two,
 * and then the channels of one id are one channel. Messages keep their order, and take a turn of the loop or as long as
 * the path says.
 */
type Handler = (() => void) | null;

/** What the way between two ends is like, in each direction. */
export interface MemoryPath {
  readonly delayMs: number;
  /** Of messages, 0 to 1. On a reliable channel a lost one comes later, and those behind it wait for it. */
  readonly loss: number;
  /** 0 to 1. */
  random(): number;
}

const NEAR: MemoryPath = { delayMs: 0, loss: 0, random: () => 1 };

/** A lost message is sent again after this many delays: a round trip, and the time to notice. */
const DELAYS_OF_LOSS = 4;

const byId = new Map<string, MemoryConnection>();
let lastId = 0;

/** An SDP as far as the core reads one: a fingerprint for each connection. */
const sdpOf = (id: string): string =>
  `v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=fingerprint:sha-256 ${id.padStart(64, '0').replace(/..(?=.)/g, '$&:')}\r\n`;
const idIn = (sdp: string): string =>
  /sha-256 ([\dA-F:]+)/.exec(sdp)?.[1]?.replaceAll(':', '').replace(/^0+/, '') ?? '';

class MemoryChannel {
  readyState: RTCDataChannelState = 'connecting';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  binaryType = 'arraybuffer';
  other: MemoryChannel | undefined;
  onopen: Handler = null;
  onclose: Handler = null;
  onbufferedamountlow: Handler = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  private readonly onTheWay: { readonly atMs: number; readonly arrive: () => void }[] = [];

  private readonly path: MemoryPath;
  private readonly isReliable: boolean;

  constructor(path: MemoryPath, isReliable: boolean) {
    this.path = path;
    this.isReliable = isReliable;
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    if (this.readyState !== 'open') throw new Error('InvalidStateError');
    const data = typeof message === 'string' ? message : message.slice().buffer;
    const bytes = message.length;
    this.bufferedAmount += bytes;
    setImmediate(() => {
      this.bufferedAmount -= bytes;
      this.carry(() => this.other?.onmessage?.({ data }));
      if (this.bufferedAmount <= this.bufferedAmountLowThreshold) this.onbufferedamountlow?.();
    });
  }

  private carry(arrive: () => void): void {
    const { delayMs, loss } = this.path;
    const isLost = this.path.random() < loss;
    if (isLost && !this.isReliable) return;
    if (delayMs === 0) return arrive();
    const lastMs = this.onTheWay.at(-1)?.atMs ?? 0;
    const atMs = Math.max(lastMs, performance.now() + delayMs * (isLost ? DELAYS_OF_LOSS : 1));
    this.onTheWay.push({ atMs, arrive });
    if (this.onTheWay.length === 1) this.wait(atMs);
  }

  /** One timer for all: two of nearly the same length need not keep their order. */
  private wait(untilMs: number): void {
    setTimeout(() => {
      const nowMs = performance.now();
      const arrived = this.onTheWay.filter(({ atMs }) => atMs <= nowMs);
      this.onTheWay.splice(0, arrived.length);
      const [next] = this.onTheWay;
      if (next !== undefined) this.wait(next.atMs);
      for (const { arrive } of arrived) arrive();
    }, untilMs - performance.now());
  }

  close(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    setImmediate(() => this.onclose?.());
    this.other?.close();
  }
}

export class MemoryConnection extends EventTarget {
  readonly id = (lastId += 1).toString(16).toUpperCase();
  readonly channels = new Map<number, MemoryChannel>();
  readonly sctp = { maxMessageSize: 256 * 1024 };
  readonly iceGatheringState = 'complete';
  signalingState: RTCSignalingState = 'stable';
  connectionState: RTCPeerConnectionState = 'new';
  iceConnectionState: RTCIceConnectionState = 'new';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  onconnectionstatechange: Handler = null;
  oniceconnectionstatechange: Handler = null;
  onsignalingstatechange: Handler = null;
  onnegotiationneeded: Handler = null;
  onicecandidate: ((event: { candidate: null }) => void) | null = null;
  private config: RTCConfiguration;
  private readonly path: MemoryPath;

  constructor(config: RTCConfiguration, path: MemoryPath = NEAR) {
    super();
    this.config = config;
    this.path = path;
    byId.set(this.id, this);
  }

  getConfiguration = (): RTCConfiguration => this.config;
  setConfiguration(config: RTCConfiguration): void {
    this.config = config;
  }
  restartIce(): void {}
  getStats = async (): Promise<ReadonlyMap<string, unknown>> => new Map();
  addIceCandidate = async (): Promise<void> => {};

  createDataChannel(_: string, { id, maxRetransmits }: { id: number; maxRetransmits?: number }): MemoryChannel {
    const channel = new MemoryChannel(this.path, maxRetransmits === undefined);
    this.channels.set(id, channel);
    if (this.channels.size === 1 && this.remoteDescription === null) setImmediate(() => this.onnegotiationneeded?.());
    return channel;
  }

  async setLocalDescription(): Promise<void> {
    const isAnswer = this.signalingState === 'have-remote-offer';
    this.localDescription = { type: isAnswer ? 'answer' : 'offer', sdp: sdpOf(this.id) };
    this.become(isAnswer ? 'stable' : 'have-local-offer');
    setImmediate(() => this.onicecandidate?.({ candidate: null }));
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.remoteDescription = description;
    this.become(description.type === 'offer' ? 'have-remote-offer' : 'stable');
    const other = byId.get(idIn(description.sdp ?? ''));
    if (description.type === 'answer' && other !== undefined) this.meet(other);
  }

  close(): void {
    for (const channel of this.channels.values()) channel.close();
    this.signalingState = 'closed';
    byId.delete(this.id);
  }

  private become(state: RTCSignalingState): void {
    this.signalingState = state;
    this.onsignalingstatechange?.();
  }

  private meet(other: MemoryConnection): void {
    for (const end of [this, other]) {
      end.connectionState = end.iceConnectionState = 'connected';
      end.oniceconnectionstatechange?.();
      end.onconnectionstatechange?.();
    }
    for (const [id, channel] of this.channels) {
      const match = other.channels.get(id);
      if (match === undefined) continue;
      [channel.other, match.other] = [match, channel];
      channel.readyState = match.readyState = 'open';
    }
    for (const end of [this, other]) for (const channel of end.channels.values()) channel.onopen?.();
  }
}
