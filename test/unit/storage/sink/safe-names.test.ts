import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { foldedName } from '../../../../src/protocol/folded-name.ts';
import { safeList, safeName, safePath, safePaths, type NameChange } from '../../../../src/storage/sink/safe-names.ts';

const bytes = (text: string) => new TextEncoder().encode(text).length;

/** Of a path, from the outside in; itself too, if it is one. */
function foldersOf(path: string, isFolder: boolean): string[] {
  const names = path.split('/');
  return names.slice(isFolder ? 0 : 1).map((_, index) => names.slice(0, index + 1).join('/'));
}

describe('M6: names made safe', () => {
  test.each([
    ['holiday.jpg', 'holiday.jpg'],
    ['한국어 파일.txt', '한국어 파일.txt'],
    ['👩‍👩‍👧 family.png', '👩‍👩‍👧 family.png'],
    ['.bashrc', '.bashrc'],
    ['a/b/c.txt', 'a/b/c.txt'],
    ['../../etc/passwd', 'etc/passwd'],
    ['/etc/passwd', 'etc/passwd'],
    ['C:/Windows/x.dll', 'Windows/x.dll'],
    ['C:\\Windows\\system32\\x.dll', 'C__Windows_system32_x.dll'],
    ['a\\b.txt', 'a_b.txt'],
    ['..\\..\\a', '.._.._a'],
    ['C:', 'C_'],
    ['.env', '.env'],
    ['.config/.hidden/x', '.config/.hidden/x'],
    ['.htaccess', '_.htaccess'],
    ['prototype/constructor.js', 'prototype/constructor.js'],
    ['con  .txt', '_con  .txt'],
    ['\u200d', 'unnamed'],
    ['\u3164.', 'unnamed'],
    ['.\u200d', 'unnamed'],
    ['x²', 'x²'],
    ['①', '①'],
    ['Ａ', 'Ａ'],
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
    expect(safePaths(['a.txt', 'a.txt', 'A.TXT', 'a (2).txt'])).toEqual([
      'a.txt',
      'a (3).txt',
      'A (4).TXT',
      'a (2).txt',
    ]);
    expect(safePaths(['é', 'é'.normalize('NFD')])).toEqual(['é', 'é (2)']);
    expect(safePaths(['../x', 'x'])).toEqual(['x (2)', 'x']);
    expect(safePaths(['a.tar.gz', 'a.tar.gz', 'b.7z.001', 'B.7z.001', 'v1.2.pdf', 'v1.2.pdf'])).toEqual([
      'a.tar.gz',
      'a (2).tar.gz',
      'b.7z.001',
      'B (2).7z.001',
      'v1.2.pdf',
      'v1.2 (2).pdf',
    ]);
  });

  test('a file beside a folder of its name gets a number', () => {
    expect(safePaths(['a', 'a/b'])).toEqual(['a (2)', 'a/b']);
  });

  test.each([
    ['x²', 'x2'],
    ['①', '1'],
    ['Ａ', 'A'],
    ['ﬁ', 'fı'],
    ['kısa', 'kisa'],
  ])('%s and %s are two names on every system', (one, other) => expect(safePaths([one, other])).toEqual([one, other]));

  test.each([
    ['A', 'a'],
    ['É', 'é'.normalize('NFD')],
    ['straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['ſ', 's'],
    ['❤', '❤\uFE0F'],
    ['\u212A', 'k'],
    ['Ａ', 'ａ'],
    ['µ', 'μ'],
  ])('%s and %s are one where case is folded', (one, other) => expect(safePaths([one, other])[1]).toMatch(/ \(2\)$/));

  test.each<[string, string, NameChange[]]>([
    ['a\\b.txt', 'a_b.txt', ['characters']],
    ['photo\u202Egpj.exe', 'photogpj.exe', ['characters']],
    [' a. ', 'a', ['ends']],
    ['CON', '_CON', ['reserved']],
    ['...', 'unnamed', ['ends', 'empty']],
    ['/etc/../passwd', 'etc/passwd', ['outside']],
    [`${'a'.repeat(250)}.tar.gz`, `${'a'.repeat(233)}.tar.gz`, ['long']],
    [`${'d/'.repeat(400)}x`, `${'d/'.repeat(360)}x`, ['deep']],
    ['é'.normalize('NFD'), 'é', []],
    ['.env', '.env', []],
  ])('of %j it is told why it becomes %j', (path, safe, why) => {
    const { paths, renamed } = safeList([{ path, isFolder: false }]);
    expect(paths).toEqual([safe]);
    expect(renamed).toEqual(why.length === 0 ? [] : [{ index: 0, why }]);
  });

  test('a name whose first letter is longer than a name may be keeps the beginning of it', () => {
    const letter = `e${'\u0301\u0327'.repeat(200)}`;
    const safe = safeName(`${letter}.txt`);
    expect(safe).toMatch(/^\p{L}\p{M}+\.txt$/u);
    expect(bytes(safe)).toBeLessThanOrEqual(240);
  });

  test('what a cut leaves ends, and begins, as a name may', () => {
    expect(safeName(`${'a'.repeat(230)}${'. '.repeat(30)}b.tar.gz`)).toBe(`${'a'.repeat(230)}.tar.gz`);
    expect(safeName(`con${' '.repeat(300)}x.txt`)).toBe('_con.txt');
    expect(safeName(`${'.'.repeat(300)}x.txt`)).toBe('unnamed.txt');
    expect(safeName(`${'.'.repeat(300)}x${'y'.repeat(20)}`)).toBe('unnamed');
  });

  test('100 folders deep stays as it is', () => {
    const path = `${Array.from({ length: 100 }, (_, index) => `f${index}`).join('/')}/x.txt`;
    expect(safePath(path)).toBe(path);
  });

  test('folders that come to one name are one, and a file of that name gets a number', () => {
    const list = [
      { path: 'a', isFolder: false },
      { path: 'A', isFolder: true },
      { path: 'a/', isFolder: true },
      { path: 'b/c', isFolder: true },
      { path: 'b', isFolder: false },
    ];
    const { paths, renamed } = safeList(list);
    expect(paths).toEqual(['a (2)', 'A', 'a', 'b/c', 'b (2)']);
    expect(renamed).toEqual([
      { index: 0, why: ['taken'] },
      { index: 2, why: ['outside'] },
      { index: 4, why: ['taken'] },
    ]);
  });

  describe('any list of paths', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ unit: 'grapheme', maxLength: 120 }),
      fc.constantFrom(
        '..',
        '.',
        '',
        '\\',
        'con',
        'con .x',
        '__proto__',
        'a',
        'A',
        'a (2)',
        '\u202E',
        'C:',
        'é',
        'é'.normalize('NFD'),
        '.env',
        'x.tar.gz',
        '\u200d',
        ' ',
        '...',
      ),
      fc
        .tuple(
          fc.constantFrom('a', '가', '. ', '👩‍👩‍👧', '\u0301', ' ', 'con '),
          fc.integer({ min: 60, max: 400 }),
          fc.constantFrom('', '.txt', '.tar.gz', '.'),
        )
        .map(([unit, count, end]) => unit.repeat(count) + end),
    );
    const lists = fc.array(
      fc.record({ path: fc.array(nasty, { maxLength: 6 }).map((parts) => parts.join('/')), isFolder: fc.boolean() }),
      { maxLength: 30 },
    );
    const harmless = fc
      .array(
        fc.array(fc.stringMatching(/^[.\-_]?[a-z0-9가-힣é²①][A-Za-z0-9가-힣é²① _.()'&+-]{0,30}[A-Za-z0-9가-힣)]$/u), {
          minLength: 1,
          maxLength: 8,
        }),
        { maxLength: 20 },
      )
      .map((paths) =>
        paths.map((parts) => parts.map((part) => part.replace(/^(con|prn|aux|nul|com|lpt)/i, 'x$1')).join('/')),
      );

    test('comes out relative, unique, not empty, and of names that can be written anywhere', () => {
      fc.assert(
        fc.property(lists, (list) => {
          const { paths } = safeList(list);
          const files = paths.filter((_, index) => !list[index]!.isFolder).map(foldedName);
          const folders = new Set(paths.flatMap((path, index) => foldersOf(foldedName(path), list[index]!.isFolder)));
          expect(new Set(files).size).toBe(files.length);
          for (const file of files) expect(folders.has(file)).toBe(false);
          for (const path of paths) expect(bytes(path)).toBeLessThanOrEqual(960);
          for (const name of paths.flatMap((path) => path.split('/'))) {
            expect(name).not.toMatch(/^[.\s]*$|[.\s]$|^\s/u);
            expect(name).not.toMatch(/[\p{Cc}\p{Cs}\u202A-\u202E\\:*?"<>|]/u);
            expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i);
            expect(bytes(name)).toBeLessThanOrEqual(240);
          }
        }),
        { numRuns: 600, seed: 20261128 },
      );
    });

    test('comes out the same when it is made safe again, and then nothing is told', () => {
      fc.assert(
        fc.property(lists, (list) => {
          const once = safeList(list).paths;
          const again = safeList(once.map((path, index) => ({ path, isFolder: list[index]!.isFolder })));
          expect(again).toEqual({ paths: once, renamed: [] });
        }),
        { numRuns: 600, seed: 20261128 },
      );
    });

    test('that is harmless is unchanged, also among others that are not', () => {
      fc.assert(
        fc.property(harmless, lists, (good, others) => {
          const keys = new Set<string>();
          const files = good.filter((path) => !keys.has(foldedName(path)) && keys.add(foldedName(path)));
          const folders = new Set(good.flatMap((path) => foldersOf(foldedName(path), false)));
          const alone = files.filter((path) => !folders.has(foldedName(path)));
          expect(safePaths(alone)).toEqual(alone);
          // What stands in a folder of its own collides with nobody.
          const inside = alone.map((path) => ({ path: `good/${path}`, isFolder: false }));
          expect(safeList([...others, ...inside]).paths.slice(others.length)).toEqual(inside.map(({ path }) => path));
        }),
        { numRuns: 400, seed: 20261128 },
      );
    });

    test('is told of where it differs from what was announced, and nowhere else', () => {
      fc.assert(
        fc.property(lists, (list) => {
          const { paths, renamed } = safeList(list);
          const told = new Set(renamed.map(({ index }) => index));
          for (const [index, path] of paths.entries())
            expect(told.has(index)).toBe(path !== list[index]!.path.normalize('NFC'));
        }),
        { numRuns: 400, seed: 20261128 },
      );
    });
  });

  test('ten thousand files of one name are not slow', () => {
    expect(new Set(safePaths(Array.from({ length: 10_000 }, () => 'same.txt'))).size).toBe(10_000);
  }, 5000);

  test('what is nearly all dots or blanks is not slow', () => {
    const paths = Array.from({ length: 1000 }, (_, index) => `${'. '.repeat(2000)}${index}`);
    expect(safePaths(paths)).toHaveLength(1000);
  }, 2000);

  test('250,000 files 30 folders deep are not slow', () => {
    expect(safePaths(Array.from({ length: 250_000 }, (_, index) => `${'a/'.repeat(30)}${index}`))).toHaveLength(
      250_000,
    );
  }, 10_000);

  test('paths that are all folders, in one another, are not slow', () => {
    expect(safePaths(Array.from({ length: 10_000 }, (_, index) => `${'a/'.repeat(2040)}${index}`))).toHaveLength(
      10_000,
    );
  }, 10_000);
});
