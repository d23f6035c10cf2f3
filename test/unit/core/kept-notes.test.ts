/** Notes that are kept in the browsers of a room, in one process: pages are loaded again, and the room ends. */
import { afterEach, describe, expect, test } from 'vitest';

import type { NotesSession } from '../../../src/session/view/notes.ts';
import { startBrowser, until, World } from './world.ts';

let world = new World();
afterEach(() => world.close());

const texts = ({ view }: NotesSession): string[] => view.notes.map(({ text }) => text);
const has = (notes: NotesSession, text: string) =>
  until(notes, (view) => view.notes.some((note) => note.text === text && note.state === 'arrived'));

/** A host that keeps its notes, and a guest, each with a note that the other one has. */
async function room() {
  world = new World();
  const [ours, theirs] = [startBrowser(), startBrowser()];
  const host = await world.host([], ours);
  const guest = world.guest(host, theirs);
  const [hosts, guests] = await Promise.all([host.session.notes(), guest.session.notes()]);
  await hosts.keep(true);
  hosts.send('from the host');
  await has(guests, 'from the host');
  guests.send('from the guest');
  await Promise.all([has(hosts, 'from the guest'), has(hosts, 'from the host'), has(guests, 'from the guest')]);
  return { ours, theirs, host, guest, hosts, guests };
}

describe('N9: a room whose notes are kept', () => {
  test('has them when its host is loaded again: a guest who is there sees none twice, and a newcomer sees all', async () => {
    const { ours, host, hosts, guests } = await room();
    await hosts.keep(true); // behind what is being written
    host.session.leave();
    const again = await world.hostAgain(host, ours);
    const notes = await again.session.notes();
    expect(texts(notes)).toEqual(['from the host', 'from the guest']);
    expect(notes.view.isKept).toBe(true);
    notes.send('I am back');
    await has(guests, 'I am back');
    expect(texts(guests)).toEqual(['from the host', 'from the guest', 'I am back']);
    await until(notes, (view) => view.notes.every(({ state }) => state === 'arrived'));
    expect(texts(notes)).toEqual(['from the host', 'from the guest', 'I am back']);
    const newcomer = await world.guest(again).session.notes();
    await until(newcomer, (view) => view.notes.length === 2);
    expect(texts(newcomer)).toEqual(['from the host', 'I am back']);
  });

  test('has them under its new link, too, when a password was set', async () => {
    const { ours, theirs, host, guest, guests } = await room();
    await guests.keep(true);
    guest.session.leave();
    host.session.setPassword('secret');
    await until(host.session, ({ hasPassword, isBusy }) => hasPassword && !isBusy);
    host.session.leave();
    expect(texts(await (await world.hostAgain(host, ours)).session.notes())).toHaveLength(2);
    expect(texts(await world.guest(host, theirs).session.notes())).toHaveLength(2);
  });

  test('keeps none when its host has ended it; a guest keeps what it wanted to', async () => {
    const { ours, theirs, host, hosts, guests } = await room();
    await guests.keep(true);
    host.session.cancel();
    await until(hosts, ({ isKept }) => isKept === undefined);
    hosts.send('too late');
    await hosts.keep(true);
    expect(await ours.notes.rooms()).toEqual([]);
    expect(await theirs.notes.rooms()).toHaveLength(1);
  });

  test('is shown to a guest who opens the link again, in its own browser alone', async () => {
    const { ours, theirs, host, guest, guests } = await room();
    await guests.keep(true);
    guest.session.leave();
    const again = await world.guest(host, theirs).session.notes();
    expect(texts(again)).toEqual(['from the host', 'from the guest']);
    expect(again.view.notes.map(({ author }) => [author.isOwn, author.isHost])).toEqual([
      [false, true],
      [true, false],
    ]);
    again.send('again');
    await has(again, 'again');
    expect(texts(again)).toEqual(['from the host', 'from the guest', 'again']);
    const inTheHosts = await world.guest(host, ours).session.notes();
    expect(texts(inTheHosts)).toEqual([]);
  });
});
