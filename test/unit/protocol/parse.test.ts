import { describe, expect, test } from 'vitest';

import {
  asFields,
  isBase64urlOf,
  isBase64urlText,
  isCount,
  isName,
  isOneOf,
  isText,
  parseFields,
  parseJson,
} from '../../../src/protocol/parse.ts';

describe('the parse kit', () => {
  test('a JSON text is its value, anything else is nothing', () => {
    expect(parseJson('[1]')).toEqual([1]);
    expect(parseJson('null')).toBeNull();
    for (const text of ['', '{', 'NaN', 'undefined', "{'a':1}", '[1,]', '\ufeff{}'])
      expect(parseJson(text)).toBe(undefined);
  });

  test.each([null, [], [{}], 1, '{}', true, undefined])('%j is no record', (value) =>
    expect(asFields(value)).toBeUndefined(),
  );

  test('a record is read up to its bound, blanks included, and no further', () => {
    expect(parseFields('{"a":1}', 7)).toEqual({ a: 1 });
    expect(parseFields('{"a": 1}', 7)).toBeUndefined();
    expect(parseFields(' { "a" : 1 } ')).toEqual({ a: 1 });
  });

  test.each([
    [3, 0, true],
    [0, 0, true],
    [0, 1, false],
    [4, 0, false],
    [-1, 0, false],
    [1.5, 0, false],
    [Number.NaN, 0, false],
    ['1', 0, false],
    [null, 0, false],
  ])('%j from %i to 3 is a count: %s', (value, least, is) => expect(isCount(value, 3, least)).toBe(is));

  test('no count is beyond what is exact', () => {
    expect(isCount(2 ** 53 - 1, Infinity)).toBe(true);
    expect(isCount(2 ** 53, Infinity)).toBe(false);
  });

  test('texts have their bounds in UTF-16 units', () => {
    expect(isText('👩', 2)).toBe(true);
    expect(isText('👩', 1)).toBe(false);
    expect(isText('', 1, 1)).toBe(false);
    expect(isText(['a'], 1)).toBe(false);
  });

  test('names are in their alphabet and of their length', () => {
    expect(isName('a-_9', 4)).toBe(true);
    for (const text of ['a-_', 'a-_99', 'a-_=', 'a-_é', 'a-_\n']) expect(isName(text, 4)).toBe(false);
    expect(isBase64urlText('')).toBe(true);
    expect(isBase64urlText('a\n')).toBe(false);
  });

  test('bytes are canonical, and so many', () => {
    expect(isBase64urlOf('AA', 1)).toBe(true);
    expect(isBase64urlOf('AB', 1)).toBe(false);
    expect(isBase64urlOf('AAA', 1)).toBe(false);
    expect(isBase64urlOf(['AA'], 1)).toBe(false);
  });

  test('words are those of the list, and not of its prototype', () => {
    expect(isOneOf(['a', 'b'], 'b')).toBe(true);
    for (const value of ['c', '0', 'length', 0, ['a']]) expect(isOneOf(['a', 'b'], value)).toBe(false);
  });
});
