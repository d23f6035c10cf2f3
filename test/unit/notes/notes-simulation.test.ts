/** Many peers, links that break at any message, and strangers that say anything: by seed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { MAX_KEPT_NOTES } from '../../../src/protocol/limits.ts';
import { fuzz, FUZZ_TIMEOUT_MS } from '../fuzz/fuzz.ts';
import { nastyValue } from '../fuzz/hostile.ts';
import { OF_NOTES, samplesOf } from '../fuzz/valid-messages.ts';
import { flow, MemoryLink, Person, Stranger } from './memory-link.ts';

const PEOPLE = 4;

type Step =
  | { readonly type: 'write'; readonly who: number; readonly chars: number }
  | { readonly type: 'carry'; readonly who: number; readonly whom: number; readonly messages: number }
  /** Where there is a link it breaks, where there is none it opens. */
  | { readonly type: 'turn'; readonly who: number; readonly whom: number };

const person = fc.nat({ max: PEOPLE - 1 });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    type: fc.constant('write' as const),
    who: person,
    chars: fc.oneof({ weight: 9, arbitrary: fc.nat({ max: 20 }) }, { weight: 1, arbitrary: fc.constant(40_000) }),
  }),
  fc.record({ type: fc.constant('carry' as const), who: person, whom: person, messages: fc.nat({ max: 9 }) }),
  fc.record({ type: fc.constant('turn' as const), who: person, whom: person }),
);

describe('notes by chance', { timeout: FUZZ_TIMEOUT_MS }, () => {
  test('N3, N5: everybody has every note once, and those of one author in order, whatever links did', () => {
    fuzz(300, fc.array(step, { maxLength: 60 }), (steps) => {
      const people = Array.from({ length: PEOPLE }, (_, index) => new Person(`peer${index}`));
      const written = people.map((): string[] => []);
      const links = new Map<string, MemoryLink>();
      const keyOf = (who: number, whom: number): string => `${Math.min(who, whom)},${Math.max(who, whom)}`;
      const between = (who: number, whom: number): MemoryLink => {
        const [one, other] = [people[who], people[whom]];
        return one === undefined || other === undefined ? expect.fail('no such person') : new MemoryLink(one, other);
      };
      for (const { who, ...what } of steps) {
        if (what.type === 'write') {
          const text = `${who} ${written[who]?.length} ${'x'.repeat(what.chars)}`;
          if (people[who]?.notes.send(text) === undefined) written[who]?.push(text);
          continue;
        }
        if (who === what.whom) continue;
        const key = keyOf(who, what.whom);
        if (what.type === 'carry') for (let count = 0; count < what.messages; count++) links.get(key)?.step();
        else if (links.get(key)?.isOpen === true) links.get(key)?.cut();
        else links.set(key, between(who, what.whom));
      }
      for (let who = 0; who < PEOPLE; who++)
        for (let whom = 0; whom < who; whom++)
          if (links.get(keyOf(who, whom))?.isOpen !== true) links.set(keyOf(who, whom), between(who, whom));
      flow(...links.values());
      for (const [index, { notes }] of people.entries()) {
        for (const [author, texts] of written.entries()) {
          const shown = notes.notes.filter(({ author: { isOwn, peerNumber } }) =>
            author === index ? isOwn : !isOwn && peerNumber === author,
          );
          // No more than MAX_KEPT_NOTE_BYTES of one author is written in so few steps by chance, or the oldest is gone.
          expect(shown.map(({ text }) => text)).toEqual(texts.slice(-shown.length || texts.length));
          if (texts.join('').length < 500_000) expect(shown).toHaveLength(texts.length);
          if (author === index) expect(new Set(shown.map(({ state }) => state))).not.toContain('sent');
        }
      }
      expect([...links.values()].map(({ endedBy }) => endedBy).filter(Boolean)).toEqual([]);
    });
  });

  test('N9: so it is when pages are loaded again with what was kept, at any moment', () => {
    const reload = fc.record({ type: fc.constant('reload' as const), who: person });
    const turns = fc.array(fc.oneof({ weight: 5, arbitrary: step }, { weight: 1, arbitrary: reload }), {
      maxLength: 80,
    });
    fuzz(300, turns, (steps) => {
      const people = Array.from({ length: PEOPLE }, (_, index) => new Person(`peer${index}`));
      const written = people.map((): string[] => []);
      const links = new Map<string, MemoryLink>();
      const keyOf = (who: number, whom: number): string => `${Math.min(who, whom)},${Math.max(who, whom)}`;
      let pages = PEOPLE;
      for (const what of steps) {
        const { type, who } = what;
        const writer = people[who]!;
        if (type === 'write') {
          const text = `${who} ${written[who]!.length}`;
          if (writer.notes.send(text) === undefined) written[who]!.push(text);
        } else if (type === 'reload') {
          for (let whom = 0; whom < PEOPLE; whom++) links.get(keyOf(who, whom))?.cut();
          people[who] = new Person(`peer${pages++}`, false, writer.notes.kept);
        } else if (what.whom !== who) {
          const link = links.get(keyOf(who, what.whom));
          if (type === 'carry') for (let count = 0; count < what.messages; count++) link?.step();
          else if (link?.isOpen === true) link.cut();
          else links.set(keyOf(who, what.whom), new MemoryLink(writer, people[what.whom]!));
        }
      }
      for (let who = 0; who < PEOPLE; who++)
        for (let whom = 0; whom < who; whom++)
          if (links.get(keyOf(who, whom))?.isOpen !== true)
            links.set(keyOf(who, whom), new MemoryLink(people[who]!, people[whom]!));
      flow(...links.values());
      for (const [index, { notes }] of people.entries()) {
        const of = (isOwn: boolean) =>
          notes.notes.filter(({ author }) => author.isOwn === isOwn).map(({ text }) => text);
        expect(of(true)).toEqual(written[index]);
        expect(of(false).toSorted()).toEqual(
          written
            .filter((_, who) => who !== index)
            .flat()
            .toSorted(),
        );
        expect(notes.notes.filter(({ author, state }) => author.isOwn && state !== 'arrived')).toEqual([]);
      }
      expect([...links.values()].map(({ endedBy }) => endedBy).filter(Boolean)).toEqual([]);
    });
  });

  test('N1a: a stranger can say anything: nothing throws, and what is shown stays bounded', () => {
    const names = ['type', 'id', 'part', 'parts', 'text', '__proto__'];
    const field = fc.tuple(fc.constantFrom(...names), nastyValue);
    const message = fc
      .tuple(fc.constantFrom(...samplesOf(OF_NOTES)), fc.array(field, { maxLength: 2 }), fc.nat({ max: 3 }))
      .map(([sample, changes, id]) => ({
        ...sample,
        id: String(id).padStart(22, 'x'),
        ...Object.fromEntries(changes),
      }));
    fuzz(500, fc.array(message, { maxLength: 30 }), (messages) => {
      const [anna, ben, stranger] = [new Person('peer1'), new Person('peer2'), new Stranger('peer3')];
      const toBen = new MemoryLink(anna, ben);
      let link = new MemoryLink(anna, stranger);
      for (const said of messages) {
        stranger.say(said);
        link.flow();
        if (!link.isOpen) link = new MemoryLink(anna, stranger);
      }
      expect(anna.shown.length).toBeLessThanOrEqual(MAX_KEPT_NOTES);
      anna.notes.send('still here');
      flow(toBen, link);
      expect(ben.shown).toEqual(['1: still here']);
    });
  });
});
