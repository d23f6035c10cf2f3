/** The Worker under attack: how long a message takes in a room that is in use, before and meanwhile. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { Server } from '../support/server.ts';
import { newRoomId, RoomClient } from './room-client.ts';

export interface Siege {
  readonly rooms: number;
  /** Of all attackers together. */
  readonly messagesPerSecond: number;
  readonly seconds: number;
}

export interface Latency {
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly samples: number;
  /** Messages that never came. */
  readonly lost: number;
}

export interface Outcome {
  readonly joined: number;
  readonly calm: Latency;
  readonly attacked: Latency;
  /** What the attackers did, by kind. */
  readonly did: Readonly<Record<string, number>>;
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
  const at = (share: number): number => Math.round((tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * share))] ?? Infinity) * 100) / 100;
  return { p50Ms: at(0.5), p90Ms: at(0.9), p99Ms: at(0.99), samples: sentMs.size, lost: sentMs.size - tookMs.length };
}

async function answer<Message>(child: ChildProcess): Promise<Message> {
  const [message] = (await once(child, 'message')) as [Message];
  return message;
}

export async function besiege({ origin }: Server, { rooms, messagesPerSecond, seconds }: Siege): Promise<Outcome> {
  const roomId = newRoomId();
  const alice = await RoomClient.join(origin, roomId);
  const bob = await RoomClient.join(origin, roomId);
  await measure(alice, bob, 1); // compiled, warm
  const calm = await measure(alice, bob, seconds);
  const attackers = fork(join(import.meta.dirname, 'attackers.ts'), [origin, String(rooms), String(messagesPerSecond)]);
  try {
    // They are not to take from the victims what the server does not.
    if (attackers.pid !== undefined) setPriority(attackers.pid, constants.priority.PRIORITY_LOW);
    const { joined } = await answer<{ joined: number }>(attackers);
    const attacked = await measure(alice, bob, seconds);
    attackers.send('end');
    const { did } = await answer<{ did: Record<string, number> }>(attackers);
    return { joined, calm, attacked, did };
  } finally {
    attackers.kill();
    alice.close();
    bob.close();
  }
}
