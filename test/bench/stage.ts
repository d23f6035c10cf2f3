/**
 * What a bench on one machine stands on: the server, the bare page, people with browsers, and a folder; all gone at its
 * end.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ChromiumPerson } from '../support/chromium.ts';
import { FirefoxPerson } from '../support/firefox.ts';
import type { Person } from '../support/person.ts';
import { startServer, type Server } from '../support/server.ts';
import { serveFolder } from '../support/static.ts';

/** A short form, to see whether it runs: its figures say nothing. */
export const isQuick = process.argv.includes('--quick');

export const chromium = () => ChromiumPerson.launch();
export const firefox = () => FirefoxPerson.launch();

type Launchers = Readonly<Record<string, () => Promise<Person>>>;

export interface Stage<L extends Launchers> {
  readonly people: { readonly [Name in keyof L]: Awaited<ReturnType<L[Name]>> };
  readonly server: Server;
  /** Serves test/bench/page. */
  readonly bareOrigin: string;
  readonly folder: string;
}

export async function withStage<L extends Launchers>(
  launchers: L,
  run: (stage: Stage<L>) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'beamline-bench-'));
  const [server, bareServer] = await Promise.all([startServer(), serveFolder(join(import.meta.dirname, 'page'))]);
  const people = await Promise.all(
    Object.entries(launchers).map(async ([name, launch]) => [name, await launch()] as const),
  );
  try {
    await run({
      people: Object.fromEntries(people) as Stage<L>['people'],
      server,
      bareOrigin: bareServer.origin,
      folder,
    });
  } finally {
    await Promise.all(people.map(([, person]) => person.close()));
    await Promise.all([server.stop(), bareServer.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}
