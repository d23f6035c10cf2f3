/** Chromium and Firefox on one machine, in both directions: a bare data channel of that pair, and Beamline. */
import { join } from 'node:path';

import { makeFile } from '../support/files.ts';
import { compare, printOutcome } from './comparison.ts';
import { writeResult } from './report.ts';
import { chromium, firefox, isQuick, withStage } from './stage.ts';

const BYTES = (isQuick ? 32 : 256) * 1e6;
const TURNS = isQuick ? 1 : 3;
const TARGET_RATIO = 0.9;

await withStage({ chromium, firefox }, async ({ people, server, bareOrigin, folder }) => {
  const paths = { Beamline: await makeFile(join(folder, 'large.bin'), BYTES) };
  const contest = { server, bareOrigin, bytes: BYTES, turns: TURNS, paths };
  const there = await compare({ ...contest, sender: people.chromium, receiver: people.firefox });
  printOutcome(`Chromium to Firefox, ${BYTES / 1e6} MB; medians of ${TURNS}`, there);
  const back = await compare({ ...contest, sender: people.firefox, receiver: people.chromium });
  printOutcome(`Firefox to Chromium, ${BYTES / 1e6} MB; medians of ${TURNS}`, back);
  console.log(`\nThe target is ${TARGET_RATIO}`);
  writeResult('pairs', { bytes: BYTES, there, back });
});
