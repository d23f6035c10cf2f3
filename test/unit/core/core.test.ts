/** The core does not know where it runs: Node reads its sources as they are. */
import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const CORE = ['protocol', 'rendezvous', 'signaling', 'connection', 'room', 'transfer', 'files', 'notes', 'session'];
const root = fileURLToPath(new URL('../../../', import.meta.url));

test('Node imports every file of it, with nothing but what Node has', () => {
  const files = globSync(`src/{${CORE.join(',')}}/**/*.ts`, { cwd: root }).filter(
    (file) => !file.endsWith('.worker.ts'),
  );
  expect(files.length).toBeGreaterThan(100);
  const script = `for (const file of ${JSON.stringify(files)}) await import('./' + file); console.log('all');`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' });
  expect(said.trim()).toBe('all');
});
