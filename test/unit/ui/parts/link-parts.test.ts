import { describe, expect, test } from 'vitest';

import { linkParts, shortened, type TextPart } from '../../../../src/ui/parts/link-parts.ts';

/** Links as "[text]", and their real host behind them where it is told. */
const marked = (text: string): string =>
  linkParts(text)
    .map((part) =>
      part.type === 'text' ? part.text : `[${part.text}]${part.host === undefined ? '' : `(${part.host})`}`,
    )
    .join('');

const hrefs = (text: string): string[] => linkParts(text).flatMap((part) => (part.type === 'link' ? [part.href] : []));

describe('a link in a text', () => {
  test.each([
    'https://example.com',
    'http://example.com/',
    'HTTPS://Example.COM/Path?query=1&other=%20#part',
    'https://example.com:8443/a',
    'http://localhost:8787/#Jp3nQ0v8rX2mK5sTz7LwYA',
    'https://en.wikipedia.org/wiki/Beam_(structure)',
    'https://example.com/a(b(c))',
    'https://example.com/?list[]=1',
    'http://192.0.2.1/x',
    'http://[2001:db8::1]:80/x',
    'https://example.com/a_b-c~d/',
    'https://ko.wikipedia.org/wiki/대한민국',
    'https://example.com/%EB%8C%80%ED%95%9C',
    "https://example.com/it's",
  ])('%s is one, whole', (url) => {
    expect(marked(url)).toBe(`[${url}]`);
    expect(marked(`see ${url} there`)).toBe(`see [${url}] there`);
  });

  test.each([
    ['See https://example.com.', 'See [https://example.com].'],
    ['https://example.com/a, https://example.com/b; and', '[https://example.com/a], [https://example.com/b]; and'],
    ['Really https://example.com/?! yes', 'Really [https://example.com/]?! yes'],
    ['(https://example.com/a)', '([https://example.com/a])'],
    ['(see https://example.com/a_(b).)', '(see [https://example.com/a_(b)].)'],
    ['[text](https://example.com/a)', '[text]([https://example.com/a])'],
    ['[https://example.com/a]', '[[https://example.com/a]]'],
    ['<https://example.com/a>', '<[https://example.com/a]>'],
    ['"https://example.com/a"', '"[https://example.com/a]"'],
    ['“https://example.com/a”', '“[https://example.com/a]”'],
    ['「https://example.com/a」를', '「[https://example.com/a]」를'],
    ['**https://example.com/a**', '**[https://example.com/a]**'],
    ['https://example.com/a…', '[https://example.com/a]…'],
    ['https://example.com/a。', '[https://example.com/a]。'],
    ['one\nhttps://example.com/a\ntwo', 'one\n[https://example.com/a]\ntwo'],
  ])('%j ends before what belongs to the sentence', (text, want) => {
    expect(marked(text)).toBe(want);
  });

  test.each([
    ['https://example.com에서 받으세요', '[https://example.com]에서 받으세요'],
    ['https://example.com을 보세요', '[https://example.com]을 보세요'],
    ['https://example.com/a를 보세요', '[https://example.com/a]를 보세요'],
    ['https://example.com/a?b=1로 오세요.', '[https://example.com/a?b=1]로 오세요.'],
    ['https://example.com/에 있어요', '[https://example.com/]에 있어요'],
    ['https://example.com/a입니다.', '[https://example.com/a]입니다.'],
    ['https://example.com/a이에요', '[https://example.com/a]이에요'],
    ['https://example.com/a(이거)를', '[https://example.com/a(이거)]를'],
    ['링크는https://example.com/a', '링크는[https://example.com/a]'],
    ['https://ko.wikipedia.org/wiki/나', '[https://ko.wikipedia.org/wiki/]나'],
    ['https://ko.wikipedia.org/wiki/서울로', '[https://ko.wikipedia.org/wiki/서울로]'],
    ['http://도메인.한국에서', '[http://도메인.한국](xn--hq1bm8jm9l.xn--3e0b707e)에서'],
  ])('%j ends before a Korean particle', (text, want) => {
    expect(marked(text)).toBe(want);
  });

  test.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)//',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:x',
    'ftp://example.com/a',
    'mailto:a@example.com',
    '//example.com/a',
    'www.example.com',
    'example.com',
    'xhttps://example.com',
    'https://',
    'https:///',
    'https://?x',
    'https://[not-an-address]/',
    'https://example.com:99999/',
    'https:example.com',
    'https://bank.example@evil.example/',
    'https://user:pass@evil.example/',
    'https://@evil.example/',
    'https://bank.example%2F@evil.example/',
  ])('%s is none', (text) => {
    expect(linkParts(text)).toEqual([{ type: 'text', text }]);
  });

  test.each([
    ['java\nscript:https://evil.example', ['https://evil.example/']],
    ['https://bank.example\\@evil.example/', ['https://bank.example/']],
    ['https://bank.example\u200B.evil.example', ['https://bank.example/']],
    ['https://bank.example\u202Etset.live', ['https://bank.example/']],
    ['https://bank.example\u00A0.evil.example', ['https://bank.example/']],
    ['https://a.example/"onmouseover="alert(1)', ['https://a.example/']],
    ['https://a.example/<script>', ['https://a.example/']],
    ['https://a.example/\u{E0041}b', ['https://a.example/']],
  ])('%j leads only to where it is read to lead', (text, want) => {
    expect(hrefs(text)).toEqual(want);
  });

  test.each([
    ['https://xn--80ak6aa92e.com/', '[https://xn--80ak6aa92e.com/]'],
    ['https://аррӏе.com/', '[https://аррӏе.com/](xn--80ak6aa92e.com)'],
    ['https://한국.com/길', '[https://한국.com/길](xn--3e0b707e.com)'],
    ['https://goo%67le.com/', '[https://goo%67le.com/](google.com)'],
    ['https://2130706433/', '[https://2130706433/](127.0.0.1)'],
    ['https://ｂank.com/', '[https://ｂank.com/](bank.com)'],
    ['https://bank。com/', '[https://bank。com/](bank.com)'],
    ['https://[0:0::1]/', '[https://[0:0::1]/]([::1])'],
  ])('%s tells its real host where another one is read', (text, want) => {
    expect(marked(text)).toBe(want);
  });

  test('that nobody can read is text, and hostile texts take no time', () => {
    const long = `https://example.com/${'a'.repeat(3000)}`;
    expect(linkParts(long)).toEqual([{ type: 'text', text: long }]);
    const startMs = performance.now();
    for (const piece of [
      'https://',
      'https://@',
      'https://a.example/) ',
      'https://a)',
      '(',
      ')]',
      '한.',
      '에서',
      '.',
      '\n',
    ])
      for (const text of [
        piece.repeat(65_536 / piece.length),
        `https://a.example/${piece.repeat(65_536 / piece.length)}`,
      ]) {
        const parts = linkParts(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        shortened(parts, { chars: 600, lines: 10 });
      }
    expect(performance.now() - startMs).toBeLessThan(2000);
  });
});

describe('a long text in short', () => {
  const short = (text: string, chars: number, lines = 100): string | undefined =>
    shortened(linkParts(text), { chars, lines })
      ?.map((part) => (part.type === 'text' ? part.text : `[${part.text}]`))
      .join('');

  test('is undefined when the text is short', () => {
    expect(short('short', 5)).toBeUndefined();
    expect(short('one\ntwo', 100, 2)).toBeUndefined();
    expect(short('see https://a.example/', 100)).toBeUndefined();
    expect(short('', 10, 1)).toBeUndefined();
  });

  test('has so many characters, or so many lines', () => {
    expect(short('one two three', 7)).toBe('one two');
    expect(short('one two three', 8)).toBe('one two');
    expect(short('one\ntwo\nthree', 100, 2)).toBe('one\ntwo');
    expect(short('one\n\n\nfour', 100, 3)).toBe('one');
    expect(short(`${'x'.repeat(20)}\ntwo`, 10, 1)).toBe('x'.repeat(10));
    expect(short(`one\n${'x'.repeat(20)}`, 10, 1)).toBe('one');
  });

  test('never has a part of a link', () => {
    expect(short('see https://a.example/path and more', 12)).toBe('see ');
    expect(short('see https://a.example/path and more', 26)).toBe('see [https://a.example/path]');
    expect(short('see https://a.example/path and more', 30)).toBe('see [https://a.example/path] and');
    expect(short('one\nhttps://a.example/\ntwo', 100, 2)).toBe('one\n[https://a.example/]');
  });

  test('never has a part of a character', () => {
    expect(short('ab👩‍👧‍👦cd', 5)).toBe('ab');
    expect(short('한글e\u0301x', 3)).toBe('한글');
  });

  test('of lines of nothing is short as well', () => {
    const parts: readonly TextPart[] = [{ type: 'text', text: '\n'.repeat(100) }];
    expect(shortened(parts, { chars: 600, lines: 10 })).toEqual([{ type: 'text', text: '' }]);
  });
});
