import { describe, expect, test } from 'vitest';

import { NoteLog } from '../../../src/notes/note-log.ts';
import {
  MAX_KEPT_NOTE_BYTES,
  MAX_KEPT_NOTES,
  MAX_NOTE_BYTES,
  MAX_NOTE_PEERS,
  NOTES_UNDER_WAY,
} from '../../../src/protocol/limits.ts';

const guest = { isOwn: false, isHost: false };
const idOf = (number: number): string => `note${number}`;
const noteOf = (number: number, text = `text ${number}`) => ({ id: idOf(number), text, atMs: number });
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

describe('N7: what is kept', () => {
  test('of one author is bounded in number: the oldest goes', () => {
    const log = new NoteLog();
    const link = log.opened('peer', guest, 0);
    for (const number of range(0, MAX_KEPT_NOTES + 3)) expect(log.got(link, noteOf(number))).toBe(true);
    expect(log.view.map(({ text }) => text)).toEqual(range(3, MAX_KEPT_NOTES + 3).map((number) => `text ${number}`));
  });

  test('of one author is bounded in bytes: as many of the oldest go as must', () => {
    const log = new NoteLog();
    const link = log.opened('peer', guest, 0);
    const most = MAX_KEPT_NOTE_BYTES / MAX_NOTE_BYTES;
    log.got(link, noteOf(0, 'short'));
    for (const number of range(1, most + 1)) log.got(link, noteOf(number, '한'.repeat(MAX_NOTE_BYTES / 3)));
    expect(log.view).toHaveLength(most + 1); // each is a byte short of the most
    log.got(link, noteOf(most + 1, 'x'.repeat(MAX_NOTE_BYTES)));
    expect(log.view.map(({ atMs }) => atMs)).toEqual(range(2, most + 2));
  });

  test('of one author does not push out what others, or this side, have written', () => {
    const log = new NoteLog();
    const [one, other] = [log.opened('one', guest, 0), log.opened('other', guest, 0)];
    log.wrote(noteOf(-1, 'own'));
    log.got(one, noteOf(-2, 'one'));
    for (const number of range(0, 3 * MAX_KEPT_NOTES)) log.got(other, noteOf(number));
    expect(log.view.slice(0, 2).map(({ text }) => text)).toEqual(['own', 'one']);
    expect(log.view).toHaveLength(2 + MAX_KEPT_NOTES);
  });

  test('of our own is bounded alike, and a late confirmation of what has gone is taken', () => {
    const log = new NoteLog();
    const link = log.opened('peer', guest, 0);
    log.wrote(noteOf(0));
    expect(log.takeNext(link)?.id).toBe(idOf(0));
    for (const number of range(1, MAX_KEPT_NOTES + 1)) log.wrote(noteOf(number));
    expect(log.view).toHaveLength(MAX_KEPT_NOTES);
    expect(log.gotArrived(link, idOf(0))).toBe(true);
    expect(log.gotArrived(link, idOf(0))).toBe(false);
    expect(log.takeNext(link)?.id).toBe(idOf(1));
  });

  test('peers under ever new ids push out nobody who has written, as long as they write nothing', () => {
    const log = new NoteLog();
    const writer = log.opened('writer', guest, 0);
    log.got(writer, noteOf(1));
    log.closed(writer);
    for (const number of range(0, 10 * MAX_NOTE_PEERS)) log.closed(log.opened(`peer${number}`, guest, 0));
    expect(log.view.map(({ text }) => text)).toEqual(['text 1']);
  });

  test('peers under ever new ids that write cannot fill memory, and push out nobody who is here', () => {
    const log = new NoteLog();
    const present = log.opened('present', guest, 0);
    log.got(present, noteOf(-1, 'here'));
    for (const number of range(0, 10 * MAX_NOTE_PEERS)) {
      const link = log.opened(`peer${number}`, guest, 0);
      log.got(link, noteOf(number));
      log.closed(link);
    }
    expect(log.view).toHaveLength(MAX_NOTE_PEERS);
    expect(log.view[0]?.text).toBe('here');
    expect(log.view.at(-1)?.text).toBe(`text ${10 * MAX_NOTE_PEERS - 1}`);
  });
});

describe('N3: what a link is sent', () => {
  test('is the oldest that its peer lacks, no more at once than may be under way', () => {
    const log = new NoteLog();
    for (const number of range(0, NOTES_UNDER_WAY + 2)) log.wrote(noteOf(number));
    const link = log.opened('peer', guest, 0);
    const sent = range(0, NOTES_UNDER_WAY + 2).map(() => log.takeNext(link)?.id);
    expect(sent).toEqual([...range(0, NOTES_UNDER_WAY).map(idOf), undefined, undefined]);
    expect(log.gotArrived(link, idOf(1))).toBe(true);
    expect(log.takeNext(link)?.id).toBe(idOf(NOTES_UNDER_WAY));
    const again = log.opened('peer', guest, 0);
    expect(range(0, 3).map(() => log.takeNext(again)?.id)).toEqual([idOf(0), idOf(2), idOf(3)]);
  });

  test('is told apart by peer', () => {
    const log = new NoteLog();
    log.wrote(noteOf(0));
    const [one, other] = [log.opened('one', guest, 0), log.opened('other', guest, 0)];
    log.takeNext(one);
    log.gotArrived(one, idOf(0));
    expect(log.takeNext(one)).toBeUndefined();
    expect(log.takeNext(other)?.id).toBe(idOf(0));
    log.closed(one);
    expect(log.takeNext(log.opened('one', guest, 0))).toBeUndefined();
  });
});

test('N5: the host’s word on a link is that link’s alone', () => {
  const log = new NoteLog();
  log.got(log.opened('peer', { isOwn: false, isHost: true }, 0), noteOf(0));
  log.got(log.opened('peer', guest, 0), noteOf(1));
  expect(log.view.map(({ author }) => author.isHost)).toEqual([true, false]);
});
