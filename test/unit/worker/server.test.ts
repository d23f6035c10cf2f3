/**
 * The server as `wrangler dev` runs it, over real HTTP: what only the whole of router, files, Worker and sockets shows.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestHarness, type TestHarness } from 'wrangler';

const ROOM = 'AAAAAAAAAAAAAAAAAAAAAA';
const PAGE = '<!doctype html><html lang="en"><head><title>Beamline</title></head><body></body></html>';

let folder: string;
let server: TestHarness;
let base: URL;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beamline-server-'));
  const dist = join(folder, 'dist');
  await mkdir(join(dist, 'assets'), { recursive: true });
  await writeFile(join(dist, 'index.html'), PAGE);
  await writeFile(join(dist, 'sw.js'), '// service worker');
  await writeFile(join(dist, 'assets', 'main-1a2b3c.js'), '// app');
  for (const name of ['_headers', 'preview.png']) await cp(join('public', name), join(dist, name));
  const config = (await readFile('wrangler.toml', 'utf8'))
    .replace('"worker/index.ts"', JSON.stringify(resolve('worker/index.ts')))
    .replace('"./dist"', JSON.stringify(dist));
  const configPath = join(folder, 'wrangler.toml');
  await writeFile(configPath, config);
  server = createTestHarness({
    workers: [{ configPath, vars: { ALLOWED_ORIGINS: 'http://localhost:5173, http://second.test,' } }],
  });
  ({ url: base } = await server.listen());
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** Node's fetch would put Sec-Fetch-Mode: cors in place of ours. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  return new Promise((fulfil, reject) => {
    const asked = request(new URL(path, base), { method, headers });
    asked.on('response', (response) => {
      text(response).then((body) => {
        const { statusCode: status = 0 } = response;
        const entries = Object.entries(response.headers).map(([name, value]): [string, string] => [
          name,
          String(value),
        ]);
        fulfil(new Response(body === '' ? null : body, { status, headers: entries }));
      }, reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

const NAVIGATION = { 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

function expectAppHeaders({ headers }: Response): void {
  const policy = headers.get('Content-Security-Policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'");
  expect(policy).toContain("frame-src 'self'");
  expect(policy).toContain('trusted-types lit-html beamline');
  expect(policy).not.toMatch(/https?:|unsafe|\*/);
  expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
  expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
  expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Referrer-Policy')).toBe('no-referrer');
  expect(headers.get('Permissions-Policy')).toContain('geolocation=()');
}

describe('files', () => {
  test.each([
    ['/', 'no-cache', 'text/html'],
    ['/?lang=ko', 'no-cache', 'text/html'],
    ['/sw.js', 'no-cache', 'text/javascript'],
    ['/assets/main-1a2b3c.js', 'public, max-age=31536000, immutable', 'text/javascript'],
  ])('R17, R18: %s is served with the headers', async (path, caching, type) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toBe(caching);
    expect(response.headers.get('Content-Type')).toContain(type);
    expectAppHeaders(response);
  });

  test('R17: _headers itself is not served', async () => {
    expect((await get('/_headers')).status).toBe(404);
  });
});

describe('navigations', () => {
  test.each<readonly [string, Record<string, string>]>([
    ['/', NAVIGATION],
    ['/receive', NAVIGATION],
    ['/some/deep.er/path', NAVIGATION],
    ['/receive?text=a.b', NAVIGATION],
    ['/apiary', NAVIGATION],
    ['/downloads', NAVIGATION],
    // A link that lost its "#", or had it encoded, with a mark or a full stop behind it.
    [`/${ROOM}`, NAVIGATION],
    [`/${ROOM}.p1`, NAVIGATION],
    [`/%23${ROOM}.`, NAVIGATION],
    [`/%2523${ROOM}.p1%22`, NAVIGATION],
  ])('R17, R18: to %s get the app, with its headers', async (path, headers) => {
    const response = await get(path, headers);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(PAGE);
    expect(response.headers.get('Cache-Control')).toBe('no-cache');
    expectAppHeaders(response);
  });

  test('R17: know when the app has not changed', async () => {
    for (const path of ['/', '/receive']) {
      const etag = (await get(path, NAVIGATION)).headers.get('ETag') ?? '';
      expect((await get(path, { ...NAVIGATION, 'If-None-Match': etag })).status).toBe(304);
    }
  });

  test('R17: HEAD is answered as GET, without the body', async () => {
    const response = await get('/receive', NAVIGATION, 'HEAD');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
    expectAppHeaders(response);
  });
});

describe('a preview for messengers', () => {
  const KAKAO = 'facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/';
  /** Apple's previews are made by a browser engine. */
  const APPLE = 'Mozilla/5.0 Safari/605.1.15 facebookexternalhit/1.1 Facebot Twitterbot/1.0';
  const contentOf = (page: string, name: string): string | undefined =>
    new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)">`).exec(page)?.[1];

  test('R17: has a title, a description and a picture with its whole address', async () => {
    const response = await get('/', { 'User-Agent': 'TelegramBot (like TwitterBot)' });
    const page = await response.text();
    expect(contentOf(page, 'og:title')).toBe('Beamline: files straight from browser to browser');
    expect(contentOf(page, 'og:image')).toBe(new URL('/preview.png', base).href);
    expect(contentOf(page, 'twitter:image')).toBe(new URL('/preview.png', base).href);
    expect(contentOf(page, 'twitter:card')).toBe('summary_large_image');
    expect([contentOf(page, 'og:image:width'), contentOf(page, 'og:image:height')]).toEqual(['1200', '630']);
    for (const name of ['og:type', 'og:site_name', 'og:description', 'og:image:alt', 'og:image:type'])
      expect(contentOf(page, name), name).toMatch(/./);
    expectAppHeaders(response);
    expect(response.headers.get('ETag')).toBeNull();
    expect((await get('/', { 'User-Agent': 'Slackbot' }, 'HEAD')).status).toBe(200);
  });

  test('R17: does not name an address to open, which would have no fragment', async () => {
    expect(await (await get('/')).text()).not.toMatch(/og:url|canonical/);
  });

  test.each<readonly [string, Record<string, string>, string, RegExp]>([
    ['nobody in particular', {}, 'en_US', /^Open the link[^"]+ 링크를 열면/],
    ['somebody who reads Korean', { 'Accept-Language': 'fr, ko-KR;q=0.9, en;q=0.8' }, 'ko_KR', /^링크를[^A-Za-z]+$/],
    ['somebody who reads English', { 'Accept-Language': 'en-GB, ko;q=0.5' }, 'en_US', /^Open the link[ -~]+$/],
    ['KakaoTalk', { 'User-Agent': KAKAO }, 'ko_KR', /^링크를/],
  ])('R17: is for %s in their language', async (_, headers, locale, description) => {
    const page = await (await get('/', headers)).text();
    expect(contentOf(page, 'og:locale')).toBe(locale);
    expect(contentOf(page, 'og:locale:alternate')).toBe(locale === 'ko_KR' ? 'en_US' : 'ko_KR');
    expect(contentOf(page, 'og:description')).toMatch(description);
  });

  test('R17: comes with a link that lost its "#", and to a program that fetches as a browser does', async () => {
    for (const [path, headers] of [
      [`/${ROOM}`, { Accept: 'text/html' }],
      ['/', { ...NAVIGATION, 'User-Agent': APPLE }],
    ] as const)
      expect(contentOf(await (await get(path, headers)).text(), 'og:title')).toMatch(/^Beamline/);
  });

  test('R18: its picture may be shown by other sites, and is small', async () => {
    const picture = await readFile('public/preview.png');
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(picture.length).toBeLessThan(100_000);
    const { headers } = await get('/preview.png');
    expect(headers.get('Content-Type')).toBe('image/png');
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
  });
});

describe('everything else', () => {
  test.each<readonly [string, Record<string, string>]>([
    ['/assets/gone-1a2b3c.js', {}],
    ['/assets/gone-1a2b3c.js', NAVIGATION],
    ['/gone.html', NAVIGATION],
    [`/${ROOM}x.js`, NAVIGATION],
    [`/${ROOM}.p1`, {}],
    ['/gone', {}],
    ['/gone', { 'Sec-Fetch-Mode': 'cors', Accept: 'text/html' }],
    ['/download', NAVIGATION],
    ['/download/', NAVIGATION],
    ['/download/1a2b3c/photo.jpg', NAVIGATION],
    ['/download/1a2b3c/photo', NAVIGATION],
    ['/download/1a2b3c/photo', { Accept: 'text/html' }],
    ['/.env', NAVIGATION],
  ])('R17, R18: %s is 404, plainly', async (path, headers) => {
    const response = await get(path, headers);
    expect(response.status).toBe(404);
    expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(await response.text()).toBe('Not found\n');
  });

  test.each(['/', '/sw.js', '/receive', '/api/x', '/download/x'])('R17: POST to %s is not allowed', async (path) => {
    expect((await get(path, NAVIGATION, 'POST')).status).toBe(405);
  });
});

const handshake = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  'Sec-WebSocket-Protocol': `beamline.1, id.${ROOM}`,
};

/** The status, and the bare connection when it is 101. */
async function upgrade(headers: Record<string, string>): Promise<{ status: number | undefined; connection?: Duplex }> {
  return new Promise((fulfil, reject) => {
    const asked = request(new URL(`/api/rooms/${ROOM}`, base), { headers: { Origin: base.origin, ...headers } });
    asked.on('upgrade', ({ statusCode }, connection) => fulfil({ status: statusCode, connection }));
    asked.on('response', (response) => {
      response.resume();
      fulfil({ status: response.statusCode });
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function openSocket(origin = base.origin): Promise<{ next: () => Promise<unknown>; socket: WebSocket }> {
  const identity = crypto.getRandomValues(Buffer.alloc(16)).toString('base64url');
  const url = new URL(`/api/rooms/${ROOM}`, base.href.replace('http', 'ws'));
  // Node's WebSocket takes headers where the DOM's type has protocols only.
  const options = { protocols: ['beamline.1', `id.${identity}`], headers: { Origin: origin } } as unknown as string[];
  const socket = new WebSocket(url, options);
  const queue: unknown[] = [];
  let wake = (): void => {};
  socket.addEventListener('message', ({ data }) => {
    queue.push(JSON.parse(data as string));
    wake();
  });
  await new Promise((fulfil, reject) => {
    socket.addEventListener('open', fulfil, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  const next = async (): Promise<unknown> => {
    while (queue.length === 0)
      await new Promise<void>((fulfil) => {
        wake = fulfil;
      });
    return queue.shift();
  };
  return { next, socket };
}

describe('sockets', () => {
  test.each(['Sec-WebSocket-Key', 'Sec-WebSocket-Version', 'Upgrade', 'Sec-WebSocket-Protocol'] as const)(
    'R16: a handshake without %s is a 4xx',
    async (name) => {
      const { [name]: _, ...rest } = handshake;
      const { status } = await upgrade(rest);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  );

  test.each(['http://localhost:5173', 'http://second.test'])('R12: %s is allowed when it is listed', async (origin) => {
    const { socket } = await openSocket(origin);
    expect(socket.protocol).toBe('beamline.1');
    socket.close();
  });

  test.each(['http://localhost:5174', 'http://localhost:5173, http://second.test', ''])(
    'R12: "%s" is not',
    async (origin) => {
      expect(await upgrade({ ...handshake, Origin: origin })).toEqual({ status: 403 });
    },
  );

  test('R6: a connection that breaks off without a word is a peer who left', async () => {
    const { next, socket } = await openSocket();
    expect(await next()).toMatchObject({ type: 'welcome' });
    const { status, connection } = await upgrade(handshake);
    expect(status).toBe(101);
    const joined = (await next()) as { type: string; peer: string };
    expect(joined.type).toBe('joined');
    connection?.destroy();
    expect(await next()).toEqual({ type: 'left', peer: joined.peer });
    socket.close();
  });
});

/** A stream as a browser opens it, and what has come of it so far. */
async function openStream(): Promise<{ status: number | undefined; text: () => string; leave: () => Promise<number> }> {
  const identity = crypto.getRandomValues(Buffer.alloc(16)).toString('base64url');
  const url = new URL(`/api/rooms/${ROOM}/stream`, base);
  const headers = { 'Beamline-Join': `beamline.1, id.${identity}`, 'Sec-Fetch-Site': 'same-origin' };
  return new Promise((fulfil, reject) => {
    const asked = request(url, { headers });
    const leave = async (): Promise<number> => {
      asked.destroy();
      return (
        await fetch(url, {
          method: 'DELETE',
          headers: { 'Beamline-Join': headers['Beamline-Join'], Origin: base.origin },
        })
      ).status;
    };
    asked.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', () => {}); // the test breaks it off
      fulfil({ status: response.statusCode, text: () => text, leave });
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('streams', () => {
  test('H3: what the room says comes at once, and one who goes has left at once', async () => {
    const { next, socket } = await openSocket();
    expect(await next()).toMatchObject({ type: 'welcome' });
    const { status, text, leave } = await openStream();
    expect(status).toBe(200);
    const joined = (await next()) as { type: string; peer: string };
    expect(joined.type).toBe('joined');
    await expect.poll(text).toContain('"welcome"');
    socket.send(JSON.stringify({ type: 'send', to: joined.peer, payload: 'at-once' }));
    await expect.poll(text).toContain('"at-once"');
    expect(await leave()).toBe(204);
    expect(await next()).toEqual({ type: 'left', peer: joined.peer });
    socket.close();
  });
});
