/** Serves a folder on a loopback port, with TypeScript as JavaScript. Only benches use these pages. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join, normalize } from 'node:path';

import { listen, type Listening } from './listen.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.ts': 'text/javascript',
  '.js': 'text/javascript',
};

export function serveFolder(root: string): Promise<Listening> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    readFile(file, 'utf8').then(
      (text) => {
        response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
        response.end(extname(file) === '.ts' ? stripTypeScriptTypes(text) : text);
      },
      () => response.writeHead(404).end(),
    );
  });
  return listen(server);
}
