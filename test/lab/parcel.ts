/** A file's way from one person to another, by the app alone. */
import { join } from 'node:path';

import { makeFile, sha256OfFile } from '../support/files.ts';
import type { ChromiumPerson } from '../support/chromium.ts';
import { ORIGIN } from './origin.ts';

export interface Parcel {
  readonly path: string;
  readonly sha256: string;
}

export async function makeParcel(folder: string, bytes: number): Promise<Parcel> {
  const path = await makeFile(join(folder, `parcel-${bytes}.bin`), bytes);
  return { path, sha256: await sha256OfFile(path) };
}

/** Resolves with the link. */
export async function offer(sender: ChromiumPerson, { path }: Parcel): Promise<string> {
  await sender.open(ORIGIN);
  await sender.chooseFiles(path);
  return sender.shareLink();
}

/** Resolves with the time from following the link to "Ready". */
export async function follow(receiver: ChromiumPerson, link: string, timeoutMs: number): Promise<number> {
  await receiver.open(link);
  await receiver.waitForStatus('Ready', timeoutMs);
  const startMs = await receiver.page.evaluate(() => performance.timeOrigin);
  const ready = (await receiver.statuses()).find(({ text }) => text.startsWith('Ready'));
  return Math.round((ready?.atMs ?? Number.NaN) - startMs);
}

/** Resolves with the hash of what was saved. */
export async function accept(receiver: ChromiumPerson, timeoutMs: number): Promise<string> {
  const path = await receiver.download(() => receiver.click('button', 'Download'), timeoutMs);
  await receiver.waitForStatus('Done');
  return sha256OfFile(path);
}

/** The first sentence of the region "Connection". The lists behind "Details" are folded away. */
export async function connectionSentence(person: ChromiumPerson): Promise<string> {
  const sentence = await person.find('region', 'Connection').getByRole('paragraph').first().textContent();
  return (sentence ?? '').trim();
}
