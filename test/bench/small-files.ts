/** Many small files saved into a folder, and one file of their size, by turns: how many times as long the many take. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { makeFile } from '../support/files.ts';
import { median, printTable, writeResult } from './report.ts';
import { runShare, type ShareRun } from './share-run.ts';
import { chromium, isQuick, withStage } from './stage.ts';

const FILES = isQuick ? 1000 : 10_000;
const FILE_BYTES = 4096;
const TURNS = isQuick ? 1 : 3;
const TARGET_RATIO = 3;

await withStage({ sender: chromium, receiver: chromium }, async ({ people: { sender, receiver }, server, folder }) => {
  const bytes = FILES * FILE_BYTES;
  const one = await makeFile(join(folder, 'one.bin'), bytes);
  const many = join(folder, 'many');
  mkdirSync(many);
  for (let file = 0; file < FILES; file += 1) await makeFile(join(many, `${file}.bin`), FILE_BYTES);
  const turns: { one: ShareRun; many: ShareRun }[] = [];
  while (turns.length < TURNS) {
    turns.push({
      one: await runShare(sender, receiver, server, bytes, () => sender.chooseFiles(one)),
      many: await runShare(sender, receiver, server, bytes, () => sender.chooseFolder(many)),
    });
  }
  const ratio = median(turns.map(({ one, many }) => many.ms / one.ms));
  printTable(
    `${FILES} files of ${FILE_BYTES} bytes into a folder, from the click to "Done"`,
    ['turn', 'one file, s', 'all of them, s', 'times'],
    turns.map(({ one, many }, turn) => [
      String(turn + 1),
      (one.ms / 1000).toFixed(2),
      (many.ms / 1000).toFixed(2),
      (many.ms / one.ms).toFixed(1),
    ]),
  );
  console.log(`\nThey take ${ratio.toFixed(1)} times as long; the target is ${TARGET_RATIO}`);
  writeResult('small-files', { files: FILES, fileBytes: FILE_BYTES, turns, ratio });
});
