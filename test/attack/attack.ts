/**
 * 1,000 rooms and 2,000 sockets attack the Worker, here: npm run test:attack. Prints what it did to a room that is in
 * use. ATTACK_RATE is messages a second of all together: here all rooms, the attackers and who measures share a
 * machine, and one thread of workerd has what on the platform are a thousand objects.
 */
import { existsSync } from 'node:fs';

import { median } from '../bench/report.ts';
import { startDeployed } from './deployed.ts';
import { besiege } from './siege.ts';

const messagesPerSecond = Number(process.env['ATTACK_RATE'] ?? 100);
/** By turns, for the machine is shared: a calm time and an attacked one right after the other are its same hour. */
const TURNS = 3;
const SECONDS = 30;

// Rooms store nothing, but workerd makes a SQLite file for each that wakes up, and all would wait for this machine's
// disk.
const MEMORY = '/dev/shm';
if (existsSync(MEMORY)) process.env['TMPDIR'] = MEMORY;

const ratios: number[] = [];
let isSound = true;
for (let turn = 1; turn <= TURNS; turn++) {
  // A fresh one: what the last attack left to be collected would make the calm slow.
  const worker = await startDeployed();
  try {
    const { joined, calm, attacked, did } = await besiege(worker.origin, {
      rooms: 1000,
      messagesPerSecond,
      seconds: SECONDS,
    });
    console.log(`Turn ${turn}: ${joined} attackers in 1,000 rooms; they did:`);
    console.table(did);
    console.table({ calm, attacked });
    for (const line of worker.logs) console.log(`logged: ${line}`);
    ratios.push(attacked.p99Ms / calm.p99Ms);
    isSound &&= attacked.lost === 0 && joined >= 1900 && worker.logs.length === 0;
  } finally {
    await worker.stop();
  }
}
const ratio = median(ratios);
console.log(
  `p99 ${ratios.map((each) => each.toFixed(2)).join(', ')} times the calm one, median ${ratio.toFixed(2)}, at most 2 is good`,
);
process.exitCode = isSound && ratio <= 2 ? 0 : 1;
