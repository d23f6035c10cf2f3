import { expect, test } from 'vitest';

import { MAX_EARLY_MESSAGES } from '../../../src/protocol/limits.ts';
import { EarlySocket } from '../../../src/signaling/early-socket.ts';
import { socketOf, type Network } from '../../../src/signaling/transport.ts';

const SERVER = 'https://beamline.test';

class Socket {
  onmessage: ((event: { type: string; data: string }) => void) | null = null;
  onclose: ((event: { type: string; code: number }) => void) | null = null;
  closed: number | undefined;
  readonly name: string;

  constructor(url: URL, protocols: readonly string[]) {
    this.name = [url.href, ...protocols].join(' ');
  }

  says(data: string): void {
    this.onmessage?.({ type: 'message', data });
  }

  ends(code: number): void {
    this.onclose?.({ type: 'close', code });
  }

  close(code: number): void {
    this.closed = code;
  }
}

function world() {
  const made: Socket[] = [];
  const network: Network = {
    socket: (url, protocols) => {
      const socket = new Socket(url, protocols);
      made.push(socket);
      return socket as unknown as WebSocket;
    },
    fetch: async () => new Response('fetched'),
  };
  return { made, network, early: new EarlySocket(network, SERVER, Promise.resolve('room')) };
}

/** Asks for the socket as a join does, and listens to it. */
async function ask(early: EarlySocket, roomId = 'room') {
  const door = { server: SERVER, roomId, identity: await early.identity };
  const socket = early.socket(...socketOf(door)) as unknown as Socket;
  const heard: (string | number)[] = [];
  socket.onmessage = ({ data }) => heard.push(data);
  socket.onclose = ({ code }) => heard.push(code);
  return { socket, heard };
}

test('begins by itself, and is what is asked for: once', async () => {
  const { made, early } = world();
  const { peerId, secret } = await early.identity;
  expect(made.map(({ name }) => name)).toEqual([`wss://beamline.test/api/rooms/room beamline.1 id.${secret}`]);
  expect(peerId).toMatch(/^[\w-]{12}$/);
  expect((await ask(early)).socket).toBe(made[0]);
  expect((await ask(early)).socket).toBe(made[1]);
  expect(made.map(({ closed }) => closed)).toEqual([undefined, undefined]);
});

test('what the room said meanwhile is heard in order, and before what it says later', async () => {
  const { made, early } = world();
  await early.identity;
  made[0]!.says('welcome');
  made[0]!.says('joined');
  const { heard } = await ask(early);
  await Promise.resolve();
  made[0]!.says('left');
  made[0]!.ends(4431);
  expect(heard).toEqual(['welcome', 'joined', 'left', 4431]);
});

test('an end that came meanwhile is told', async () => {
  const { made, early } = world();
  await early.identity;
  made[0]!.ends(4426);
  const { heard } = await ask(early);
  await Promise.resolve();
  expect(heard).toEqual([4426]);
});

test('one that is dropped at once hears nothing', async () => {
  const { made, early } = world();
  await early.identity;
  made[0]!.says('welcome');
  const door = { server: SERVER, roomId: 'room', identity: await early.identity };
  const socket = early.socket(...socketOf(door)) as unknown as Socket;
  const heard: string[] = [];
  socket.onmessage = ({ data }) => heard.push(data);
  socket.onmessage = null;
  await Promise.resolve();
  expect(heard).toEqual([]);
});

test('another room has another socket, and this one waits on', async () => {
  const { made, early } = world();
  await early.identity;
  expect((await ask(early, 'elsewhere')).socket).toBe(made[1]);
  expect((await ask(early)).socket).toBe(made[0]);
});

test('given up, it leaves the room, or does not enter it', async () => {
  const entered = world();
  await entered.early.identity;
  entered.early.giveUp();
  expect(entered.made[0]!.closed).toBe(1000);
  expect((await ask(entered.early)).socket).toBe(entered.made[1]);
  const before = world();
  before.early.giveUp();
  await before.early.identity;
  expect(before.made).toEqual([]);
});

test('a room that talks without end is left, and entered anew', async () => {
  const { made, early } = world();
  await early.identity;
  for (let count = 0; count < MAX_EARLY_MESSAGES; count += 1) made[0]!.says('joined');
  expect(made[0]!.closed).toBeUndefined();
  made[0]!.says('joined');
  expect(made[0]!.closed).toBe(1000);
  const { socket, heard } = await ask(early);
  await Promise.resolve();
  expect(socket).toBe(made[1]);
  expect(heard).toEqual([]);
});

test('where there is no WebSocket, whoever asks for one is told', async () => {
  const network = {
    socket: () => {
      throw new Error('there is none');
    },
    fetch: async () => new Response('fetched'),
  };
  const early = new EarlySocket(network, SERVER, Promise.resolve('room'));
  await early.identity;
  await expect(ask(early)).rejects.toThrow('there is none');
  expect(await (await early.fetch(new URL(SERVER), {})).text()).toBe('fetched');
});
