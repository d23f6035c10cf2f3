/** Runs of a bare data channel between two browsers. */
import { MemoryWatch } from '../support/memory-watch.ts';
import type { Person } from '../support/person.ts';
import { cpuSecondsOfTree } from '../support/processes.ts';
import type { ChannelOptions, Received, SendOptions } from './page/channel.ts';
import { megabytesPerSecond } from './report.ts';

export interface BareRun extends Received {
  readonly megabytesPerSecond: number;
  readonly senderCpuSeconds: number;
  readonly receiverCpuSeconds: number;
  /** Bytes (PSS) of all the browser's processes above what they were before it, at the most. */
  readonly senderRiseBytes: number;
  readonly receiverRiseBytes: number;
}

/** Loads the bare page; `origin` serves test/bench/page. */
export async function openBare(person: Person, origin: string): Promise<void> {
  await person.open(`${origin}/`);
}

export async function runBare(
  sender: Person,
  receiver: Person,
  channel: ChannelOptions,
  options: SendOptions,
): Promise<BareRun> {
  const offer = await sender.evaluate((channel) => bench.offer(channel), channel);
  const answer = await receiver.evaluate(([offer, channel, bytes]) => bench.answer(offer, channel, bytes), [
    offer,
    channel,
    options.bytes,
  ] as const);
  await sender.evaluate((answer) => bench.gotAnswer(answer), answer);
  const before = [cpuSecondsOfTree(sender.pid), cpuSecondsOfTree(receiver.pid)] as const;
  const [senderMemory, receiverMemory] = [new MemoryWatch(sender.pid), new MemoryWatch(receiver.pid)] as const;
  const startMs = await sender.evaluate((options) => bench.send(options), options);
  const received = await receiver.evaluate(() => bench.received(), undefined);
  if (received?.bytes !== options.bytes) throw new Error(`received ${received?.bytes} of ${options.bytes} bytes`);
  const [senderCpuSeconds, receiverCpuSeconds] = [
    cpuSecondsOfTree(sender.pid) - before[0],
    cpuSecondsOfTree(receiver.pid) - before[1],
  ];
  const [senderRiseBytes, receiverRiseBytes] = [senderMemory.stop(), receiverMemory.stop()];
  await Promise.all([sender, receiver].map((person) => person.evaluate(() => bench.close(), undefined)));
  return {
    ...received,
    megabytesPerSecond: megabytesPerSecond(options.bytes, received.endMs - startMs),
    senderCpuSeconds,
    receiverCpuSeconds,
    senderRiseBytes,
    receiverRiseBytes,
  };
}
