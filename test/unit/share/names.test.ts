import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { safeName, safePath, safePaths } from '../../../src/share/names.ts';

const bytes = (text: string) => new TextEncoder().encode(text).length;

describe('M6 names made safe', () => {
  test.each([
    ['holiday.jpg', 'holiday.jpg'],
    ['한국어 파일.txt', '한국어 파일.txt'],
    ['👩‍👩‍👧 family.png', '👩‍👩‍👧 family.png'],
    ['.bashrc', '.bashrc'],
    ['a/b/c.txt', 'a/b/c.txt'],
    ['../../etc/passwd', 'etc/passwd'],
    ['/etc/passwd', 'etc/passwd'],
    ['C:\\Windows\\system32\\x.dll', 'Windows/system32/x.dll'],
    ['a/../../b', 'a/b'],
    ['..', 'unnamed'],
    ['...', 'unnamed'],
    ['/', 'unnamed'],
    ['a//./b', 'a/b'],
    ['con', '_con'],
    ['CON.txt', '_CON.txt'],
    ['com1.log', '_com1.log'],
    ['console.txt', 'console.txt'],
    ['__proto__', '___proto__'],
    ['folder/__proto__/x', 'folder/___proto__/x'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['a\u200Bb', 'ab'],
    ['line\nbreak\u0000.txt', 'linebreak.txt'],
    ['what?<is>:"this"|*.txt', 'what__is___this___.txt'],
    ['trailing. . .', 'trailing'],
    ['trailing.\u00A0.', 'trailing'],
    ['  spaced  ', 'spaced'],
    ['lone\uD800surrogate', 'lonesurrogate'],
    ['decomposed é'.normalize('NFD'), 'decomposed é'.normalize('NFC')],
    ['<img src=x onerror=alert(1)>', '_img src=x onerror=alert(1)_'],
  ])('%j becomes %j', (path, safe) => expect(safePath(path)).toBe(safe));

  test('200 Korean characters are cut to what a file system takes, the extension stays', () => {
    const safe = safeName(`${'가'.repeat(200)}.pdf`);
    expect(bytes(safe)).toBeLessThanOrEqual(255);
    expect(safe).toMatch(/^가{70,}\.pdf$/);
  });

  test('200 letters stay as they are', () => expect(safeName(`${'a'.repeat(200)}.txt`)).toBe(`${'a'.repeat(200)}.txt`));

  test('a cut never splits a character', () => {
    expect(safeName('👩‍👩‍👧'.repeat(50)).replaceAll('👩‍👩‍👧', '')).toBe('');
  });

  test('the same name twice gets a number, also when only case or form differ', () => {
    expect(safePaths(['a.txt', 'a.txt', 'A.TXT', 'a (2).txt'])).toEqual(['a.txt', 'a (2).txt', 'A (3).TXT', 'a (2) (2).txt']);
    expect(safePaths(['é', 'é'.normalize('NFD')])).toEqual(['é', 'é (2)']);
    expect(safePaths(['../x', 'x'])).toEqual(['x', 'x (2)']);
  });

  test('a file beside a folder of its name gets a number', () => {
    expect(safePaths(['a', 'a/b'])).toEqual(['a (2)', 'a/b']);
  });

  test('whatever a sender announces, paths are relative, unique and of safe names', () => {
    const part = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('..', '.', '', '/', '\\', 'con', '__proto__', 'a', 'A', '\u202E', 'C:'));
    fc.assert(fc.property(fc.array(fc.array(part, { maxLength: 5 }).map((parts) => parts.join('/')), { maxLength: 30 }), (paths) => {
      const safe = safePaths(paths);
      expect(new Set(safe.map((path) => path.toLowerCase())).size).toBe(paths.length);
      for (const name of safe.flatMap((path) => path.split('/'))) {
        expect(name).not.toMatch(/^\.{0,2}$/);
        expect(name).not.toMatch(/[\p{Cc}\u202A-\u202E\\:*?"<>|]/u);
        expect(bytes(name)).toBeLessThanOrEqual(255);
      }
    }), { numRuns: 500, seed: 20261120 });
  });

  test('ten thousand files of one name are not slow', () => {
    expect(new Set(safePaths(Array.from({ length: 10_000 }, () => 'same.txt'))).size).toBe(10_000);
  }, 5000);

  test('what is nearly all dots or blanks is not slow', () => {
    const paths = Array.from({ length: 1000 }, (_, index) => `${'. '.repeat(2000)}${index}`);
    expect(safePaths(paths)).toHaveLength(1000);
  }, 2000);

  test('250,000 files 30 folders deep are not slow', () => {
    expect(safePaths(Array.from({ length: 250_000 }, (_, index) => `${'a/'.repeat(30)}${index}`))).toHaveLength(250_000);
  }, 10_000);
});
