/** A line between two namespaces with delay, loss and a limited rate, carried by path.c. */
import { execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import type { Namespace } from './namespace.ts';

export interface Conditions {
  /** One way. */
  readonly delayMs: number;
  readonly lossPercent: number;
  /** 0: no limit. */
  readonly rateMbit: number;
  /** Of the way to the site, where only what it sends is limited. */
  readonly downRateMbit?: number;
  /** Of each direction; 50 unless set. */
  readonly bufferMs?: number;
}

/** Since the line was opened. */
export interface LineCount {
  readonly packets: number;
  readonly bytes: number;
  /** Packets that its buffer had no room for. */
  readonly dropped: number;
}

export interface LinkEnd {
  readonly namespace: Namespace;
  /** Name that the interface gets there. */
  readonly device: string;
}

/** Compiles path.c; the program is gone with the folder. */
export async function buildPath(folder: string): Promise<string> {
  const program = join(folder, 'path');
  await promisify(execFile)('cc', ['-O2', '-o', program, join(import.meta.dirname, 'path.c')]);
  return program;
}

export class Link {
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
  }

  /** @param program of buildPath */
  static async open(program: string, here: LinkEnd, there: LinkEnd, conditions: Conditions): Promise<Link> {
    const ends = [here, there].flatMap(({ namespace, device }) => [namespace.file, device]);
    // It moves between the namespaces by itself; started in one of them, it ends with it.
    const child = here.namespace.start(program, ends, { stdio: ['pipe', 'pipe', 'inherit'] });
    if (child.stdout === null) throw new Error('no output');
    const [first] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as unknown[];
    if (!Buffer.isBuffer(first)) throw new Error('the path could not be made');
    const link = new Link(child);
    link.set(conditions);
    return link;
  }

  /** What is not named stays as it is. */
  set({ delayMs, lossPercent, rateMbit, downRateMbit, bufferMs }: Partial<Conditions>): void {
    const values = { delay: delayMs, loss: lossPercent, rate: rateMbit, back: downRateMbit, buffer: bufferMs };
    const words = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
    this.child.stdin?.write(`${words.join(' ')}\n`);
  }

  /** What was to be carried so far, from here to there and back. */
  async count(): Promise<{ readonly up: LineCount; readonly down: LineCount }> {
    if (this.child.stdout === null) throw new Error('no output');
    const lines = createInterface({ input: this.child.stdout });
    this.child.stdin?.write('count\n');
    const [line] = (await once(lines, 'line')) as [string];
    lines.close();
    const [packets = 0, bytes = 0, dropped = 0, ...back] = line.split(' ').map(Number);
    return {
      up: { packets, bytes, dropped },
      down: { packets: back[0] ?? 0, bytes: back[1] ?? 0, dropped: back[2] ?? 0 },
    };
  }
}
