/**
 * A person with a browser of their own. They find things by role and accessible name (docs/architecture.md has the
 * table), and wait for the status line. All browsers have this one interface.
 */

export type Role = 'button' | 'checkbox' | 'textbox' | 'img' | 'list' | 'progressbar' | 'region' | 'link' | 'dialog';

export interface StatusEntry {
  /** Trimmed, white space as single spaces. */
  readonly text: string;
  /** Milliseconds since the epoch, with fractions. */
  readonly atMs: number;
}

export interface Mark {
  readonly name: string;
  /** Milliseconds from the start of the navigation. */
  readonly startMs: number;
}

/** What happened in a browser since its record was last cleared. */
export interface Diary {
  /** Errors and warnings of the console, errors of scripts, and requests that failed. */
  problems: string[];
  /** Address of each request and each socket. */
  requests: string[];
}

/** The room that the page entered last. */
export function roomIdOf({ diary }: Person): string {
  const id = diary.requests
    .map((url) => /^ws.*\/api\/rooms\/([\w-]+)$/.exec(url)?.[1])
    .findLast((id) => id !== undefined);
  if (id === undefined) throw new Error('no room socket was opened');
  return id;
}

export interface Person {
  readonly browser: 'chromium' | 'firefox';
  /** Process id of the browser, which is the parent of its other processes. */
  readonly pid: number;
  open(url: string): Promise<void>;
  /** Loads the page again. */
  reload(): Promise<void>;
  click(role: Role, name: string): Promise<void>;
  /** Whether such an element is there at this moment. */
  sees(role: Role, name: string): Promise<boolean>;
  /** The element's text, or the value of a text box. Waits until the element is there. */
  textOf(role: Role, name: string): Promise<string>;
  chooseFiles(...paths: readonly string[]): Promise<void>;
  /** Into the room that the page shows. */
  addFiles(...paths: readonly string[]): Promise<void>;
  /** Chooses the files again for a share whose page was loaded again. */
  chooseFilesAgain(...paths: readonly string[]): Promise<void>;
  chooseFolder(path: string): Promise<void>;
  /** Waits until the link is there, and not only its field. */
  shareLink(): Promise<string>;
  status(): Promise<string>;
  /** Everything that the status line has said since the page was opened. */
  statuses(): Promise<readonly StatusEntry[]>;
  /** Resolves with the status line as soon as it starts with one of the words, now or later. */
  waitForStatus(words: string | readonly string[], timeoutMs?: number): Promise<string>;
  /** Does what starts a download, and resolves with its path when it is complete. */
  download(start: () => Promise<void>, timeoutMs?: number): Promise<string>;
  /** Runs the function in the page. It must refer to nothing outside itself. */
  evaluate<Arg, Result>(run: (arg: Arg) => Result | Promise<Result>, arg: Arg): Promise<Result>;
  /** Performance marks of the page. */
  marks(): Promise<readonly Mark[]>;
  readonly diary: Diary;
  closePage(): Promise<void>;
  close(): Promise<void>;
  /** Ends the browser as a crash does. */
  kill(): Promise<void>;
}

/**
 * The time of a wait without a time of its own. It is long enough for a busy machine, and short enough for a run with
 * many failures.
 */
export const WAIT_MS = 15_000;

/** Ends a driver's command. The drivers' waits have an end, but commands to a browser that hangs have none. */
export async function within<T>(what: string, doing: Promise<T>, timeoutMs = WAIT_MS): Promise<T> {
  let end: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    end = setTimeout(() => reject(new Error(`${what} took more than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([doing, tooLong]);
  } finally {
    clearTimeout(end);
  }
}

/** What `recordStatus` leaves in the page. */
export interface Recorder {
  readonly entries: readonly StatusEntry[];
  until(words: readonly string[], timeoutMs: number): Promise<string>;
}

declare global {
  var statusRecorder: Recorder;
}

/**
 * Runs in the page before the page's own scripts. Observers keep what the status line says, also in open shadow roots.
 * It refers to nothing outside itself.
 */
export function recordStatus(): void {
  const entries: StatusEntry[] = [];
  const waiting = new Set<() => void>();
  const seen = new WeakSet<Node>();
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) look(node);
    note();
  });
  let line: Element | undefined;

  /**
   * Observes the shadow roots in and under a node. Those of elements that are not defined yet are observed when they
   * are.
   */
  function look(node: Node): void {
    if (!(node instanceof Element || node instanceof ShadowRoot)) return;
    for (const element of [...(node instanceof Element ? [node] : []), ...node.querySelectorAll('*')]) {
      if (element.matches('[role=status], output')) line = element;
      if (!element.localName.includes('-')) continue;
      if (element.shadowRoot !== null) watch(element.shadowRoot);
      else
        void customElements
          .whenDefined(element.localName)
          .then(() => element.shadowRoot !== null && watch(element.shadowRoot));
    }
  }

  function watch(root: Node): void {
    if (seen.has(root)) return;
    seen.add(root);
    observer.observe(root, { subtree: true, childList: true, characterData: true });
    look(root instanceof Document ? root.documentElement : root);
    note();
  }

  function note(): void {
    const text = current();
    if (text === '' || text === entries.at(-1)?.text) return;
    entries.push({ text, atMs: performance.timeOrigin + performance.now() });
    for (const check of waiting) check();
  }

  function current(): string {
    return line?.isConnected === true ? (line.textContent ?? '').replace(/\s+/g, ' ').trim() : '';
  }

  globalThis.statusRecorder = {
    entries,
    until: (words, timeoutMs) =>
      new Promise((resolve, reject) => {
        const end = setTimeout(() => {
          waiting.delete(check);
          const said = entries.map(({ text }) => text).join(' | ');
          reject(
            new Error(
              `no status "${words.join('" or "')}" within ${timeoutMs} ms; now "${current()}", so far: ${said}`,
            ),
          );
        }, timeoutMs);
        const check = (): void => {
          const text = current();
          if (!words.some((word) => text.startsWith(word))) return;
          clearTimeout(end);
          waiting.delete(check);
          resolve(text);
        };
        waiting.add(check);
        check();
      }),
  };
  const start = (): void => watch(document);
  // When a document begins, there may be no root element yet.
  if (document.documentElement === null) addEventListener('DOMContentLoaded', start, { once: true });
  else start();
}
