import { describe, expect, test } from 'vitest';

import { numberedName } from '../../../../src/storage/sink/numbered-name.ts';
import { splitPath } from '../../../../src/storage/sink/sink-path.ts';

describe('a sink takes', () => {
  test.each([
    ['a.txt', [], 'a.txt'],
    ['a/b/c.txt', ['a', 'b'], 'c.txt'],
    ['..a/b..', ['..a'], 'b..'],
  ])('%s', (path, folders, name) => expect(splitPath(path)).toEqual({ folders, name }));

  test.each([
    '',
    '/',
    '/etc/passwd',
    'a/',
    'a//b',
    '.',
    '..',
    '../a',
    'a/../b',
    'a/./b',
    'a/..',
    '..\\a',
    'C:\\a',
    'a\0b',
  ])('not %j', (path) =>
    expect(() => splitPath(path)).toThrow(expect.objectContaining({ code: 'save-failed', figures: { path } })),
  );
});

test.each([
  ['a.txt', 'a (2).txt'],
  ['a.tar.gz', 'a.tar (2).gz'],
  ['a', 'a (2)'],
  ['.profile', '.profile (2)'],
  ['a.', 'a (2).'],
])('%s with a number is %s', (name, numbered) => expect(numberedName(name, 2)).toBe(numbered));
