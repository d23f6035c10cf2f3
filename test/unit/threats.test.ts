/** Every claim of docs/threats.md names a test that exists. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/threats.md', root), 'utf8');

/** Rows of the tables: `| claim | `file`: words of a title |`. */
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| [^|]+ \| test \|$/.test(line));
const claims = rows.map((line) => /^\| (.+) \| `(test\/[^`]+)`: (.+) \|$/.exec(line)?.slice(1) ?? [line, '', '']);

describe('docs/threats.md', () => {
  test('has claims for everybody in it', () => expect(claims.length).toBeGreaterThan(30));

  test.each(claims)('%s', (_, file = '', title = '') => {
    const path = new URL(file, root);
    expect(existsSync(path), file).toBe(true);
    expect(readFileSync(path, 'utf8')).toContain(title);
  });
});
