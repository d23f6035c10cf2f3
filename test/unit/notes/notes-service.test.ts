/** Notes between peers, over links that break: sent, confirmed, shown once and in order, and what a hostile peer meets. */
import { describe, expect, test } from 'vitest';

import {
  LEAST_MESSAGE_BYTES,
  MAX_KEPT_NOTES,
  MAX_NOTE_BYTES,
  MAX_NOTE_PARTS,
  NOTE_BURST,
  NOTES_PER_SECOND,
  NOTES_UNDER_WAY,
} from '../../../src/protocol/limits.ts';
import { flow, MemoryLink, Person, Stranger } from './memory-link.ts';

const texts = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `note ${from + index}`);

const idOf = (number: number): string => String(number).padStart(22, 'n');
const noteOf = (number: number, text = `note ${number}`): object => ({
  type: 'note',
  id: idOf(number),
  part: 0,
  parts: 1,
  text,
});

describe('N3: a note', () => {
  test('goes to everybody in the room, and is shown with its author', () => {
    const [anna, ben, cleo] = [new Person('peer1', true), new Person('peer2'), new Person('peer3')];
    const links = [new MemoryLink(anna, ben), new MemoryLink(anna, cleo), new MemoryLink(ben, cleo)];
    anna.notes.send('from Anna');
    flow(...links);
    ben.notes.send('from Ben');
    flow(...links);
    expect(anna.shown).toEqual(['own: from Anna', '2: from Ben']);
    expect(ben.shown).toEqual(['1: from Anna', 'own: from Ben']);
    expect(cleo.shown).toEqual(['1: from Anna', '2: from Ben']);
    expect(cleo.notes.notes.map(({ author }) => author.isHost)).toEqual([true, false]);
  });

  test('that was written before anybody came goes to who comes, in order, and so does all that is kept', () => {
    const anna = new Person('peer1');
    for (const text of texts(1, 30)) anna.notes.send(text);
    const ben = new Person('peer2');
    const link = new MemoryLink(anna, ben);
    anna.notes.send('note 31');
    link.flow();
    expect(ben.shown).toEqual(texts(1, 31).map((text) => `1: ${text}`));
  });

  test('of the largest size goes across, in messages that each side must take', () => {
    const [anna, ben] = [new Person('peer1'), new Person('peer2')];
    const link = new MemoryLink(anna, ben);
    const text = '"\\\n한'.repeat(MAX_NOTE_BYTES / 6);
    expect(anna.notes.send(text)).toBeUndefined();
    link.flow();
    expect(ben.notes.notes.map(({ text }) => text)).toEqual([text]);
    expect(link.largestBytes).toBeLessThanOrEqual(LEAST_MESSAGE_BYTES);
    expect(link.carried).toBeGreaterThan(3);
  });

  test('goes both ways at once', () => {
    const [anna, ben] = [new Person('peer1'), new Person('peer2')];
    const link = new MemoryLink(anna, ben);
    for (const text of texts(1, 20)) {
      anna.notes.send(text);
      ben.notes.send(text);
    }
    link.flow();
    const fromOther = (person: Person) => person.shown.filter((each) => !each.startsWith('own'));
    expect(fromOther(anna)).toEqual(texts(1, 20).map((text) => `2: ${text}`));
    expect(fromOther(ben)).toEqual(texts(1, 20).map((text) => `1: ${text}`));
  });

  test('is shown once and in its order, at whatever message the link breaks, and breaks again', () => {
    const long = 'long '.repeat(10_000);
    for (let first = 0; first <= 16; first++) {
      for (let second = 0; second <= 6; second++) {
        const [anna, ben] = [new Person('peer1'), new Person('peer2')];
        const wanted = [...texts(1, 3), long, ...texts(4, 6)];
        for (const text of wanted.slice(0, 5)) anna.notes.send(text);
        for (const steps of [first, second]) {
          const link = new MemoryLink(anna, ben);
          for (let step = 0; step < steps; step++) link.step();
          link.cut();
        }
        for (const text of wanted.slice(5)) anna.notes.send(text);
        new MemoryLink(ben, anna).flow();
        expect(ben.notes.notes.map(({ text }) => text)).toEqual(wanted);
        expect(anna.notes.notes.map(({ state }) => state)).toEqual(wanted.map(() => 'arrived'));
      }
    }
  });

  test('goes over the newer link, where the older one ends late', () => {
    const [anna, ben] = [new Person('peer1'), new Person('peer2')];
    const older = new MemoryLink(anna, ben);
    anna.notes.send('one');
    const newer = new MemoryLink(anna, ben);
    newer.flow();
    older.cut();
    expect(anna.notes.notes[0]).toMatchObject({ state: 'arrived', people: 1, peopleReached: 1 });
    anna.notes.send('two');
    newer.flow();
    expect(ben.shown).toEqual(['1: one', '1: two']);
  });

  test('to a peer that confirms nothing: only so many are sent, and others feel nothing of it', () => {
    const [anna, ben] = [new Person('peer1'), new Person('peer2')];
    const mute = new Stranger('peer3');
    const links = [new MemoryLink(anna, mute), new MemoryLink(anna, ben)];
    for (const text of texts(1, 20)) anna.notes.send(text);
    flow(...links);
    expect(mute.heard).toHaveLength(NOTES_UNDER_WAY);
    expect(ben.shown).toHaveLength(20);
  });
});

describe('N4: a confirmation', () => {
  const stateOf = ({ notes }: Person) =>
    notes.notes.map(({ state, peopleReached, people }) => `${state} ${peopleReached}/${people}`);

  test('tells how far a note is', () => {
    const [anna, ben, cleo] = [new Person('peer1'), new Person('peer2'), new Person('peer3')];
    anna.notes.send('hello');
    expect(stateOf(anna)).toEqual(['sending 0/0']);
    const toBen = new MemoryLink(anna, ben);
    expect(stateOf(anna)).toEqual(['sent 0/1']);
    toBen.flow();
    expect(stateOf(anna)).toEqual(['arrived 1/1']);
    const toCleo = new MemoryLink(anna, cleo);
    expect(stateOf(anna)).toEqual(['sent 1/2']);
    toCleo.flow();
    expect(stateOf(anna)).toEqual(['arrived 2/2']);
    toCleo.cut();
    toBen.cut();
    expect(stateOf(anna)).toEqual(['arrived 0/0']);
  });

  test('a note that waits for others is still being sent', () => {
    const [anna, mute] = [new Person('peer1'), new Stranger('peer2')];
    const link = new MemoryLink(anna, mute);
    for (const text of texts(1, NOTES_UNDER_WAY + 1)) anna.notes.send(text);
    link.flow();
    expect(stateOf(anna)).toEqual([...Array.from({ length: NOTES_UNDER_WAY }, () => 'sent 0/1'), 'sending 0/1']);
  });

  test.each([
    ['of a note that there is not', () => [{ type: 'arrived', id: idOf(1) }]],
    [
      'that comes twice',
      (id: unknown) => [
        { type: 'arrived', id },
        { type: 'arrived', id },
      ],
    ],
  ])('%s is misbehaviour', (_, said) => {
    const [anna, stranger] = [new Person('peer1'), new Stranger('peer2')];
    const link = new MemoryLink(anna, stranger);
    anna.notes.send('hello');
    link.flow();
    for (const message of said(stranger.heard[0]?.['id'])) stranger.say(message);
    link.flow();
    expect(link.endedBy).toBe('peer-misbehaved');
  });

  test('of a note that went on an earlier link is misbehaviour', () => {
    const [anna, stranger] = [new Person('peer1'), new Stranger('peer2')];
    anna.notes.send('hello');
    const first = new MemoryLink(anna, stranger);
    first.flow();
    first.cut();
    for (const text of texts(1, NOTES_UNDER_WAY)) anna.notes.send(text);
    const second = new MemoryLink(anna, stranger);
    second.flow();
    const ids = stranger.heard.map(({ id }) => id);
    expect(ids).toHaveLength(1 + NOTES_UNDER_WAY);
    expect(new Set(ids).size).toBe(NOTES_UNDER_WAY); // the first one came again
    stranger.say({ type: 'arrived', id: ids[0] });
    second.flow();
    expect(second.isOpen).toBe(true);
    stranger.say({ type: 'arrived', id: ids[0] });
    second.flow();
    expect(second.endedBy).toBe('peer-misbehaved');
  });
});

describe('N5: a note that is there already', () => {
  test('by the same peer is confirmed, and not shown again', () => {
    const [anna, stranger] = [new Person('peer1'), new Stranger('peer2')];
    const link = new MemoryLink(anna, stranger);
    for (const message of [noteOf(1), noteOf(2), noteOf(1), noteOf(2, 'another text')]) stranger.say(message);
    link.flow();
    expect(anna.shown).toEqual(['2: note 1', '2: note 2']);
    expect(stranger.heard.map(({ type, id }) => [type, id])).toEqual(
      [1, 2, 1, 2].map((number) => ['arrived', idOf(number)]),
    );
  });

  test('by one that had left before this one came is confirmed, and not shown again', () => {
    const [anna, before, after] = [new Person('peer1'), new Stranger('peer2'), new Stranger('peer3')];
    const link = new MemoryLink(anna, before);
    before.say(noteOf(1));
    link.flow();
    link.cut();
    const again = new MemoryLink(anna, after);
    after.say(noteOf(1));
    after.say(noteOf(2));
    again.flow();
    expect(anna.shown).toEqual(['2: note 1', '3: note 2']);
    expect(after.heard.map(({ id }) => id)).toEqual([idOf(1), idOf(2)]);
  });

  test('by an author whose page was loaded again with its notes is not shown again; new ones are', () => {
    const [before, ben] = [new Person('peer1'), new Person('peer2')];
    const link = new MemoryLink(before, ben);
    for (const text of texts(1, 10)) before.notes.send(text);
    link.flow();
    ben.notes.send('from Ben');
    link.flow();
    link.cut();
    // Its browser has kept nothing of who has confirmed them.
    const own = before.notes.kept.filter(({ author }) => author.isOwn).map((note) => ({ ...note, confirmedBy: [] }));
    const after = new Person('peer3', false, own);
    const again = new MemoryLink(after, ben);
    after.notes.send('note 11');
    again.flow();
    expect(ben.shown).toEqual([...texts(1, 10).map((text) => `1: ${text}`), 'own: from Ben', '3: note 11']);
    expect(after.shown).toEqual([...texts(1, 11).map((text) => `own: ${text}`), '2: from Ben']);
    expect(after.notes.notes.every(({ state }) => state === 'arrived')).toBe(true);
  });

  test('by another that is here is shown, as its own', () => {
    const [anna, one, other] = [new Person('peer1'), new Stranger('peer2'), new Stranger('peer3')];
    const links = [new MemoryLink(anna, one), new MemoryLink(anna, other)];
    one.say(noteOf(1));
    flow(...links);
    other.say(noteOf(1));
    flow(...links);
    expect(anna.shown).toEqual(['2: note 1', '3: note 1']);
    expect(new Set(anna.notes.notes.map(({ id }) => id)).size).toBe(2);
  });

  test('by a thief that was here with its author, and has left, is shown all the same', () => {
    const [anna, thief, author] = [new Person('peer1'), new Stranger('peer2'), new Stranger('peer3')];
    const [toThief, toAuthor] = [new MemoryLink(anna, thief), new MemoryLink(anna, author)];
    thief.say(noteOf(1));
    toThief.flow();
    toThief.cut();
    author.say(noteOf(1));
    toAuthor.flow();
    expect(anna.shown).toEqual(['2: note 1', '3: note 1']);
  });

  test('under the id of one who has left, with another text, is shown', () => {
    const [anna, before, after] = [new Person('peer1'), new Stranger('peer2'), new Stranger('peer3')];
    const link = new MemoryLink(anna, before);
    before.say(noteOf(1));
    link.flow();
    link.cut();
    const next = new MemoryLink(anna, after);
    after.say(noteOf(1, 'something else'));
    next.flow();
    expect(anna.shown).toEqual(['2: note 1', '3: something else']);
  });

  test('our own, sent back by another, is that peer’s own', () => {
    const [anna, echo] = [new Person('peer1'), new Stranger('peer2')];
    const link = new MemoryLink(anna, echo);
    anna.notes.send('mine');
    link.flow();
    echo.say(echo.heard[0] ?? {});
    link.flow();
    expect(anna.shown).toEqual(['own: mine', '2: mine']);
    expect(anna.notes.notes[0]?.state).toBe('sent');
  });
});

describe('N6: a flood of notes', () => {
  const flood = (stranger: Stranger, from: number, count: number): void => {
    for (let number = from; number < from + count; number++) stranger.say(noteOf(number));
  };

  test('ends the link, and others feel nothing of it', () => {
    const [anna, ben, stranger] = [new Person('peer1'), new Person('peer2'), new Stranger('peer3')];
    const [toBen, toStranger] = [new MemoryLink(anna, ben), new MemoryLink(anna, stranger)];
    flood(stranger, 0, NOTE_BURST);
    flow(toBen, toStranger);
    expect(toStranger.endedBy).toBeUndefined();
    flood(stranger, NOTE_BURST, 1);
    flow(toBen, toStranger);
    expect(toStranger.endedBy).toBe('peer-misbehaved');
    ben.notes.send('still here');
    flow(toBen);
    expect(anna.shown.at(-1)).toBe('2: still here');
    expect(toBen.isOpen).toBe(true);
  });

  test('is not allowed for by another link', () => {
    const [anna, stranger] = [new Person('peer1'), new Stranger('peer2')];
    const first = new MemoryLink(anna, stranger);
    flood(stranger, 0, NOTE_BURST);
    first.flow();
    first.cut();
    anna.nowMs += 1000;
    const second = new MemoryLink(anna, stranger);
    flood(stranger, NOTE_BURST, NOTES_PER_SECOND);
    second.flow();
    expect(second.isOpen).toBe(true);
    flood(stranger, 2 * NOTE_BURST, 1);
    second.flow();
    expect(second.endedBy).toBe('peer-misbehaved');
  });

  test('of notes that are begun, or there already, or empty, costs the same', () => {
    for (const next of [(number: number) => noteOf(number, ' '), () => noteOf(1)]) {
      const [anna, stranger] = [new Person('peer1'), new Stranger('peer2')];
      const link = new MemoryLink(anna, stranger);
      for (let number = 0; number <= NOTE_BURST; number++) stranger.say(next(number));
      link.flow();
      expect(link.endedBy).toBe('peer-misbehaved');
    }
  });

  test('is counted by notes, and not by their parts', () => {
    const [anna, stranger] = [new Person('peer1'), new Stranger('peer2')];
    const link = new MemoryLink(anna, stranger);
    for (let number = 0; number < NOTE_BURST; number++)
      for (let part = 0; part < MAX_NOTE_PARTS; part++)
        stranger.say({ type: 'note', id: idOf(number), part, parts: MAX_NOTE_PARTS, text: 'x' });
    link.flow();
    expect(link.isOpen).toBe(true);
    expect(anna.shown).toHaveLength(MAX_KEPT_NOTES);
    stranger.say({ type: 'note', id: idOf(NOTE_BURST), part: 0, parts: MAX_NOTE_PARTS, text: 'x' });
    link.flow();
    expect(link.endedBy).toBe('peer-misbehaved');
  });

  test('by the person here is refused, so that a newcomer takes all that is kept and more', () => {
    const anna = new Person('peer1');
    let taken = 0;
    // All that can be kept, written as fast as the person may, and then more.
    while (taken < MAX_KEPT_NOTES) {
      if (anna.notes.send(`note ${taken}`) === undefined) taken += 1;
      else anna.nowMs += 500;
    }
    expect(anna.notes.send('too many')).toBe('many');
    anna.nowMs += 60_000;
    const ben = new Person('peer2');
    const link = new MemoryLink(anna, ben);
    link.flow();
    let more = 0;
    while (anna.notes.send(`more ${more}`) === undefined) more += 1;
    link.flow();
    for (let second = 0; second < 200; second++) {
      anna.nowMs += 1000;
      ben.nowMs += 1000;
      while (anna.notes.send(`at ${second}, ${more}`) === undefined) more += 1;
      link.flow();
    }
    expect(link.endedBy).toBeUndefined();
    expect(ben.shown.at(-1)).toBe(`1: at 199, ${more - 1}`);
  });
});

describe('N1b: what is not known', () => {
  test.each([{ type: 'reaction', id: idOf(1) }, { type: 'toString' }, { type: 7 }, {}])(
    '%j is ignored and counted',
    (message) => {
      const [anna, stranger] = [new Person('peer1'), new Stranger('peer2')];
      const link = new MemoryLink(anna, stranger);
      stranger.say(message);
      stranger.say(noteOf(1));
      link.flow();
      expect(link.isOpen).toBe(true);
      expect(link.unknown).toHaveLength(1);
      expect(anna.shown).toEqual(['2: note 1']);
    },
  );

  test('N1a, N2: what breaks a table, or the order of parts, ends the link', () => {
    for (const message of [
      { type: 'note', id: idOf(1), part: 0, parts: 1, text: '' },
      { type: 'arrived', id: 7 },
      { type: 'note', id: idOf(1), part: 1, parts: 2, text: 'b' },
    ]) {
      const [anna, stranger] = [new Person('peer1'), new Stranger('peer2')];
      const link = new MemoryLink(anna, stranger);
      stranger.say(message);
      link.flow();
      expect(link.endedBy).toBe('peer-misbehaved');
      expect(anna.shown).toEqual([]);
    }
  });
});

describe('N8: a person', () => {
  test('cannot send a note in which there is nothing to see, or too much', () => {
    const anna = new Person('peer1');
    for (const text of ['', ' \n', '\u200B', '\u202E\u202C']) expect(anna.notes.send(text)).toBe('empty');
    expect(anna.notes.send('한'.repeat(MAX_NOTE_BYTES / 3 + 1))).toBe('large');
    expect(anna.notes.notes).toEqual([]);
    expect(anna.notes.send('a'.repeat(MAX_NOTE_BYTES))).toBeUndefined();
  });

  test('does not see one that has nothing to see; it is confirmed', () => {
    const [anna, stranger] = [new Person('peer1'), new Stranger('peer2')];
    const link = new MemoryLink(anna, stranger);
    stranger.say(noteOf(1, '\u200B\n'));
    link.flow();
    expect(anna.shown).toEqual([]);
    expect(stranger.heard).toMatchObject([{ type: 'arrived', id: idOf(1) }]);
  });

  test('sees, copies and sends a text without what is unseen', () => {
    const [anna, ben, stranger] = [new Person('peer1'), new Person('peer2'), new Stranger('peer3')];
    const links = [new MemoryLink(anna, ben), new MemoryLink(anna, stranger)];
    anna.notes.send('a\u202Eb\r\nc\x1b');
    stranger.say(noteOf(1, 'https://evil.test/\u202Etset.knab\u0007'));
    flow(...links);
    expect(stranger.heard[0]).toMatchObject({ text: 'ab\nc' });
    expect(anna.shown).toEqual(['own: ab\nc', '3: https://evil.test/tset.knab']);
  });

  test('is told of each change, until it looks away', () => {
    const [anna, ben] = [new Person('peer1'), new Person('peer2')];
    const looking = new AbortController();
    const views = new Set();
    ben.notes.onChange(() => views.add(ben.notes.notes), looking.signal);
    const link = new MemoryLink(anna, ben);
    anna.notes.send('one');
    link.flow();
    expect(views.size).toBe(2);
    expect(ben.notes.notes).toBe(ben.notes.notes);
    looking.abort();
    anna.notes.send('two');
    link.flow();
    expect(views.size).toBe(2);
  });
});
