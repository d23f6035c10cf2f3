/** Three Chromium that take one share at once from a fourth: what they get together, against one bare data channel. */
import { join } from 'node:path';

import { makeFile } from '../support/files.ts';
import { openBare, runBare } from './bare.ts';
import { median, megabytesPerSecond, printTable, writeResult } from './report.ts';
import { follow, offer, take } from './share-run.ts';
import { chromium, isQuick, withStage } from './stage.ts';

const BYTES = (isQuick ? 16 : 96) * 1e6;
const TURNS = isQuick ? 1 : 3;
const TARGET_RATIO = 0.95;

await withStage(
  { sender: chromium, first: chromium, second: chromium, third: chromium },
  async ({ people: { sender, ...receivers }, server, bareOrigin, folder }) => {
    const path = await makeFile(join(folder, 'large.bin'), BYTES);
    const all = Object.values(receivers);
    const turns: { bare: number; each: number[]; sum: number }[] = [];
    while (turns.length < TURNS) {
      await Promise.all([sender, receivers.first].map((person) => openBare(person, bareOrigin)));
      const bare = await runBare(
        sender,
        receivers.first,
        { ordered: true, home: 'count' },
        { bytes: BYTES, messageBytes: 256 << 10 },
      );
      const link = await offer(sender, server, () => sender.chooseFiles(path));
      for (const receiver of all) await follow(receiver, link);
      const taken = await Promise.all(all.map(take));
      const ms = Math.max(...taken.map(({ doneMs }) => doneMs)) - Math.min(...taken.map(({ clickedMs }) => clickedMs));
      turns.push({
        bare: bare.megabytesPerSecond,
        each: taken.map(({ clickedMs, doneMs }) => megabytesPerSecond(BYTES, doneMs - clickedMs)),
        sum: megabytesPerSecond(BYTES * all.length, ms),
      });
    }
    const ratio = median(turns.map(({ bare, sum }) => sum / bare));
    printTable(
      `Three receivers at once, ${BYTES / 1e6} MB each, MB/s`,
      ['turn', 'a bare channel', 'each', 'together'],
      turns.map(({ bare, each, sum }, turn) => [
        String(turn + 1),
        bare.toFixed(1),
        each.map((rate) => rate.toFixed(1)).join(', '),
        sum.toFixed(1),
      ]),
    );
    console.log(`\nTogether they have ${ratio.toFixed(2)} of the bare channel; the target is ${TARGET_RATIO}`);
    writeResult('crowd', { bytes: BYTES, turns, ratio });
  },
);
