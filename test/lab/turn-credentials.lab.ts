/** What the real Worker mints, before a real coturn: accepted while it is good, refused after. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { IceMessage } from '../../src/protocol/messages/room-message.ts';
import { askCoturn, startCoturn, type Coturn, type Transport } from '../support/coturn.ts';
import { askForIce, fillRoom } from '../support/room-sockets.ts';
import { startServer, type Server } from '../support/server.ts';

const TRANSPORTS: readonly Transport[] = ['udp', 'tcp', 'tls'];
/** The shortest that the Worker makes. */
const TTL_SECONDS = 60;
const SECRET = randomBytes(16).toString('hex');

interface Credential {
  readonly username: string;
  readonly credential: string;
}

let folder: string;
let coturn: Coturn;
let server: Server;
let minted: Credential;
let mintedAtMs: number;

/** By somebody who has a partner in the room. */
async function mint(address: string): Promise<IceMessage> {
  const roomId = randomBytes(16).toString('base64url');
  const partner = await fillRoom(server.origin, roomId, 1);
  const answer = await askForIce(server.origin, roomId, address);
  partner.close();
  return answer;
}

async function mintCredential(address: string): Promise<Credential> {
  const answer = await mint(address);
  const relay = answer.type === 'ice' ? answer.servers.find(({ credential }) => credential !== undefined) : undefined;
  if (relay?.username === undefined || relay.credential === undefined)
    throw new Error(`no relay but ${JSON.stringify(answer)}`);
  return { username: relay.username, credential: relay.credential };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beamline-turn-'));
  coturn = await startCoturn(folder, SECRET);
  const { port, tlsPort } = coturn;
  const urls = [
    `turn:127.0.0.1:${port}`,
    `turn:127.0.0.1:${port}?transport=tcp`,
    `turns:127.0.0.1:${tlsPort}?transport=tcp`,
  ];
  server = await startServer({ TURN_URLS: urls.join(), TURN_SECRET: SECRET, TURN_TTL_SECONDS: String(TTL_SECONDS) });
  mintedAtMs = Date.now();
  minted = await mintCredential('198.51.100.200');
}, 60_000);
afterAll(async () => {
  await server?.stop();
  await coturn?.stop();
  await rm(folder, { recursive: true });
});

describe('I5: a credential', () => {
  test.each(TRANSPORTS)(
    'is accepted by coturn over %s',
    async (transport) => {
      expect(await askCoturn(coturn, transport, minted)).toMatchObject({ isAccepted: true });
    },
    60_000,
  );

  test('is refused when its time was stretched, and so is another name', async () => {
    const [expiry = '', id = ''] = minted.username.split(':');
    const stretched = { ...minted, username: `${Number(expiry) + 3600}:${id}` };
    expect(await askCoturn(coturn, 'udp', stretched)).toMatchObject({ isAccepted: false });
    expect(await askCoturn(coturn, 'udp', { ...minted, username: `${expiry}:somebody-else` })).toMatchObject({
      isAccepted: false,
    });
  }, 60_000);

  test('is one of many: there is room for a lot of them at once', async () => {
    const asked = Array.from({ length: 12 }, async () => askCoturn(coturn, 'udp', minted));
    for (const { isAccepted } of await Promise.all(asked)) expect(isAccepted).toBe(true);
  }, 60_000);

  test.each(['10.1.2.3', '169.254.169.254', '192.168.1.1', '172.16.0.1', '100.64.0.1'])(
    'opens no way to %s',
    async (peer) => {
      const { isAccepted, output } = await askCoturn(coturn, 'udp', minted, peer);
      expect(isAccepted).toBe(false);
      expect(output).toMatch(/403|forbidden/i);
    },
    30_000,
  );

  test.each(TRANSPORTS)(
    'is refused over %s when its time is up',
    async (transport) => {
      const leftMs = mintedAtMs + (TTL_SECONDS + 2) * 1000 - Date.now();
      if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
      const { isAccepted, output } = await askCoturn(coturn, transport, minted);
      expect(isAccepted).toBe(false);
      expect(output).toContain('Cannot complete Allocation');
      // And it is the time that matters, not the client or the relay.
      expect(await askCoturn(coturn, transport, await mintCredential('198.51.100.201'))).toMatchObject({
        isAccepted: true,
      });
    },
    120_000,
  );
});
