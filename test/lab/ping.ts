/**
 * What a call on the same line feels: `node ping.ts <address> <seconds>`, in a peer's namespace. Asks a STUN server
 * twenty times a second (RFC 8489, section 5: a binding request of its header alone) and prints the milliseconds of
 * each answer as JSON.
 */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { setTimeout as wait } from 'node:timers/promises';

const [address = '', seconds = '5'] = process.argv.slice(2);
const PORT = 3478;
const BINDING_REQUEST = Buffer.from('000100002112a442', 'hex');
const ID_BYTES = 12;
const INTERVAL_MS = 50;
const PATIENCE_MS = 1000;

const sentMs = new Map<string, number>();
const tookMs: number[] = [];
const idOf = (message: Buffer): string =>
  message.toString('hex', BINDING_REQUEST.length, BINDING_REQUEST.length + ID_BYTES);

const socket = createSocket('udp4');
socket.on('message', (message) => {
  const ms = sentMs.get(idOf(message));
  if (ms !== undefined) tookMs.push(performance.now() - ms);
});
for (let left = (Number(seconds) * 1000) / INTERVAL_MS; left > 0; left--) {
  const request = Buffer.concat([BINDING_REQUEST, randomBytes(ID_BYTES)]);
  sentMs.set(idOf(request), performance.now());
  socket.send(request, PORT, address);
  await wait(INTERVAL_MS);
}
await wait(PATIENCE_MS);
socket.close();
console.log(JSON.stringify(tookMs));
