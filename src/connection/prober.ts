/**
 * Measures how long a packet takes there and back while others fill the path: echoes on a channel of their own, which
 * no loss and no full congestion window holds up (SPEC.md, L5). Answers that are lost are not waited for.
 */
import { PROBE_BYTES } from '../protocol/limits.ts';

/** First byte of a probe, and of the echo of one. */
const PROBE = 1;
const ECHO = 2;

/** The echo that answers a probe; undefined of what is none. */
export function echoOf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
  if (bytes.length !== PROBE_BYTES || bytes[0] !== PROBE) return undefined;
  const echo = bytes.slice();
  echo[0] = ECHO;
  return echo;
}

/** Not answered yet: more than this are lost. */
const MOST_WAITING = 64;

export class Prober {
  private readonly sentMs = new Map<number, number>();
  private number = 0;
  private timer: ReturnType<typeof setInterval> | undefined;
  private intervalMs = 0;
  private lastMs = 0;

  private readonly send: (bytes: Uint8Array<ArrayBuffer>) => void;
  private readonly onRoundTrip: (ms: number) => void;

  constructor(send: (bytes: Uint8Array<ArrayBuffer>) => void, onRoundTrip: (ms: number) => void) {
    this.send = send;
    this.onRoundTrip = onRoundTrip;
  }

  /** From now on, once in so many milliseconds. */
  start(intervalMs: number): void {
    if (this.timer !== undefined && intervalMs === this.intervalMs) return;
    this.stop();
    this.intervalMs = intervalMs;
    this.probe();
    this.timer = setInterval(() => this.onTraffic(), intervalMs);
  }

  /** Something has come: a page in the background has its timers held back to one a second, and not its messages. */
  onTraffic(): void {
    if (this.timer !== undefined && performance.now() - this.lastMs >= this.intervalMs) this.probe();
  }

  /** One, now. */
  ping(): void {
    this.probe();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.sentMs.clear();
  }

  /** What is no answer to anything counts for nothing. */
  gotEcho(bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes.length !== PROBE_BYTES || bytes[0] !== ECHO) return;
    const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
    const sentMs = this.sentMs.get(number);
    if (sentMs === undefined) return;
    this.sentMs.delete(number);
    this.onRoundTrip(performance.now() - sentMs);
  }

  private probe(): void {
    this.lastMs = performance.now();
    this.number = (this.number + 1) >>> 0;
    const bytes = new Uint8Array(PROBE_BYTES);
    bytes[0] = PROBE;
    new DataView(bytes.buffer).setUint32(1, this.number);
    for (const number of this.sentMs.keys()) {
      if (this.sentMs.size < MOST_WAITING) break;
      this.sentMs.delete(number);
    }
    this.sentMs.set(this.number, performance.now());
    this.send(bytes);
  }
}
