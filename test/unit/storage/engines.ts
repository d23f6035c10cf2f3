/**
 * The storage layer, built as it is shipped and under its security headers, in each browser there is; what arrives in the
 * downloads is read by programs that are not ours. By hand: `npx node test/unit/storage/engines.ts [chromium|firefox]`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

import { launch } from 'puppeteer-core';
import { build } from 'vite';

import { findFirefox } from '../../support/browsers.ts';
import { launchChromium } from '../../support/chromium-launch.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PAGE = '/test/browser/storage/engine.html';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json',
};
const MiB = 1024 * 1024;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A page in some browser, as far as it is needed here. */
interface Tab {
  readonly downloads: string;
  readonly problems: string[];
  open(url: string): Promise<void>;
  /** An expression in the page; `engine` is that of test/browser/storage/engine-page.ts. */
  run<Result = unknown>(expression: string): Promise<Result>;
  setFile(path: string): Promise<void>;
  /** As a person does it, in the browser's own list. */
  cancelDownload(): Promise<void>;
  close(): Promise<void>;
}

async function openChromium(): Promise<Tab> {
  const chromium = await launchChromium();
  const { context, downloads } = chromium;
  const page = await context.newPage();
  // To files under their own names, as in Firefox.
  const session = await context.newCDPSession(page);
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads, eventsEnabled: true });
  let last = '';
  session.on('Browser.downloadWillBegin', ({ guid }) => (last = guid));
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  return {
    downloads, problems,
    close: () => chromium.close(),
    open: async (url) => void (await page.goto(url)),
    run: (expression) => page.evaluate(expression),
    setFile: (path) => page.setInputFiles('input', path),
    cancelDownload: () => session.send('Browser.cancelDownload', { guid: last }),
  };
}

async function openFirefox(): Promise<Tab> {
  const downloads = mkdtempSync(join(tmpdir(), 'beamline-firefox-'));
  const browser = await launch({
    browser: 'firefox', protocol: 'webDriverBiDi', executablePath: findFirefox(), headless: true,
    args: ['--remote-allow-system-access'], // for cancelDownload
    extraPrefsFirefox: { 'browser.download.folderList': 2, 'browser.download.dir': downloads },
  });
  const [page = await browser.newPage()] = await browser.pages();
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.setDefaultTimeout(300_000);
  return {
    downloads, problems,
    open: async (url) => void (await page.goto(url)),
    run: (expression) => page.evaluate(expression) as Promise<never>,
    setFile: async (path) => {
      const input = await page.$('input[type=file]');
      await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
    },
    cancelDownload: async () => {
      const { connection } = browser as unknown as { connection: { send(method: string, params: object): Promise<{ result: never }> } };
      const { result } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
      const { contexts: [{ context }] } = result as { contexts: [{ context: string }] };
      const expression = `(async () => {
        const { Downloads } = ChromeUtils.importESModule('resource://gre/modules/Downloads.sys.mjs');
        for (const each of await (await Downloads.getList(Downloads.ALL)).getAll()) if (!each.stopped) await each.cancel();
      })()`;
      await connection.send('script.evaluate', { target: { context }, expression, awaitPromise: true });
    },
    close: async () => {
      await browser.close();
      rmSync(downloads, { recursive: true, force: true });
    },
  };
}

async function serve(folder: string): Promise<{ server: Server; origin: string; suffix: { sw: string } }> {
  const [forAll = ''] = readFileSync(join(ROOT, 'public/_headers'), 'utf8').split('\n\n');
  const headers = forAll.matchAll(/^ {2}([\w-]+): (.*)$/gm).map(([, name = '', value = '']) => [name, value] as const).toArray();
  const suffix = { sw: '' };
  const server = createServer((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    const path = join(folder, new URL(request.url ?? '/', 'http://x').pathname.replace(/\/$/, '/index.html'));
    if (!existsSync(path)) return response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
    response.write(readFileSync(path));
    return response.end(path.endsWith('sw.js') ? suffix.sw : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, suffix, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const check = (what: string, isGood: boolean, seen: unknown = ''): void => {
  console.log(isGood ? '  ok  ' : 'FAILED', what, typeof seen === 'string' ? seen : JSON.stringify(seen));
  if (!isGood) process.exitCode = 1;
};

/** The file when it is whole, or undefined. */
async function downloaded(tab: Tab, name: string, timeoutMs = 20_000): Promise<string | undefined> {
  const path = join(tab.downloads, name);
  const [stem = name] = name.split('.');
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 100) {
    const isPart = readdirSync(tab.downloads).some((each) => each.startsWith(stem) && /\.(part|crdownload)$/.test(each));
    if (existsSync(path) && statSync(path).size > 0 && !isPart) return path;
    await pause(100);
  }
  return undefined;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const vaultBytes = (blocks: number): Buffer => Buffer.concat(Array.from({ length: blocks }, (_, block) => Buffer.alloc(MiB, block)));

async function checkBrowser(name: string, tab: Tab, origin: string, suffix: { sw: string }): Promise<void> {
  console.log(`\n${name}`);
  await tab.open(origin + PAGE);

  const ms = await tab.run<number>("engine.fill('a', 300)");
  check('vault: 300 blocks from the last to the first', true, `${Math.round(300_000 / ms)} MiB/s`);
  check('vault: list', (await tab.run<Array<{ bytes: number }>>('engine.list()'))[0]?.bytes === 300 * MiB);
  check('vault: locked', (await tab.run<string>("engine.locked('b')")).startsWith('storage-failed'));
  check('free bytes', true, await tab.run('engine.freeBytes()'));
  check('ledger', String(await tab.run('engine.ledger()')) === '1,2,3');

  const path = join(tab.downloads, '..', `source-${name}.txt`);
  writeFileSync(path, 'x'.repeat(1000));
  await tab.setFile(path);
  check('source', true, await tab.run('engine.choose()'));
  check('source: read', (await tab.run('engine.read(10, 20)')) === 'ok 20');
  await pause(1100);
  writeFileSync(path, 'y'.repeat(1000));
  check('source: same size, other bytes', true, await tab.run('engine.read(10, 20)'));
  writeFileSync(path, 'z'.repeat(15));
  check('source: shrunk', (await tab.run<string>('engine.read(10, 20)')).startsWith('source-changed'));
  rmSync(path);
  check('source: gone', (await tab.run<string>('engine.read(10, 20)')).startsWith('source-changed'));

  const sizes = [0, 1, MiB, 3 * MiB + 7, ...Array.from({ length: 200 }, (_, index) => index)];
  const zipped = sizes.reduce((sum, size) => sum + size, 0);
  check('zip without a service worker', (await tab.run(`engine.save('vault.zip', 'a', ${JSON.stringify(sizes)})`)) === `ok ${zipped}`);
  const fromVault = await downloaded(tab, 'vault.zip');
  check('  arrives', fromVault !== undefined && isGoodZip(fromVault, sizes.length));

  await tab.run('engine.control()');
  check('single file', (await tab.run("engine.save('download', 'a', [300 * 1048576])")) === `ok ${300 * MiB}`);
  const single = await downloaded(tab, '0.bin', 60_000);
  check('  arrives', single !== undefined && sha256(readFileSync(single)) === sha256(vaultBytes(300)));

  const startMs = Date.now();
  check('zip through the service worker, 300 MiB', (await tab.run("engine.save('여름.zip', 'a', [100 * 1048576, 200 * 1048576])")) === `ok ${300 * MiB}`);
  console.log(`       ${Math.round((300 * 1000) / (Date.now() - startMs))} MiB/s`);
  const streamed = await downloaded(tab, '여름.zip', 60_000);
  check('  arrives', streamed !== undefined && isGoodZip(streamed, 2));

  const smallMs = Date.now();
  check('zip of 20,000 small files', (await tab.run("engine.save('small.zip', 'a', Array(20000).fill(500))")) === 'ok 10000000');
  console.log(`       ${Date.now() - smallMs} ms`);
  const small = await downloaded(tab, 'small.zip');
  check('  arrives', small !== undefined && isGoodZip(small, 20_000));

  const aborted = tab.run<string>("engine.slow('aborted.bin', 100, 100)");
  await pause(3000);
  await tab.run('engine.abort()');
  check('aborted by the page', (await aborted).includes('cancelled by hand'), await aborted);
  await pause(1500);
  const left = join(tab.downloads, 'aborted.bin');
  check('  leaves no whole file', !existsSync(left) || statSync(left).size === 0, readdirSync(tab.downloads));

  const cancelled = tab.run<string>("engine.slow('cancelled.bin', 1000, 20)");
  await pause(3000);
  await tab.cancelDownload();
  const outcome = await Promise.race([cancelled, pause(10_000).then(() => 'nothing')]);
  check('cancelled in the browser', outcome.startsWith('save-failed'), outcome);

  await tab.run("engine.frame('/download/unknown')");
  await pause(1500);
  check('unknown id: nothing is saved', !readdirSync(tab.downloads).some((each) => each.includes('unknown') || each.includes('download')), readdirSync(tab.downloads));

  if (process.argv.includes('--slow')) {
    check('75 s with a chunk each 25 s', (await tab.run("engine.slow('slow.bin', 3, 25_000)")) === 'ok true');
    const slow = await downloaded(tab, 'slow.bin');
    check('  arrives', slow !== undefined && statSync(slow).size === 3 * 65_536);
  }

  suffix.sw += `\n// ${name}`;
  await tab.run('engine.checkForUpdate()');
  for (let tries = 0; tries < 50 && !(await tab.run<boolean>('engine.isOffered()')); tries += 1) await pause(100);
  check('an update is offered', await tab.run<boolean>('engine.isOffered()'));
  check('  and does not take over by itself', await tab.run<boolean>('navigator.serviceWorker.getRegistration().then(({ waiting }) => waiting !== null)'));
  await tab.run('void setTimeout(() => engine.update(), 0)');
  await pause(3000);
  check('  takes over when it is applied', await tab.run<boolean>('navigator.serviceWorker.getRegistration().then(({ waiting }) => waiting === null && !engine.isOffered())'));
  console.log('problems:', [...new Set(tab.problems)]);
}

/** By unzip, and by Python. */
function isGoodZip(path: string, files: number): boolean {
  try {
    execFileSync('unzip', ['-tqq', path]);
    const count = execFileSync('python3', ['-c', 'import sys,zipfile\nprint(len(zipfile.ZipFile(sys.argv[1]).namelist()))', path], { encoding: 'utf8' });
    return Number(count) === files;
  } catch (thrown) {
    console.log(String(thrown));
    return false;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'beamline-engines-'));
await build({
  root: ROOT, configFile: join(ROOT, 'vite.config.ts'), logLevel: 'error',
  build: { outDir: folder, emptyOutDir: true, rollupOptions: { input: [join(ROOT, 'index.html'), join(ROOT, PAGE)] } },
});
const { server, origin, suffix } = await serve(folder);
try {
  for (const [name, open] of [['chromium', openChromium], ['firefox', openFirefox]] as const) {
    if (process.argv[2] !== undefined && !process.argv.slice(2).includes(name)) continue;
    const tab = await open();
    await checkBrowser(name, tab, origin, suffix).catch((thrown: unknown) => check('all', false, String(thrown)));
    await tab.close();
  }
} finally {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}
