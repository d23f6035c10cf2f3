/** The Worker under attack: how long a message takes in a room that is in use, before and meanwhile. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';

import type { Latency } from './victims.ts';

export interface Siege {
  readonly rooms: number;
  /** Of all attackers together. */
  readonly messagesPerSecond: number;
  readonly seconds: number;
}

export interface Outcome {
  readonly joined: number;
  readonly calm: Latency;
  readonly attacked: Latency;
  /** What the attackers did, by kind. */
  readonly did: Readonly<Record<string, number>>;
}

async function answer<Message>(child: ChildProcess): Promise<Message> {
  const [message] = (await once(child, 'message')) as [Message];
  return message;
}

/** What is asked of a child of ours, and its answer. */
async function ask<Answer>(child: ChildProcess, question: string | number): Promise<Answer> {
  child.send(question);
  return answer<Answer>(child);
}

export async function besiege(origin: string, { rooms, messagesPerSecond, seconds }: Siege): Promise<Outcome> {
  const victims = fork(join(import.meta.dirname, 'victims.ts'), [origin]);
  const children = [victims];
  try {
    await answer(victims);
    await ask(victims, 1); // compiled, warm
    const calm = await ask<Latency>(victims, seconds);
    const attackers = fork(join(import.meta.dirname, 'attackers.ts'), [
      origin,
      String(rooms),
      String(messagesPerSecond),
    ]);
    children.push(attackers);
    // They are not to take from the victims what the server does not.
    if (attackers.pid !== undefined) setPriority(attackers.pid, constants.priority.PRIORITY_LOW);
    const { joined } = await answer<{ joined: number }>(attackers);
    await ask(victims, 1); // the room has slept while they came, and is to be one in use
    const attacked = await ask<Latency>(victims, seconds);
    const { did } = await ask<{ did: Record<string, number> }>(attackers, 'end');
    return { joined, calm, attacked, did };
  } finally {
    for (const child of children) child.kill();
  }
}
