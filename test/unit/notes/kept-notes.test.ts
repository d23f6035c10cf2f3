/** A page that is loaded again with the notes that its browser has kept: each is shown once, at both ends. */
import { describe, expect, test } from 'vitest';

import { NoteLog, type KeptNote } from '../../../src/notes/note-log.ts';
import { MAX_KEPT_NOTES, MAX_NOTE_PEERS, NOTE_BURST } from '../../../src/protocol/limits.ts';
import { flow, MemoryLink, Person, Stranger } from './memory-link.ts';

const ID = 'AAECAwQFBgcICQoLDA0ODw';
const theirs = (changes: Partial<KeptNote> = {}): KeptNote => ({
  id: ID,
  text: 'hello',
  atMs: 1,
  author: { isOwn: false, isHost: false, peerNumber: 2 },
  peer: 'peer2',
  confirmedBy: [],
  ...changes,
});
const own = (changes: Partial<KeptNote> = {}): KeptNote =>
  theirs({ author: { isOwn: true, isHost: false }, peer: '', ...changes });
const said = { type: 'note', id: ID, part: 0, parts: 1, text: 'hello' } as const;

/** The page of `person` is closed, and opened again with what was kept of it. */
const again = (person: Person, id: string): Person => new Person(id, person.isHost, person.notes.kept);
const earlier = ({ notes }: Person): boolean[] => notes.notes.map(({ isEarlier }) => isEarlier);
const notesHeard = ({ heard }: Stranger): unknown[] =>
  heard.flatMap(({ type, text }) => (type === 'note' ? [text] : []));

describe('N9: kept notes', () => {
  test('are shown as of before, in their order, with their authors and times', () => {
    const [host, guest] = [new Person('peer1', true), new Person('peer2')];
    const link = new MemoryLink(host, guest);
    host.notes.send('one');
    link.flow();
    guest.nowMs = 60_000;
    guest.notes.send('two');
    link.flow();
    const after = again(guest, 'peer3');
    expect(after.shown).toEqual(['1: one', 'own: two']);
    expect(earlier(after)).toEqual([true, true]);
    expect(after.notes.notes.map(({ author, atMs }) => [author.isHost, atMs])).toEqual(
      guest.notes.notes.map(({ author, atMs }) => [author.isHost, atMs]),
    );
    expect(after.notes.kept).toEqual(guest.notes.kept);
  });

  test('of our own are arrived, if somebody had confirmed them', () => {
    const log = new NoteLog([own({ id: 'a', confirmedBy: ['peer2'] }), own({ id: 'b' })]);
    expect(log.view.map(({ state }) => state)).toEqual(['arrived', 'sending']);
  });

  test('of our own are not sent again to who confirmed them, and whose page is still the same', () => {
    const [before, stranger] = [new Person('peer1'), new Stranger('peer2')];
    const link = new MemoryLink(before, stranger);
    before.notes.send('one');
    link.flow();
    stranger.say({ type: 'arrived', id: stranger.heard[0]?.['id'] });
    before.notes.send('two');
    link.flow();
    expect(notesHeard(stranger)).toEqual(['one', 'two']);
    link.cut();
    const next = new MemoryLink(again(before, 'peer3'), stranger);
    next.flow();
    expect(notesHeard(stranger)).toEqual(['one', 'two', 'two']);
  });

  test('are shown once by who has them, even if the page of before has not left yet', () => {
    const [before, ben] = [new Person('peer1'), new Person('peer2')];
    const old = new MemoryLink(before, ben);
    before.notes.send('one');
    old.flow();
    const after = again(before, 'peer3'); // the page was killed: Ben's link is still open
    const link = new MemoryLink(after, ben);
    after.notes.send('two');
    link.flow();
    expect(ben.shown).toEqual(['1: one', '3: two']);
    expect(after.notes.notes.every(({ state }) => state === 'arrived')).toBe(true);
  });

  test('of our own are sent to a newcomer, once and in order', () => {
    const before = new Person('peer1');
    for (const text of ['one', 'two']) before.notes.send(text);
    const [after, newcomer] = [again(before, 'peer3'), new Person('peer4')];
    after.notes.send('three');
    new MemoryLink(after, newcomer).flow();
    expect(newcomer.shown).toEqual(['3: one', '3: two', '3: three']);
    const third = again(after, 'peer5');
    new MemoryLink(third, newcomer).flow();
    expect(newcomer.shown).toHaveLength(3);
  });

  test('of others are not sent to anybody', () => {
    const [anna, stranger] = [new Person('peer1', false, [theirs({ peer: 'peer9' })]), new Stranger('peer2')];
    new MemoryLink(anna, stranger).flow();
    expect(stranger.heard).toEqual([]);
  });

  test('of a peer that is still here are not doubled when they come again, and have its number of today', () => {
    const [anna, peer] = [
      new Person('peer1', false, [theirs({ author: { ...theirs().author, peerNumber: 7 } })]),
      new Stranger('peer2'),
    ];
    expect(anna.shown).toEqual(['7: hello']);
    const link = new MemoryLink(anna, peer);
    peer.say(said);
    link.flow();
    expect(anna.shown).toEqual(['2: hello']);
    expect(peer.heard).toMatchObject([{ type: 'arrived', id: ID }]);
    peer.say({ ...said, id: 'x'.repeat(22), text: 'new' });
    link.flow();
    expect(anna.shown).toEqual(['2: hello', '2: new']);
    expect(earlier(anna)).toEqual([true, false]);
  });

  test('are not doubled when both pages were loaded again', () => {
    const [host, guest] = [new Person('peer1', true), new Person('peer2')];
    const link = new MemoryLink(host, guest);
    host.notes.send('from the host');
    guest.notes.send('from the guest');
    link.flow();
    const [host2, guest2] = [again(host, 'peer3'), again(guest, 'peer4')];
    new MemoryLink(guest2, host2).flow();
    expect(host2.shown).toEqual(host.shown);
    expect(guest2.shown).toEqual(guest.shown);
  });

  test('of one guest do not keep another’s note under the same id from being shown, nor the host’s', () => {
    const [anna, other, host] = [
      new Person('peer1', false, [theirs()]),
      new Stranger('peer3'),
      new Person('peer4', true),
    ];
    const link = new MemoryLink(anna, other);
    other.say({ ...said, text: 'another text' });
    link.flow();
    expect(anna.shown).toEqual(['2: hello', '3: another text']);
    const fromHost = new Person('peer4', true, [own()]);
    new MemoryLink(anna, fromHost).flow();
    expect(anna.shown).toEqual(['2: hello', '3: another text', '4: hello']);
    expect(host.isHost).toBe(true);
  });

  test('of one who is here again do not keep the same note of another from being shown', () => {
    const [anna, author, thief] = [
      new Person('peer1', false, [theirs()]),
      new Stranger('peer2'),
      new Stranger('peer3'),
    ];
    const links = [new MemoryLink(anna, author), new MemoryLink(anna, thief)];
    thief.say(said);
    flow(...links);
    expect(anna.shown).toEqual(['2: hello', '3: hello']);
  });

  test('of our own are not shown again as those of another tab that has kept them, too', () => {
    const [anna, tab] = [new Person('peer1', false, [own()]), new Person('peer2', false, [own()])];
    const link = new MemoryLink(anna, tab);
    link.flow();
    expect([...anna.shown, ...tab.shown]).toEqual(['own: hello', 'own: hello']);
  });

  test('of two tabs are shown once, if the one had them of the other', () => {
    const log = new NoteLog([own(), theirs({ peer: 'peer9', atMs: 2 })]);
    expect(log.view.map(({ author }) => author.isOwn)).toEqual([true]);
  });

  test('of a peer give it no more notes than any other may send', () => {
    const [anna, stranger] = [new Person('peer1', false, [theirs()]), new Stranger('peer2')];
    const link = new MemoryLink(anna, stranger);
    for (let count = 0; count <= NOTE_BURST; count++) stranger.say(said);
    link.flow();
    expect(link.endedBy).toBe('peer-misbehaved');
  });

  test('N7: are bounded in memory like others', () => {
    const many = Array.from({ length: 2 * MAX_KEPT_NOTES }, (_, index) => own({ id: `own${index}`, text: `${index}` }));
    expect(new NoteLog(many).view).toHaveLength(MAX_KEPT_NOTES);
    const peers = Array.from({ length: 2 * MAX_NOTE_PEERS }, (_, index) => theirs({ peer: `peer${index}` }));
    expect(new NoteLog(peers).view).toHaveLength(MAX_NOTE_PEERS);
  });
});
