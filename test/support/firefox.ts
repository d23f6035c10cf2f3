/** A person with the stock Firefox, driven by puppeteer over WebDriver BiDi. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch, type Browser, type ElementHandle, type Page } from 'puppeteer-core';

import { findFirefox } from './browsers.ts';
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

export interface FirefoxOptions {
  readonly locale?: string;
  readonly preferences?: Readonly<Record<string, unknown>>;
}

declare global {
  var roleFinder: (role: Role, name: string) => HTMLElement | undefined;
}

/**
 * Runs in the page, and finds what is shown by role and accessible name. Firefox's own way (BiDi's accessibility
 * locator) does not look into shadow trees (153, 2026-11-20). It knows only the roles and names that our pages use;
 * Chromium's tests check the rest.
 */
function installRoleFinder(): void {
  const SELECTORS: Record<Role, string> = {
    button: 'button, input[type=file], [role=button]',
    checkbox: 'input[type=checkbox], [role=checkbox]',
    textbox: 'input[type=text], input:not([type]), textarea, [role=textbox]',
    img: 'img, [role=img]',
    list: 'ul, ol, [role=list]',
    progressbar: 'progress, [role=progressbar]',
    region: 'section, [role=region]',
    link: 'a[href], [role=link]',
    dialog: 'dialog, [role=dialog]',
  };

  function* elements(root: Document | ShadowRoot): Generator<HTMLElement> {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      yield element;
      if (element.shadowRoot !== null) yield* elements(element.shadowRoot);
    }
  }

  /** The first steps of accname-1.2, section 4.3. */
  function nameOf(element: HTMLElement): string {
    const root = element.getRootNode() as Document | ShadowRoot;
    const by = (element.getAttribute('aria-labelledby') ?? '')
      .split(/\s+/)
      .flatMap((id) => root.getElementById(id)?.textContent ?? []);
    const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent ?? '');
    const names = [
      by.join(' '),
      element.getAttribute('aria-label'),
      labels.join(' '),
      element.getAttribute('alt'),
      element.textContent,
    ];
    return (names.find((name) => (name ?? '').trim() !== '') ?? '').replace(/\s+/g, ' ').trim();
  }

  globalThis.roleFinder = (role, name) => {
    for (const element of elements(document)) {
      if (
        element.matches(SELECTORS[role]) &&
        element.checkVisibility({ visibilityProperty: true }) &&
        nameOf(element) === name
      )
        return element;
    }
    return undefined;
  };
}

/** While a download is incomplete, Firefox keeps it under this name beside its own. */
const UNFINISHED = '.part';

async function prepare(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(recordStatus);
  await page.evaluateOnNewDocument(installRoleFinder);
}

export class FirefoxPerson implements Person {
  readonly browser = 'firefox';
  readonly diary: Diary = { problems: [], requests: [] };
  page: Page;
  private readonly firefox: Browser;
  private readonly folder: string;
  private readonly loading = new Loading();
  private isLeaving = false;

  private constructor(browser: Browser, page: Page, folder: string) {
    this.firefox = browser;
    this.folder = folder;
    this.page = page;
    this.listen(page);
  }

  private listen(page: Page): void {
    page.setDefaultTimeout(WAIT_MS);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warn')
        this.diary.problems.push(`${message.type()}: ${message.text()}`);
    });
    // In tests, people who are asked whether they really want to leave do leave. Playwright answers so by itself.
    page.on('dialog', (dialog) => void dialog.accept());
    page.on('pageerror', (error) => this.diary.problems.push(`script: ${String(error)}`));
    page.on('request', (request) => {
      this.diary.requests.push(request.url());
      this.loading.began(request);
    });
    page.on('requestfinished', (request) => this.loading.ended(request));
    page.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? '';
      this.loading.ended(request);
      // The request began between the last look and the leaving. The page and its script are gone.
      if (this.isLeaving && reason === 'NS_BINDING_ABORTED' && request.url().includes('/assets/')) return;
      this.diary.problems.push(`request: ${request.url()} ${reason}`);
    });
  }

  static async launch({ locale = 'en-US', preferences = {} }: FirefoxOptions = {}): Promise<FirefoxPerson> {
    const folder = mkdtempSync(join(tmpdir(), 'beamline-firefox-'));
    const downloads = join(folder, 'downloads');
    mkdirSync(downloads);
    const browser = await launch({
      browser: 'firefox',
      protocol: 'webDriverBiDi',
      executablePath: findFirefox(),
      headless: true,
      userDataDir: join(folder, 'profile'),
      // Not puppeteer's downloadBehavior, which holds only in contexts that are made later. These are containers and
      // not the profile.
      extraPrefsFirefox: {
        'browser.download.folderList': 2,
        'browser.download.dir': downloads,
        'intl.accept_languages': locale,
        ...preferences,
      },
    });
    const [page = await browser.newPage()] = await browser.pages();
    await prepare(page);
    return new FirefoxPerson(browser, page, folder);
  }

  get pid(): number {
    return this.firefox.process()?.pid ?? 0;
  }

  async open(url: string): Promise<void> {
    await this.leave('leaving the page', () => this.page.goto('about:blank'));
    await within('opening the page', this.page.goto(url));
  }

  async reload(): Promise<void> {
    await this.leave('loading the page again', () => this.page.reload());
  }

  private async leave(what: string, leave: () => Promise<unknown>): Promise<void> {
    await this.loading.all();
    this.isLeaving = true;
    await within(what, leave()).finally(() => (this.isLeaving = false));
  }

  async click(role: Role, name: string): Promise<void> {
    const element = await this.find(role, name);
    await within(`click on ${role} "${name}"`, element.click());
  }

  sees(role: Role, name: string): Promise<boolean> {
    return within(
      `looking for ${role} "${name}"`,
      this.page.evaluate((role, name) => roleFinder(role, name) !== undefined, role, name),
    );
  }

  async textOf(role: Role, name: string): Promise<string> {
    const element = await this.find(role, name);
    return element.evaluate((element) =>
      element instanceof HTMLInputElement ? element.value : (element.textContent ?? ''),
    );
  }

  private async find(role: Role, name: string): Promise<ElementHandle<HTMLElement>> {
    const found = await this.page.waitForFunction((role, name) => roleFinder(role, name), {}, role, name);
    const element = found.asElement();
    if (element === null) throw new Error(`no ${role} "${name}"`);
    return element as ElementHandle<HTMLElement>;
  }

  async chooseFiles(...paths: readonly string[]): Promise<void> {
    await this.choose('Choose files', paths);
  }

  async addFiles(...paths: readonly string[]): Promise<void> {
    await this.choose('Add files', paths);
  }

  async chooseFilesAgain(...paths: readonly string[]): Promise<void> {
    await this.choose('Choose the files again', paths);
  }

  private async choose(button: string, paths: readonly string[]): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForFileChooser(), this.click('button', button)]);
    await within('choosing files', chooser.accept([...paths]));
  }

  chooseFolder(): Promise<void> {
    return Promise.reject(new Error('BiDi cannot choose a folder in Firefox'));
  }

  async shareLink(): Promise<string> {
    const field = await this.find('textbox', 'Share link');
    await this.page.waitForFunction((element) => (element as HTMLInputElement).value !== '', {}, field);
    return field.evaluate((element) => (element as HTMLInputElement).value);
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
    const waiting = this.page.evaluate(
      (words, timeoutMs) => statusRecorder.until(words, timeoutMs),
      [words].flat(),
      timeoutMs,
    );
    return within(`waiting for "${[words].flat().join('" or "')}"`, waiting, timeoutMs + WAIT_MS);
  }

  /**
   * Firefox makes the file empty, and beside it another one for the bytes that have come. At the end the second file
   * replaces the first.
   */
  async download(start: () => Promise<void>, timeoutMs = WAIT_MS): Promise<string> {
    const folder = join(this.folder, 'downloads');
    const before = new Set(readdirSync(folder));
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const end = setTimeout(
      () => reject(new Error(`no finished download within ${timeoutMs} ms: ${readdirSync(folder).join(', ')}`)),
      timeoutMs,
    );
    let settling: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(settling);
      const names = readdirSync(folder).filter((name) => !before.has(name));
      const [name] = names.filter((name) => !name.endsWith(UNFINISHED));
      // An empty file is complete only when nothing more comes of it: its .part may still be on its way.
      if (name === undefined || names.length > 1) return;
      const path = join(folder, name);
      // During the exchange the file may be missing for a moment. Then another change follows this one.
      const isEmpty = statSync(path, { throwIfNoEntry: false })?.size === 0;
      settling = setTimeout(() => resolve(path), isEmpty ? 1000 : 100);
    };
    const watcher = watch(folder, look);
    try {
      const [path] = await Promise.all([promise, start()]);
      return path;
    } finally {
      clearTimeout(end);
      clearTimeout(settling);
      watcher.close();
    }
  }

  evaluate<Arg, Result>(run: (arg: Arg) => Result | Promise<Result>, arg: Arg): Promise<Result> {
    return this.page.evaluate(run as (arg: unknown) => Result | Promise<Result>, arg as unknown) as Promise<Result>;
  }

  marks(): Promise<readonly Mark[]> {
    return this.page.evaluate(() =>
      performance.getEntriesByType('mark').map(({ name, startTime }) => ({ name, startMs: startTime })),
    );
  }

  async closePage(): Promise<void> {
    const left = this.page;
    // A new page first, because a browser without a page would end.
    this.page = await this.firefox.newPage();
    this.listen(this.page);
    await prepare(this.page);
    // Last, because a page at work loads more meanwhile. A request that it had just begun reports no end.
    await this.loading.all();
    await left.close();
    this.loading.forget();
  }

  async close(): Promise<void> {
    await this.firefox.close().catch(() => {});
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async kill(): Promise<void> {
    killTree(this.pid);
    await this.close();
  }
}
