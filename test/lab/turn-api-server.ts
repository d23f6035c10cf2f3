/**
 * Cloudflare's TURN API as its documentation has it (developers.cloudflare.com/realtime/turn/generate-credentials), in
 * the lab's internet:
 *
 *     node turn-api-server.ts ADDRESS ANSWER
 *
 * Answers requests for credentials with ANSWER, JSON. A line on stdin says how: "good", "error" (500), or "slow" (after
 * 10 s). Says "ready" when it listens, and ends with its stdin.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const SLOW_MS = 10_000;
const PATH = /^\/v1\/turn\/keys\/[^/]+\/credentials\/generate-ice-servers$/;

const [address, answer] = process.argv.slice(2);
let mood = 'good';

async function reply({ method, url = '', headers }: IncomingMessage, response: ServerResponse): Promise<void> {
  if (mood === 'slow') await sleep(SLOW_MS);
  const isAsked = method === 'POST' && PATH.test(url) && headers.authorization?.startsWith('Bearer ') === true;
  const status = mood === 'error' ? 500 : isAsked ? 201 : 404;
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(status === 201 ? answer : '{}');
}

const server = createServer((request, response) => void reply(request, response));
server.listen(80, address, () => console.log('ready'));

createInterface({ input: process.stdin })
  .on('line', (line) => {
    mood = line;
    console.log(`now ${line}`);
  })
  .on('close', () => process.exit());
