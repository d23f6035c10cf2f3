/** A person with Chromium, driven by Playwright. */
import type { BrowserContext, CDPSession, Locator, Page } from 'playwright';

import { launchChromium, type Chromium, type ChromiumOptions } from './chromium-launch.ts';
import { Loading } from './loading.ts';
import {
  recordStatus,
  WAIT_MS,
  within,
  type Diary,
  type Mark,
  type Person,
  type Role,
  type StatusEntry,
} from './person.ts';
import { killTree } from './processes.ts';

/** A file in the folder that the person chose to save into. */
export interface SavedFile {
  /** '/' between folders. */
  readonly path: string;
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
}

interface DownloadProgress {
  readonly guid: string;
  readonly state: 'inProgress' | 'completed' | 'canceled';
  readonly filePath?: string;
}

const PICKED_FOLDER = 'picked-by-person';

/**
 * Headless Chromium dismisses the folder picker at once (AbortError). So a fake replaces what the dialog returns, and
 * nothing else: it is a real folder in OPFS, where a handle needs no permission.
 */
function answerFolderPicker(name: string): void {
  const pick = async (): Promise<FileSystemDirectoryHandle> => {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle(name, { create: true });
  };
  Object.defineProperty(globalThis, 'showDirectoryPicker', { value: pick, configurable: true });
}

/**
 * Gives downloads their own names, as on a person's disk, because Playwright would give them others. The session ends
 * with the page.
 */
async function tellOfDownloads({ context, downloads }: Chromium, page: Page): Promise<CDPSession> {
  const cdp = await context.newCDPSession(page);
  await cdp.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads, eventsEnabled: true });
  return cdp;
}

export class ChromiumPerson implements Person {
  readonly browser = 'chromium';
  readonly diary: Diary = { problems: [], requests: [] };
  page: Page;
  readonly context: BrowserContext;
  private readonly chromium: Chromium;
  private cdp: CDPSession;
  private readonly loading = new Loading();
  private isLeaving = false;

  private constructor(chromium: Chromium, page: Page, cdp: CDPSession) {
    this.chromium = chromium;
    this.cdp = cdp;
    this.page = page;
    this.context = chromium.context;
    this.context.setDefaultTimeout(WAIT_MS);
    this.context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        this.diary.problems.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    this.context.on('weberror', (error) => this.diary.problems.push(`script: ${String(error.error())}`));
    this.context.on('request', (request) => {
      this.diary.requests.push(request.url());
      this.loading.began(request);
    });
    this.context.on('requestfinished', (request) => this.loading.ended(request));
    this.context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      this.loading.ended(request);
      // The request began between the last look and the leaving. The page and its script are gone.
      if (this.isLeaving && reason === 'net::ERR_ABORTED' && request.url().includes('/assets/')) return;
      this.diary.problems.push(`request: ${request.url()} ${reason}`);
    });
    this.listen(page);
  }

  static async launch(options: ChromiumOptions = {}): Promise<ChromiumPerson> {
    const chromium = await launchChromium(options);
    const { context } = chromium;
    await context.addInitScript(recordStatus);
    await context.addInitScript(answerFolderPicker, PICKED_FOLDER);
    const page = context.pages()[0] ?? (await context.newPage());
    return new ChromiumPerson(chromium, page, await tellOfDownloads(chromium, page));
  }

  /** Watches each page, because a context does not report its pages' sockets. */
  private listen(page: Page): void {
    page.on('websocket', (socket) => this.diary.requests.push(socket.url()));
  }

  get pid(): number {
    return this.chromium.pid;
  }

  find(role: Role, name: string): Locator {
    return this.page.getByRole(role, { name, exact: true });
  }

  async open(url: string): Promise<void> {
    // Two links differ only in their fragment, and going from one to the other is no navigation.
    await this.leave(() => this.page.goto('about:blank'));
    await this.page.goto(url);
  }

  async reload(): Promise<void> {
    await this.leave(() => this.page.reload());
  }

  private async leave(leave: () => Promise<unknown>): Promise<void> {
    await this.loading.all();
    this.isLeaving = true;
    await leave().finally(() => (this.isLeaving = false));
  }

  async click(role: Role, name: string): Promise<void> {
    await this.find(role, name).click();
  }

  sees(role: Role, name: string): Promise<boolean> {
    return this.find(role, name).isVisible();
  }

  async textOf(role: Role, name: string): Promise<string> {
    const found = this.find(role, name);
    return role === 'textbox' ? found.inputValue() : ((await found.textContent()) ?? '');
  }

  async chooseFiles(...paths: readonly string[]): Promise<void> {
    await this.choose('Choose files', [...paths]);
  }

  async addFiles(...paths: readonly string[]): Promise<void> {
    await this.choose('Add files', [...paths]);
  }

  async chooseFilesAgain(...paths: readonly string[]): Promise<void> {
    await this.choose('Choose the files again', [...paths]);
  }

  async addFolder(path: string): Promise<void> {
    await this.choose('Add folder', path);
  }

  async chooseFolder(path: string): Promise<void> {
    await this.choose('Choose folder', path);
  }

  private async choose(button: string, paths: string | string[]): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.click('button', button)]);
    await chooser.setFiles(paths, { timeout: WAIT_MS });
  }

  /** Drops files and folders from the disk onto the page. */
  async drop(...paths: readonly string[]): Promise<void> {
    await this.find('button', 'Choose files').waitFor(); // now somebody listens for the drop
    const cdp = await this.context.newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await cdp.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
    await cdp.detach();
  }

  async shareLink(): Promise<string> {
    const field = this.find('textbox', 'Share link');
    await field.waitFor();
    const handle = await field.elementHandle();
    // Without a polling option, Playwright looks once for each frame that is drawn.
    await this.page.waitForFunction((element) => (element as HTMLInputElement | null)?.value !== '', handle);
    return field.inputValue();
  }

  async status(): Promise<string> {
    return (await this.statuses()).at(-1)?.text ?? '';
  }

  statuses(): Promise<readonly StatusEntry[]> {
    return within(
      'reading the status',
      this.page.evaluate(() => statusRecorder.entries),
    );
  }

  waitForStatus(words: string | readonly string[], timeoutMs = WAIT_MS): Promise<string> {
    const waiting = this.page.evaluate(([words, timeoutMs]) => statusRecorder.until(words, timeoutMs), [
      [words].flat(),
      timeoutMs,
    ] as const);
    return within(`waiting for "${[words].flat().join('" or "')}"`, waiting, timeoutMs + WAIT_MS);
  }

  async download(start: () => Promise<void>, timeoutMs = WAIT_MS): Promise<string> {
    const cdp = this.cdp;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const onProgress = ({ state, filePath }: DownloadProgress): void => {
      if (state === 'completed' && filePath !== undefined) resolve(filePath);
      else if (state === 'canceled') reject(new Error('the browser gave up the download'));
    };
    cdp.on('Browser.downloadProgress', onProgress);
    const end = setTimeout(() => reject(new Error(`no finished download within ${timeoutMs} ms`)), timeoutMs);
    try {
      const [path] = await Promise.all([promise, start()]);
      return path;
    } finally {
      clearTimeout(end);
      cdp.off('Browser.downloadProgress', onProgress);
    }
  }

  evaluate<Arg, Result>(run: (arg: Arg) => Result | Promise<Result>, arg: Arg): Promise<Result> {
    return this.page.evaluate(run as (arg: unknown) => Result | Promise<Result>, arg as unknown);
  }

  marks(): Promise<readonly Mark[]> {
    return this.page.evaluate(() =>
      performance.getEntriesByType('mark').map(({ name, startTime }) => ({ name, startMs: startTime })),
    );
  }

  /** The files in the folder that the picker gave, hashed in the page. */
  savedFiles(): Promise<readonly SavedFile[]> {
    return this.page.evaluate(async (name) => {
      const found: SavedFile[] = [];
      const visit = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
        for await (const [name, handle] of folder.entries()) {
          if (handle.kind === 'directory') {
            await visit(handle, `${path}${name}/`);
          } else {
            const bytes = await (await handle.getFile()).arrayBuffer();
            const sha256 = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
            found.push({
              path: `${path}${name}`,
              bytes: bytes.byteLength,
              sha256: Array.from(sha256, (byte) => byte.toString(16).padStart(2, '0')).join(''),
            });
          }
        }
      };
      const root = await navigator.storage.getDirectory();
      await visit(await root.getDirectoryHandle(name, { create: true }), '');
      return found;
    }, PICKED_FOLDER);
  }

  async closePage(): Promise<void> {
    const left = this.page;
    // A new page first, because a browser without a page would end.
    this.page = await this.context.newPage();
    this.listen(this.page);
    this.cdp = await tellOfDownloads(this.chromium, this.page);
    // Last, because a page at work loads more meanwhile. A request that it had just begun reports no end.
    await this.loading.all();
    await left.close();
    this.loading.forget();
  }

  close(): Promise<void> {
    return this.chromium.close();
  }

  async kill(): Promise<void> {
    killTree(this.pid);
    await this.close();
  }
}
