/** What the lint rules cannot ask of the form of the sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

/** The declaration of a private name at the start of a line, or its use behind a dot. */
const PRIVATE_NAME =
  /^\s*(?:(?:static|readonly|async|get|set|accessor) |\*)*#[A-Za-z_$][\w$]*\s*[=(:;?!<]|\.#[A-Za-z_$]/;

const sources = ['src', 'worker', 'test', 'scripts'].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`)
    .filter((file) => file !== 'test/unit/form.test.ts'),
);

test('members are private by the keyword, never by a name with #', () => {
  expect(sources.length).toBeGreaterThan(200);
  const found = sources.flatMap((file) =>
    readFileSync(new URL(file, root), 'utf8')
      .split('\n')
      .flatMap((line, index) => (PRIVATE_NAME.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});

test.each([
  ['  #members = new Map();', true],
  ['  readonly #listeners = new Set<() => void>();', true],
  ['  static async #open(): Promise<void> {', true],
  ['  #state?: string;', true],
  ['    for (const each of this.#listeners) each();', true],
  ['  private readonly listeners = new Set();', false],
  ["const link = 'https://host/#token';", false],
  [' * #token', false],
])('%j has a private name: %j', (line, isPrivate) => {
  expect(PRIVATE_NAME.test(line)).toBe(isPrivate);
});
