import { expect, test } from 'vitest';

import { Listeners } from '../../../src/protocol/listeners.ts';

test('listeners are called in their order, each until its signal aborts', () => {
  const listeners = new Listeners();
  const called: string[] = [];
  const [one, two] = [new AbortController(), new AbortController()];
  listeners.add(() => called.push('one'), one.signal);
  listeners.add(() => called.push('two'), two.signal);
  listeners.call();
  one.abort();
  expect(listeners.size).toBe(1);
  listeners.call();
  expect(called).toEqual(['one', 'two', 'two']);
});

test('a listener whose signal has aborted already is never called', () => {
  const listeners = new Listeners();
  listeners.add(() => expect.fail('called'), AbortSignal.abort());
  listeners.call();
  expect(listeners.size).toBe(0);
});

test('a listener may take away itself and others', () => {
  const listeners = new Listeners();
  const called: string[] = [];
  const ending = new AbortController();
  listeners.add(() => {
    called.push('one');
    ending.abort();
  }, ending.signal);
  listeners.add(() => called.push('two'), ending.signal);
  listeners.call();
  expect(called).toEqual(['one']);
});
