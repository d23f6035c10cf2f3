import { afterEach, describe, expect, test, vi } from 'vitest';

import { PROBE_BURST, PROBE_BYTES, PROBES_PER_SECOND } from '../../../src/protocol/limits.ts';
import { closeEnds, connect, opened } from './ends.ts';

afterEach(closeEnds);

describe('L5: probes', () => {
  test('tell the receiver how long a packet takes, until they are stopped', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    answerer.link.probe(10);
    await answerer.until(() => answerer.roundTrips.length >= 10);
    for (const ms of answerer.roundTrips) expect(ms).toBeLessThan(1000);
    answerer.link.probe(undefined);
    expect(offerer.roundTrips).toEqual([]);
    const sent = vi.spyOn(RTCDataChannel.prototype, 'send');
    await new Promise((resolve) => setTimeout(resolve, 100)); // nothing can be awaited where nothing is to happen
    expect(sent).not.toHaveBeenCalled();
    sent.mockRestore();
  });

  test('go with the traffic where timers are held back', async () => {
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    vi.spyOn(globalThis, 'setInterval').mockReturnValue(1 as unknown as ReturnType<typeof setInterval>);
    answerer.link.probe(1);
    vi.mocked(setInterval).mockRestore();
    await answerer.until(() => answerer.roundTrips.length === 1); // the one that goes at once
    await new Promise((resolve) => setTimeout(resolve, 5));
    offerer.link.sendFrame(new Uint8Array(100));
    await answerer.until(() => answerer.roundTrips.length === 2);
  });

  test('without end, or of another size: few come back', async () => {
    const made = vi.spyOn(RTCPeerConnection.prototype, 'createDataChannel');
    const { offerer, answerer } = connect();
    await opened(offerer, answerer);
    const channels = made.mock.results.flatMap(({ type, value }) =>
      type === 'return' && value.label === 'probe' ? [value] : [],
    );
    made.mockRestore();
    // The offerer's are made first.
    const probes = channels.at(-1)!;
    if (probes.readyState !== 'open')
      await new Promise((resolve) => probes.addEventListener('open', resolve, { once: true }));
    const sizes: number[] = [];
    probes.addEventListener('message', ({ data }) => sizes.push((data as ArrayBuffer).byteLength));
    const startMs = performance.now();
    probes.send(new Uint8Array(PROBE_BYTES + 1));
    probes.send(new Uint8Array(100_000));
    probes.send('ping');
    for (let index = 0; index < 20 * PROBE_BURST; index++) probes.send(new Uint8Array(PROBE_BYTES).fill(1, 0, 1));
    // Behind them on the same association: when it is there, they were.
    while (probes.bufferedAmount > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    answerer.link.sendControl({ type: 'last' });
    await offerer.until(() => offerer.texts.length === 1);
    offerer.link.sendControl({ type: 'last' });
    await answerer.until(() => answerer.texts.length === 1);
    const seconds = (performance.now() - startMs) / 1000;
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.length).toBeLessThanOrEqual(PROBE_BURST + PROBES_PER_SECOND * seconds + 1);
    expect(new Set(sizes)).toEqual(new Set([PROBE_BYTES]));
  });
});
