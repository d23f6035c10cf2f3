/**
 * Two Chromium on one machine.
 *
 * throughput   a bare data channel and Beamline's way from the click on "Download" to "Done"; the same for text
 * first byte   from the start of the receiver's navigation, "Download" clicked as soon as it is there, against the
 * least that two pages can do first load   HTML, scripts and styles of the start page, brotli
 */
import { join } from 'node:path';

import { awaitHello, followHello, teachHello } from '../support/bare-hello.ts';
import { makeFile, makeLog } from '../support/files.ts';
import { FIRST_LOAD_BUDGET_BYTES, firstLoad, totalBytes } from '../support/first-load.ts';
import { compare, printOutcome } from './comparison.ts';
import { median, medianOf, printTable, rangeOf, writeResult } from './report.ts';
import { chromium, isQuick, withStage } from './stage.ts';
import { openInHaste, teachHaste, type Opening } from './share-run.ts';

const BYTES = (isQuick ? 32 : 256) * 1e6;
const TURNS = isQuick ? 1 : 5;
const OPENINGS = isQuick ? 3 : 15;
const SMALL_BYTES = 1e6;
const TARGETS = { Beamline: 0.95, 'Beamline, a log': 2 };
const FIRST_BYTE_TARGET = 1.25;

await withStage(
  { sender: chromium, receiver: chromium, hasty: chromium },
  async ({ people: { sender, receiver, hasty }, server, bareOrigin, folder }) => {
    const loaded = await firstLoad(receiver, server.origin);
    printTable(
      'First load of the start page',
      ['file', 'bytes, brotli'],
      [
        ...loaded.map(({ path, brotliBytes }) => [path, String(brotliBytes)]),
        [`all, of ${FIRST_LOAD_BUDGET_BYTES}`, String(totalBytes(loaded))],
      ],
    );

    for (const { context } of [sender, hasty]) await teachHello(context);
    await teachHaste(hasty.context);
    const small = await makeFile(join(folder, 'small.bin'), SMALL_BYTES);
    const open = () => openInHaste(sender, hasty, server, () => sender.chooseFiles(small));
    const cold = await open();
    const openings: Opening[] = [];
    const hellos: number[] = [];
    while (openings.length < OPENINGS) {
      hellos.push(await followHello(hasty.page, await awaitHello(sender.page, server.origin)));
      openings.push(await open());
    }
    const firstByteRatio = medianOf(openings, 'firstByteMs') / median(hellos);
    printTable(
      `From opening the link; median of ${OPENINGS}`,
      ['', 'ms', '(range)', 'first visit'],
      [
        [
          'a bare hello through the same room',
          median(hellos).toFixed(0),
          `${Math.min(...hellos)}–${Math.max(...hellos)}`,
          '',
        ],
        ['the list', medianOf(openings, 'listMs').toFixed(0), rangeOf(openings, 'listMs'), cold.listMs.toFixed(0)],
        [
          '"Download" clicked',
          medianOf(openings, 'clickMs').toFixed(0),
          rangeOf(openings, 'clickMs'),
          cold.clickMs.toFixed(0),
        ],
        [
          'first byte',
          medianOf(openings, 'firstByteMs').toFixed(0),
          rangeOf(openings, 'firstByteMs'),
          cold.firstByteMs.toFixed(0),
        ],
      ],
    );
    console.log(
      `\nThe first byte takes ${firstByteRatio.toFixed(2)} times as long as the hello; the target is ${FIRST_BYTE_TARGET}`,
    );

    const outcome = await compare({
      sender,
      receiver,
      server,
      bareOrigin,
      bytes: BYTES,
      turns: TURNS,
      paths: {
        Beamline: await makeFile(join(folder, 'large.bin'), BYTES),
        'Beamline, a log': await makeLog(join(folder, 'access.log'), BYTES),
      },
    });
    printOutcome(`Chromium to Chromium, ${BYTES / 1e6} MB; medians of ${TURNS}`, outcome);
    console.log(
      `\nTargets: ${Object.entries(TARGETS)
        .map(([name, ratio]) => `${name} ${ratio}`)
        .join(', ')}`,
    );
    writeResult('loopback', { bytes: BYTES, loaded, cold, openings, hellos, firstByteRatio, ...outcome });
  },
);
