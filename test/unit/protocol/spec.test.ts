/** SPEC.md against the code and the tests: its constants, and that every rule is named by a test. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, test } from 'vitest';

import * as limits from '../../../src/protocol/limits.ts';
import * as workerLimits from '../../../worker/limits.ts';
import { spec } from './spec-text.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(root, folder, file));

describe('the constants of SPEC.md', () => {
  const rows = [...spec.matchAll(/^\| ([A-Z_]+) \| ([\d.,]+) \| `([^`]+)` \|/gm)].map(
    ([, name = '', value = '', file = '']) => ({ name, value: Number(value.replaceAll(',', '')), file }),
  );
  const bounds: Readonly<Record<string, number>> = { ...limits, ...workerLimits };

  /** Files by their new names, for as long as they have the old ones. */
  const sources = [...filesUnder('src'), ...filesUnder('worker')];

  /** The source that has a constant: many have one that they do not export. */
  function holderOf(name: string, file: string): string {
    const holders = sources
      .filter((path) => basename(path) === file)
      .map((path) => readFileSync(path, 'utf8'))
      .filter((text) => text.includes(`const ${name} = `));
    return holders.length === 1 ? (holders[0] ?? '') : expect.fail(`${holders.length} files ${file} have ${name}`);
  }

  /** Of a number, or of numbers and names with one kind of sign between them. */
  function valueOf(expression: string, text: string): number {
    const number = Number(expression.replaceAll('_', ''));
    if (!Number.isNaN(number)) return number;
    const sign = / ([*/-]) /.exec(expression)?.[1];
    if (sign === undefined) return bounds[expression] ?? valueIn(expression, text);
    const [first = 0, ...others] = expression.split(` ${sign} `).map((part) => valueOf(part, text));
    return others.reduce((sum, each) => (sign === '*' ? sum * each : sign === '/' ? sum / each : sum - each), first);
  }

  const valueIn = (name: string, text: string): number =>
    valueOf(new RegExp(`const ${name} = ([^;]+);`).exec(text)?.[1] ?? expect.fail(`no ${name}`), text);

  /** One of the deployment's limits. */
  const rateOf = (name: string): number =>
    Number(
      new RegExp(`name = "${name}"\\n[^[]*limit = (\\d+), period = 60`).exec(
        readFileSync(join(root, 'wrangler.toml'), 'utf8'),
      )?.[1],
    );

  test.each(Object.entries(bounds))('has %s with its value, %d', (name, value) => {
    expect(rows.filter((row) => row.name === name).map((row) => row.value)).toEqual([value]);
  });

  test.each(rows)('$name is $value in $file', ({ name, value, file }) => {
    if (file === 'wrangler.toml') expect(rateOf(name)).toBe(value);
    else if (name in bounds) expect(bounds[name]).toBe(value);
    else expect(valueIn(name, holderOf(name, file))).toBe(value);
  });

  test('has all that the text names', () => {
    const settings = ['ALLOWED_ORIGINS', 'TURN_OFF']; // of a deployment, by its owner
    const named = new Set([...spec.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([name]) => name));
    expect([...named].filter((name) => !rows.some((row) => row.name === name) && !settings.includes(name))).toEqual([]);
  });
});

describe('the rules of SPEC.md', () => {
  const defined = [...spec.matchAll(/^\s*- \*\*([RIHSVCLMDPWN]\d+[a-z]?) [^*]+\.\*\*/gm)].map(([, rule = '']) => rule);
  /** One that has parts is named by its parts. */
  const rules = defined.filter((rule) => !defined.includes(`${rule}a`));

  /** A literal that a test or a group of tests begins with. */
  const TITLE = /(?:\b(?:it|test|describe)(?:\.\w+)*\(|\)\()\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
  /** The one form: `S7a: …`, or `H3, R6: …` where it proves several. */
  const NAMED = /^([RIHSVCLMDPWN]\d+[a-z]?(?:, [RIHSVCLMDPWN]\d+[a-z]?)*): /;

  const titles = filesUnder('test').flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(TITLE)].map(([, , title = '']) => title),
  );
  const named = new Set(titles.flatMap((title) => NAMED.exec(title)?.[1]?.split(', ') ?? []));

  test('are all there, none twice, in order', () => {
    const numbers = defined.filter((rule) => /\d$/.test(rule));
    const counts = { R: 20, I: 10, H: 8, S: 14, V: 11, C: 13, L: 6, M: 8, D: 11, P: 7, W: 6, N: 9 };
    const all = Object.entries(counts).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    );
    expect(numbers).toEqual(all);
    expect(new Set(defined).size).toBe(defined.length);
  });

  test.each(rules)('%s is named by a test', (rule) => expect([...named]).toContain(rule));

  test('titles name only rules that there are, and in one form', () => {
    expect([...named].filter((rule) => !defined.includes(rule))).toEqual([]);
    expect(titles.filter((title) => /^(?:fuzz: )?[RIHSVCLMDPWN]\d+[a-z]?\b/.test(title) && !NAMED.test(title))).toEqual(
      [],
    );
  });

  test('the text refers only to rules that there are', () => {
    const referred = [...spec.matchAll(/\b[RIHSVCLMDPWN]\d+[a-z]?\b/g)].map(([rule]) => rule);
    expect(referred.filter((rule) => !defined.includes(rule))).toEqual([]);
  });
});
