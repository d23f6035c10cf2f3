/** Two people with one share under way, to whom something happens. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { ChromiumPerson } from '../support/chromium.ts';
import { makeFile, sha256OfFile } from '../support/files.ts';
import { FirefoxPerson } from '../support/firefox.ts';
import { arrivalsOf, prepareToCount, watchGap, type AnyPerson } from './arrivals.ts';

export type Side = 'sender' | 'receiver';

export interface SceneOptions {
  readonly origin: string;
  readonly folder: string;
  readonly bytes: number;
  /** Starts a browser; `folder` is where its profile stays. */
  readonly launch?: (side: Side, folder: string) => Promise<AnyPerson>;
  /** What has to be there before the click on "Download". */
  readonly onReady?: (receiver: AnyPerson) => Promise<unknown>;
}

export interface Outcome {
  readonly isEqual: boolean;
  readonly againBytes: number;
  /** Longest time without a byte, from the fault on. */
  readonly stillMs: number;
}

const POLL_MS = 20;
const READY_MS = 30_000;
const TRANSFER_MS = 300_000;

export const launchChromium = (_: Side, folder: string): Promise<ChromiumPerson> => ChromiumPerson.launch({ folder });

export async function launchFirefox(side: Side, folder: string, firefox: Side): Promise<AnyPerson> {
  return side === firefox ? FirefoxPerson.launch() : ChromiumPerson.launch({ folder });
}

export class Scene {
  readonly origin: string;
  readonly path: string;
  link = '';
  private readonly options: SceneOptions;
  private readonly people = new Map<Side, AnyPerson>();
  private saving: Promise<string> = Promise.resolve('');
  /** By pages of the receiver that are gone. */
  private arrivedBytes = 0;
  private faultMs = 0;

  constructor(options: SceneOptions) {
    this.options = options;
    this.origin = options.origin;
    this.path = join(options.folder, 'share.bin');
  }

  get sender(): AnyPerson {
    return this.get('sender');
  }

  get receiver(): AnyPerson {
    return this.get('receiver');
  }

  private get(side: Side): AnyPerson {
    const person = this.people.get(side);
    if (person === undefined) throw new Error(`no ${side}`);
    return person;
  }

  /** Until that part of the bytes has arrived. */
  async begin(percent: number): Promise<void> {
    await makeFile(this.path, this.options.bytes);
    await Promise.all([this.launch('sender'), this.launch('receiver')]);
    await this.sender.open(this.origin);
    await this.sender.chooseFiles(this.path);
    this.link = await this.sender.shareLink();
    await this.receiver.open(this.link);
    await this.receiver.waitForStatus('Ready', READY_MS);
    await this.options.onReady?.(this.receiver);
    this.save();
    const least = (percent / 100) * this.options.bytes;
    for (const deadline = Date.now() + TRANSFER_MS; (await arrivalsOf(this.receiver)).bytes < least;) {
      if (Date.now() > deadline) throw new Error(`only ${(await arrivalsOf(this.receiver)).bytes} bytes have come`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    this.arrivedBytes = 0;
    this.faultMs = Date.now();
    await watchGap(this.receiver);
  }

  /** A browser with the profile that this side has had from the start. */
  async launch(side: Side): Promise<AnyPerson> {
    const folder = join(this.options.folder, side);
    mkdirSync(folder, { recursive: true });
    const person = await (this.options.launch ?? launchChromium)(side, folder);
    this.people.set(side, person);
    await prepareToCount(person);
    return person;
  }

  /** The click on "Download", and what comes of it in the end. */
  save(): void {
    this.saving = this.receiver.download(() => this.receiver.click('button', 'Download'), TRANSFER_MS);
    this.saving.catch(() => {}); // awaited at the end
  }

  /** The receiver's page is about to go: what it has counted would be lost. */
  async keepCount(): Promise<void> {
    this.arrivedBytes += (await arrivalsOf(this.receiver)).bytes;
  }

  async end(): Promise<Outcome> {
    const saved = await this.saving;
    await Promise.all([this.receiver, this.sender].map((person) => person.waitForStatus('Done', READY_MS)));
    const { bytes, firstMs, gapMs } = await arrivalsOf(this.receiver);
    const isEqual = (await sha256OfFile(saved)) === (await sha256OfFile(this.path));
    const stillMs = this.arrivedBytes > 0 ? firstMs - this.faultMs : gapMs;
    return { isEqual, againBytes: Math.max(0, this.arrivedBytes + bytes - this.options.bytes), stillMs };
  }

  async close(): Promise<void> {
    await Promise.all([...this.people.values()].map((person) => person.close()));
  }
}
