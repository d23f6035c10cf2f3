/** Runs of a bare data channel between two browsers. */
import type { Page } from 'playwright';

import { cpuSecondsOfTree } from '../support/processes.ts';
import type { ChannelOptions, Received, SendOptions } from './page/channel.ts';
import { megabytesPerSecond } from './report.ts';

export interface BareEnd {
  readonly page: Page;
  /** Of the browser. */
  readonly pid: number;
}

export interface BareRun extends Received {
  readonly megabytesPerSecond: number;
  readonly senderCpuSeconds: number;
  readonly receiverCpuSeconds: number;
}

/** Loads the bare page; `origin` serves test/bench/page. */
export async function openBare({ page }: BareEnd, origin: string): Promise<void> {
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => 'bench' in globalThis);
}

export async function runBare(sender: BareEnd, receiver: BareEnd, channel: ChannelOptions, options: SendOptions): Promise<BareRun> {
  const [from, to] = [sender.page, receiver.page];
  const offer = await from.evaluate((channel) => bench.offer(channel), channel);
  const answer = await to.evaluate(([offer, channel, bytes]) => bench.answer(offer, channel, bytes), [offer, channel, options.bytes] as const);
  await from.evaluate((answer) => bench.gotAnswer(answer), answer);
  const before = [cpuSecondsOfTree(sender.pid), cpuSecondsOfTree(receiver.pid)] as const;
  const startMs = await from.evaluate((options) => bench.send(options), options);
  const received = await to.evaluate(() => bench.received());
  if (received?.bytes !== options.bytes) throw new Error(`received ${received?.bytes} of ${options.bytes} bytes`);
  const [senderCpuSeconds, receiverCpuSeconds] = [cpuSecondsOfTree(sender.pid) - before[0], cpuSecondsOfTree(receiver.pid) - before[1]];
  await Promise.all([from.evaluate(() => bench.close()), to.evaluate(() => bench.close())]);
  return { ...received, megabytesPerSecond: megabytesPerSecond(options.bytes, received.endMs - startMs), senderCpuSeconds, receiverCpuSeconds };
}
