/**
 * Two in a room that is in use, in a process of their own so that nothing delays them but the server: `node victims.ts
 * <origin>`. Told a number of seconds, they say how long messages took from one to the other.
 */
import { setTimeout as wait } from 'node:timers/promises';

import { newRoomId, RoomClient } from './room-client.ts';

export interface Latency {
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly samples: number;
  /** Messages that never came. */
  readonly lost: number;
}

/** Under the room's budget: 30 a second, and a burst that is not used. */
const SAMPLE_MS = 40;

async function measure(alice: RoomClient, bob: RoomClient, seconds: number): Promise<Latency> {
  const sentMs = new Map<string, number>();
  const tookMs: number[] = [];
  bob.onMessage = (message) => {
    const startMs = message.type === 'message' ? sentMs.get(message.payload) : undefined;
    if (startMs !== undefined) tookMs.push(performance.now() - startMs);
  };
  for (let sample = 0; sample < (seconds * 1000) / SAMPLE_MS; sample++) {
    const payload = `n${sample}`;
    sentMs.set(payload, performance.now());
    alice.send(bob.self, payload);
    await wait(SAMPLE_MS);
  }
  await wait(500);
  tookMs.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * share))] ?? Infinity) * 100) / 100;
  return { p50Ms: at(0.5), p90Ms: at(0.9), p99Ms: at(0.99), samples: sentMs.size, lost: sentMs.size - tookMs.length };
}

const [origin = ''] = process.argv.slice(2);
const roomId = newRoomId();
const alice = await RoomClient.join(origin, roomId);
const bob = await RoomClient.join(origin, roomId);
process.on(
  'message',
  (seconds: number) => void measure(alice, bob, seconds).then((latency) => process.send?.(latency)),
);
process.send?.('ready');
