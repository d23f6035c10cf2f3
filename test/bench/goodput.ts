/** How much of a share has come, in the lab's networks. */
import { setTimeout as wait } from 'node:timers/promises';

import type { ChromiumPerson } from '../support/chromium.ts';
import { arrivalsOf } from '../lab/arrivals.ts';
import { follow, offer, type Parcel } from '../lab/parcel.ts';

const READY_MS = 30_000;

/** Up to the click on "Download". */
export async function begin(sender: ChromiumPerson, receiver: ChromiumPerson, parcel: Parcel): Promise<void> {
  await follow(receiver, await offer(sender, parcel), READY_MS);
  await receiver.click('button', 'Download');
}

/** MB/s of each in that time. */
export async function goodputs(receivers: readonly ChromiumPerson[], ms: number): Promise<readonly number[]> {
  const before = await Promise.all(receivers.map(arrivalsOf));
  await wait(ms);
  const after = await Promise.all(receivers.map(arrivalsOf));
  return after.map(({ bytes }, index) => (bytes - before[index]!.bytes) / 1000 / ms);
}
