/**
 * A line with a drop-tail buffer, and SCTP associations over it as Chromium has them (RFC 9260, section 7; dcSCTP):
 * slow start, fast retransmission after three reports, and a timer of 400 ms that begins anew with one packet. What the
 * buffer has no room for is lost, not late.
 */
import type { Timeline } from './network.ts';

const PACKET_BYTES = 1160;
/** SCTP, DTLS, UDP and IP. */
const HEADER_BYTES = 96;
const FIRST_PACKETS = 10;
const LEAST_PACKETS = 4;
const REPORTS = 3;
const TIMER_MS = 400;

export interface LineConditions {
  /** Of payload and headers. */
  readonly mbit: number;
  readonly roundTripMs: number;
  readonly bufferMs: number;
  /** Of packets that are lost on the line itself, 0 to 1. */
  readonly loss?: number;
}

export class Line {
  packets = 0;
  dropped = 0;
  private freeMs = 0;

  readonly time: Timeline;
  readonly conditions: LineConditions;

  constructor(time: Timeline, conditions: LineConditions) {
    this.time = time;
    this.conditions = conditions;
  }

  get queueMs(): number {
    return Math.max(0, this.freeMs - this.time.nowMs);
  }

  /** From the sender; false when there is no room for it. */
  carry(bytes: number, act: () => void): boolean {
    const {
      time,
      conditions: { mbit, roundTripMs, bufferMs, loss = 0 },
    } = this;
    this.packets += 1;
    if (this.queueMs > bufferMs) {
      this.dropped += 1;
      return false;
    }
    this.freeMs = time.nowMs + this.queueMs + bytes / (mbit * 125);
    if (time.random() < loss) return false;
    time.after(this.freeMs - time.nowMs + roundTripMs / 2, act);
    return true;
  }

  /** To the sender: nothing is in its way. */
  answer(act: () => void): void {
    this.time.after(this.conditions.roundTripMs / 2, act);
  }
}

interface Packet {
  readonly number: number;
  readonly bytes: number;
  /** Reports of later ones since it was sent. */
  missed: number;
  sentMs: number;
  isLost: boolean;
  hasArrived: boolean;
  isAcked: boolean;
}

export class Association {
  private packets: Packet[] = [];
  private waiting: Packet[] = [];
  private readonly ends: { readonly number: number; readonly act: () => void }[] = [];
  private count = 0;
  private arrivedTo = 0;
  private readonly arrived = new Set<number>();
  private window = FIRST_PACKETS;
  private threshold = Infinity;
  private recoverTo = 0;
  private timer = 0;

  private readonly line: Line;

  constructor(line: Line) {
    this.line = line;
  }

  /** @param act when the whole of it has come, after all that was sent before it */
  send(bytes: number, act: () => void): void {
    for (let left = bytes; left > 0; left -= PACKET_BYTES) {
      this.waiting.push({
        number: this.count++,
        bytes: Math.min(left, PACKET_BYTES),
        missed: 0,
        sentMs: 0,
        isLost: false,
        hasArrived: false,
        isAcked: false,
      });
    }
    this.ends.push({ number: this.count, act });
    this.fill();
  }

  private get outstanding(): number {
    return this.packets.reduce((sum, { isLost }) => sum + (isLost ? 0 : 1), 0);
  }

  private fill(): void {
    for (let free = this.window - this.outstanding; free >= 1; free -= 1) {
      const lost = this.packets.find(({ isLost }) => isLost);
      const packet = lost ?? this.waiting.shift();
      if (packet === undefined) return;
      if (lost === undefined) this.packets.push(packet);
      this.transmit(packet);
    }
  }

  private transmit(packet: Packet): void {
    Object.assign(packet, { isLost: false, missed: 0, sentMs: this.line.time.nowMs });
    if (packet === this.packets[0]) this.startTimer();
    this.line.carry(packet.bytes + HEADER_BYTES, () => this.arrive(packet));
  }

  private arrive(packet: Packet): void {
    this.arrived.add(packet.number);
    while (this.arrived.delete(this.arrivedTo)) this.arrivedTo += 1;
    while (this.ends[0] !== undefined && this.ends[0].number <= this.arrivedTo) this.ends.shift()!.act();
    const { sentMs } = packet;
    this.line.answer(() => this.gotReport(packet, sentMs));
  }

  private gotReport(packet: Packet, sentMs: number): void {
    if (packet.isAcked) return;
    const isFull = this.outstanding >= this.window - 1 || this.waiting.length > 0;
    packet.isAcked = true;
    this.packets = this.packets.filter((each) => each !== packet);
    if (isFull) this.window += this.window < this.threshold ? 1 : 1 / this.window;
    for (const each of this.packets) {
      if (each.sentMs > sentMs || each.number > packet.number || each.isLost) continue;
      each.missed += 1;
      if (each.missed >= REPORTS) this.lose(each);
    }
    this.startTimer();
    this.fill();
  }

  private lose(packet: Packet): void {
    packet.isLost = true;
    if (packet.number < this.recoverTo) return;
    this.recoverTo = this.count - this.waiting.length;
    this.threshold = Math.max(this.window / 2, LEAST_PACKETS);
    this.window = this.threshold;
  }

  private startTimer(): void {
    const timer = ++this.timer;
    this.line.time.after(TIMER_MS, () => {
      if (timer !== this.timer || this.packets.length === 0) return;
      this.threshold = Math.max(this.window / 2, LEAST_PACKETS);
      this.window = 1;
      this.recoverTo = this.count - this.waiting.length;
      for (const packet of this.packets) packet.isLost = true;
      this.startTimer();
      this.fill();
    });
  }
}
