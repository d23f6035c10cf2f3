/** Counts what comes in over data channels, in the page itself, and can spoil what goes out. */
import type { ChromiumPerson } from '../support/chromium.ts';
import type { FirefoxPerson } from '../support/firefox.ts';

interface Arrivals {
  /** Of all messages with bytes since the page was opened: chunks with their headers, and block signatures. */
  bytes: number;
  /** Milliseconds since the epoch; 0 before the first. */
  firstMs: number;
  lastMs: number;
  /** Longest time without any since `watchGap`. */
  gapMs: number;
}

declare global {
  var arrivals: Arrivals;
  /** One bit of the next chunk that is sent is turned around. */
  var spoilNext: boolean;
}

/** Runs in the page before its own scripts. Refers to nothing outside itself. */
function countArrivals(): void {
  /** What is smaller is a block signature or a message. */
  const CHUNK_BYTES = 4096;
  const arrivals: Arrivals = { bytes: 0, firstMs: 0, lastMs: 0, gapMs: 0 };
  const now = performance.timeOrigin;
  globalThis.arrivals = arrivals;
  // oxlint-disable-next-line typescript/unbound-method -- called with the connection below
  const { createDataChannel } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.createDataChannel = function (...args) {
    const channel = createDataChannel.apply(this, args);
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!(data instanceof ArrayBuffer)) return;
      const atMs = now + performance.now();
      arrivals.bytes += data.byteLength;
      arrivals.firstMs ||= atMs;
      arrivals.gapMs = Math.max(arrivals.gapMs, atMs - arrivals.lastMs);
      arrivals.lastMs = atMs;
    });
    return channel;
  };
  const { send } = RTCDataChannel.prototype as { send: (data: ArrayBufferView<ArrayBuffer>) => void };
  RTCDataChannel.prototype.send = function (data: unknown) {
    const isChunk = ArrayBuffer.isView(data) && data.byteLength >= CHUNK_BYTES;
    if (!globalThis.spoilNext || !isChunk) return send.call(this, data as ArrayBufferView<ArrayBuffer>);
    globalThis.spoilNext = false;
    const spoilt = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength).slice();
    spoilt[spoilt.length >> 1]! ^= 1;
    return send.call(this, spoilt);
  };
}

export type AnyPerson = ChromiumPerson | FirefoxPerson;

/** Before the first page of it is opened. */
export async function prepareToCount(person: AnyPerson): Promise<void> {
  if (person.browser === 'chromium') await person.context.addInitScript(countArrivals);
  else await person.page.evaluateOnNewDocument(countArrivals);
}

const read = ({ browser, page }: AnyPerson, get: () => Arrivals): Promise<Arrivals> =>
  browser === 'chromium'
    ? (page as ChromiumPerson['page']).evaluate(get)
    : (page as FirefoxPerson['page']).evaluate(get);

export const arrivalsOf = (person: AnyPerson): Promise<Arrivals> => read(person, () => globalThis.arrivals);

/** From now on the longest silence counts. */
export const watchGap = (person: AnyPerson): Promise<Arrivals> =>
  read(person, () => {
    globalThis.arrivals.gapMs = 0;
    return globalThis.arrivals;
  });
