/** The files themselves: that they say what they are, and that the right ones are what the script makes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { GENERATED, make } from '../../../scripts/vectors.ts';
import { load, names, type VectorFile } from './load.ts';

const spec = readFileSync(join(import.meta.dirname, '../../../src/protocol/SPEC.md'), 'utf8');

test('the script makes all files but the independent one', () => {
  expect(names().toSorted()).toEqual([...GENERATED, 'independent'].toSorted());
});

test.each(GENERATED)('%s.json is what npm run vectors makes', (name) => {
  const { text, made } = make(name);
  expect(text).toBe(made);
});

test.each(names())('%s.json says what it is, how it is read, and which rules of SPEC it shows', (name) => {
  const { about, rules, reading } = load<Partial<VectorFile<object>>>(name);

  expect(about).toMatch(/\.$/);
  expect(reading).toMatch(/\.$/);
  expect(rules?.length).toBeGreaterThan(0);
  for (const rule of rules ?? [])
    expect(spec, rule).toMatch(new RegExp(String.raw`\*\*${rule}[a-z]? |^## ${rule}:`, 'm'));
});

test.each(GENERATED)('%s.json has right ones, and wrong ones each with its reason', (name) => {
  const { right, wrong } = load<VectorFile<object>>(name);
  expect(right.length).toBeGreaterThan(0);
  expect(wrong.length).toBeGreaterThan(0);
  const seen = new Set<string>();
  for (const { why, ...rest } of wrong) {
    expect(why.length).toBeGreaterThan(3);
    expect(seen).not.toContain(JSON.stringify(rest));
    seen.add(JSON.stringify(rest));
  }
});
