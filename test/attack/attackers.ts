/**
 * The attackers, in a process of their own: `node attackers.ts <origin> <rooms> <messages per second>`. Two in each
 * room; they flood, send what is binary, giant or broken, join under wrong origins, speak bad HTTP, and read nothing.
 * Says "ready" when all are in, goes on until it is told to end, and then says what it has done.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { SUBPROTOCOL } from '../../src/protocol/messages/room-message.ts';
import { newAddress, newRoomId, RoomClient } from './room-client.ts';

const [origin = '', rooms = '100', perSecond = '500'] = process.argv.slice(2);
const { hostname, port } = new URL(origin);

const did: Record<string, number> = {};
const count = (what: string): void => {
  did[what] = (did[what] ?? 0) + 1;
};

interface Place {
  readonly roomId: string;
  client: RoomClient | undefined;
}

const places: Place[] = Array.from({ length: Number(rooms) }, newRoomId).flatMap((roomId) =>
  [0, 1].map(() => ({ roomId, client: undefined })),
);

async function fill(place: Place): Promise<void> {
  try {
    const client = await RoomClient.join(origin, place.roomId);
    place.client = client;
    count('joined');
    void client.closed.then((code) => {
      count(`closed ${code}`);
      place.client = undefined;
    });
  } catch (thrown) {
    count(`not joined, ${(thrown as Error).message}`);
  }
}

/** A handshake by hand; what comes is never read. */
function slowReader(roomId: string): void {
  const socket = connect(Number(port), hostname, () => {
    socket.write(
      `GET /api/rooms/${roomId} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}, id.${randomBytes(16).toString('base64url')}\r\nCF-Connecting-IP: ${newAddress()}\r\n\r\n`,
    );
    socket.pause();
    count('slow reader');
  });
  socket.on('error', () => {});
}

const BAD_HEADERS: readonly Record<string, string>[] = [
  { Origin: 'https://evil.test' },
  { Origin: 'null' },
  { 'Sec-WebSocket-Protocol': 'beamline.1' },
  { 'Sec-WebSocket-Protocol': `beamline.1, ${'id.AAAAAAAAAAAAAAAAAAAAAA, '.repeat(50)}` },
  { 'Sec-WebSocket-Key': 'short' },
  { 'Sec-WebSocket-Version': '7' },
  { Upgrade: 'h2c' },
  { Origin: '' },
];

function badUpgrade(): void {
  const headers = {
    Origin: origin,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    'CF-Connecting-IP': newAddress(),
  };
  const asked = request({
    hostname,
    port,
    path: `/api/rooms/${newRoomId()}`,
    headers: { ...headers, ...BAD_HEADERS[randomInt(BAD_HEADERS.length)] },
  });
  asked.on('response', (response) => {
    count(`upgrade answered ${response.statusCode}`);
    response.resume();
  });
  asked.on('upgrade', (_, socket) => socket.destroy());
  asked.on('error', () => count('upgrade broken off'));
  asked.end();
}

/** Bytes that are no HTTP at all, or half of it. */
function badHttp(): void {
  const socket = connect(Number(port), hostname, () => {
    socket.end(randomInt(2) === 0 ? randomBytes(200) : `GET /${'x'.repeat(randomInt(5000))} HTTP/1.1\r\nHost`);
    count('bad HTTP');
  });
  socket.on('error', () => {});
  socket.resume();
}

const GIANT = 'x'.repeat(2 ** 21);

function attack(): void {
  const place = places[randomInt(places.length)];
  const client = place?.client;
  if (place === undefined) return;
  if (client === undefined) {
    void fill(place);
    return;
  }
  const chance = randomInt(1000);
  if (chance < 880) client.send(client.others[0] ?? client.self, 'x'.repeat(chance < 40 ? 40_000 : 200));
  else if (chance < 920) client.sendRaw(randomBytes(100).toString('latin1'));
  else if (chance < 940) client.sendRaw(Uint8Array.from(randomBytes(1000)));
  else if (chance < 942) client.sendRaw(GIANT);
  else if (chance < 960) client.close();
  else if (chance < 980) badUpgrade();
  else badHttp();
  count('messages');
}

// In steps: the machine that they attack is this one, and is to be busy with rooms, not with a queue of handshakes.
for (let from = 0; from < places.length; from += 20) await Promise.all(places.slice(from, from + 20).map(fill));
for (const { roomId } of places.slice(0, 40)) slowReader(roomId);
process.send?.({ type: 'ready', joined: places.filter(({ client }) => client !== undefined).length });

const ending = new AbortController();
process.on('message', () => ending.abort());
const TICK_MS = 20;
while (!ending.signal.aborted) {
  for (let time = 0; time < (Number(perSecond) * TICK_MS) / 1000; time++) attack();
  await wait(TICK_MS);
}
process.send?.({ type: 'did', did }, () => process.exit(0));
