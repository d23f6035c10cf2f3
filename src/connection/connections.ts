/**
 * Makes every RTCPeerConnection of the page, and sees to it that closed ones go. Chromium makes 500 in a process,
 * closed ones included until they are collected, and neither closing nor reloading brings them back: `Cannot create so
 * many PeerConnections` (kMaxPeerConnections, third_party/blink/renderer/modules/peerconnection; tried with 156,
 * 2026-11-28).
 *
 * A closed one is a few hundred bytes to the collector, which therefore sees no reason to run. A buffer is one: V8
 * counts its bytes as held by the heap from the moment that it is made, touched or not. When these have grown by 64 MiB
 * since the last full collection it begins another, and soon after that it collects at once, and Blink's objects with
 * its own. No page of a buffer that is never touched takes memory: two of them had 500 of 500 collected in 8 ms, in the
 * same turn of the loop. What was really collected is counted by a FinalizationRegistry, so that this is no guess.
 *
 * One that is closed while news of it is on its way from the network's thread is never collected: of 32 closed right
 * after both descriptions were set 20 stayed for ever, of 32 closed 20 ms later none. So it is closed when it has been
 * quiet for a moment.
 */
import { BeamError } from '../protocol/errors.ts';
import { MAX_OTHER_LANES } from '../protocol/limits.ts';
import { SlotLimit } from './slot-limit.ts';

/** As much as V8 lets come before it collects. */
const PRESSURE_BYTES = 64 * 2 ** 20;
/**
 * The first begins a collection, the second ends it, mostly: when nothing came of it there are twice as many the next
 * time.
 */
const LEAST_BUFFERS = 2;
const MOST_BUFFERS = 32;
/**
 * When the browser makes no more. V8 collects at once when such bytes are more than half of the largest heap that it
 * allows, 2 GiB of 4 (seen: 32 buffers were not enough in a page that had run long).
 */
const LAST_BUFFERS = 128;
const PRESS_AGAIN_MS = 5000;
/** Closed and still there, before they are seen to: a fifth of what there may be. */
const COLLECT_AT = 96;
/** Closed since the last time: what something still holds is not collected by asking more often. */
const COLLECT_EACH = 16;
/** Of the 500, the rest is for first connections: whoever has one can be told what is wrong, or served by it alone. */
const MOST_WITH_FURTHER_LANES = 400;

/** Without any news. */
const QUIET_MS = 50;
/** Then it is closed all the same. */
const MOST_QUIET_WAITS = 10;

const NEWS = [
  'connectionstatechange',
  'iceconnectionstatechange',
  'icegatheringstatechange',
  'signalingstatechange',
] as const;

export class Connections {
  private made = 0;
  private closed = 0;
  private collected = 0;
  private closedWhenPressed = 0;
  private collectedWhenPressed = 0;
  private buffers = LEAST_BUFFERS / 2;
  private pressedAtLastMs = -Infinity;
  /** When there was something new of it. */
  private readonly newsMs = new WeakMap<RTCPeerConnection, number>();
  private readonly registry = new FinalizationRegistry<undefined>(() => {
    this.collected += 1;
  });

  private readonly construct: (config: RTCConfiguration) => RTCPeerConnection;

  /** For the lanes of all links but for the first ones. */
  readonly furtherLanes: SlotLimit;

  /** @param construct the platform's constructor */
  constructor(construct: (config: RTCConfiguration) => RTCPeerConnection, mostFurtherLanes: number = MAX_OTHER_LANES) {
    this.construct = construct;
    this.furtherLanes = new SlotLimit(mostFurtherLanes);
  }

  /** Those that count for the browser: open, or closed and not collected. */
  get existing(): number {
    return this.made - this.collected;
  }

  /** There is room for more than the first connection of each link. */
  get isPlenty(): boolean {
    this.collect();
    return this.existing < MOST_WITH_FURTHER_LANES;
  }

  /** Whoever has it closes it by `close`. @throws BeamError `connections-many` */
  make(config: RTCConfiguration): RTCPeerConnection {
    this.collect();
    const pc = this.madeAtLast(config);
    this.made += 1;
    this.registry.register(pc, undefined);
    for (const news of NEWS) pc.addEventListener(news, () => this.newsMs.set(pc, performance.now()));
    return pc;
  }

  /** Nobody listens to it any more. The other side hears of it at once, or within a moment. */
  close(pc: RTCPeerConnection, waits = 0): void {
    const isQuiet = pc.remoteDescription === null || performance.now() - (this.newsMs.get(pc) ?? 0) >= QUIET_MS;
    if (!isQuiet && waits < MOST_QUIET_WAITS) return void setTimeout(() => this.close(pc, waits + 1), QUIET_MS);
    pc.close();
    this.closed += 1;
  }

  private collect(): void {
    const stillThere = this.existing - (this.made - this.closed);
    if (stillThere < COLLECT_AT || this.closed - this.closedWhenPressed < COLLECT_EACH) return;
    this.buffers =
      this.collected > this.collectedWhenPressed ? LEAST_BUFFERS : Math.min(MOST_BUFFERS, 2 * this.buffers);
    this.closedWhenPressed = this.closed;
    this.collectedWhenPressed = this.collected;
    for (let buffer = 0; buffer < this.buffers; buffer += 1) press();
  }

  /**
   * Other pages of the process, and those before this one, have their part of the 500: how many is seen when it is
   * tried.
   */
  private madeAtLast(config: RTCConfiguration): RTCPeerConnection {
    // Once in a while: what that did not collect is held by something, or becomes garbage in another turn of the loop.
    const nowMs = performance.now();
    const isLate = nowMs - this.pressedAtLastMs >= PRESS_AGAIN_MS;
    for (let buffer = 0; ; buffer += 1) {
      try {
        return this.construct(config);
      } catch (thrown) {
        if (!isTooMany(thrown)) throw thrown;
        if (isLate) this.pressedAtLastMs = nowMs;
        if (buffer === (isLate ? LAST_BUFFERS : LEAST_BUFFERS))
          throw new BeamError('connections-many', { cause: thrown });
        press();
      }
    }
  }
}

/** The only one of a constructor's errors that is not about its arguments. */
const isTooMany = (thrown: unknown): boolean => thrown instanceof DOMException && thrown.name === 'UnknownError';

/** Garbage that weighs, and is nothing. Where there is no address space for it, half of it is tried. */
function press(bytes = PRESSURE_BYTES): void {
  try {
    void new ArrayBuffer(bytes);
  } catch {
    if (bytes > 2 ** 20) press(bytes / 2);
  }
}
