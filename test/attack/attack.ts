/**
 * 1,000 rooms and 2,000 sockets attack the Worker, here: npm run test:attack. Prints what it did to a room that is in use.
 * ATTACK_RATE is messages a second of all together: here all rooms, the attackers and who measures share a machine, and one
 * thread of workerd has what on the platform are a thousand objects.
 */
import { existsSync } from 'node:fs';

import { startServer } from '../support/server.ts';
import { besiege } from './siege.ts';

const messagesPerSecond = Number(process.env['ATTACK_RATE'] ?? 100);

// Rooms store nothing, but workerd makes a SQLite file for each that wakes up, and all would wait for this machine's disk.
const MEMORY = '/dev/shm';
if (existsSync(MEMORY)) process.env['TMPDIR'] = MEMORY;

const server = await startServer();
try {
  const { joined, calm, attacked, did } = await besiege(server, { rooms: 1000, messagesPerSecond, seconds: 60 });
  console.log(`${joined} attackers in 1,000 rooms; they did:`);
  console.table(did);
  console.table({ calm, attacked });
  const logs = server.logs();
  const isGood = attacked.lost === 0 && attacked.p99Ms <= 2 * calm.p99Ms && logs.length === 0 && joined >= 1900;
  console.log(`p99 ${(attacked.p99Ms / calm.p99Ms).toFixed(2)} times the calm one; lines logged: ${logs.length}${logs.length > 0 ? `, the first: ${logs[0]}` : ''}`);
  process.exitCode = isGood ? 0 : 1;
} finally {
  await server.stop();
}
