/**
 * The browser's pickers of files, and of a folder, to read (WICG File System Access; TypeScript has no types for it). What it gives can be kept, so that a share goes on
 * after a reload without choosing again; an `<input>` gives nothing to keep.
 */
declare global {
  interface Window {
    showOpenFilePicker?(options?: { id?: string; multiple?: boolean }): Promise<FileSystemFileHandle[]>;
    // showDirectoryPicker: see storage/folder-picker.ts
  }
}

/** No person dismisses a dialog that soon: the browser did not open it. */
const REFUSED_MS = 100;

/** Asks for files or for a folder. */
export type Opening = () => Promise<readonly FileSystemHandle[]>;

export const openFiles: Opening | undefined = window.showOpenFilePicker && (() => window.showOpenFilePicker!({ id: 'beamline-send', multiple: true }));

/** Unlike an `<input webkitdirectory>` it shows empty folders, and says which cannot be read. */
export const openFolder: Opening | undefined =
  window.showDirectoryPicker &&
  (async () => {
    const folder = await window.showDirectoryPicker!({ id: 'beamline-send', mode: 'read' });
    return [folder];
  });

export class FileOpener {
  readonly #opening: Opening | undefined;
  /** Of a folder: Chromium's picker does not give the whole of Downloads, Documents, … and its input does. Who dismissed the one gets the other. */
  readonly #isOnce: boolean;
  /** By a rule of the browser's owner, or of what drives it: it stays so. */
  #isRefused = false;
  #isOpen = false;

  constructor(opening: Opening | undefined, isOnce = false) {
    this.#opening = opening;
    this.#isOnce = isOnce;
  }

  /**
   * To be asked in the click of the input that chooses files where this cannot. There is no picker in Firefox and Safari, November 2026; a phone's
   * input offers its camera and photos, its picker does not.
   */
  get isAble(): boolean {
    return this.#opening !== undefined && !this.#isRefused && matchMedia('(pointer: fine)').matches;
  }

  /** Opens in a click only. Undefined when it is dismissed, or is open already; "refused" when it does not open: the input may be clicked then. */
  async open(): Promise<readonly FileSystemHandle[] | 'refused' | undefined> {
    if (this.#isOpen) return undefined;
    this.#isOpen = true;
    const answer = await this.#ask();
    this.#isOpen = false;
    return answer;
  }

  async #ask(): Promise<readonly FileSystemHandle[] | 'refused' | undefined> {
    const askedMs = performance.now();
    try {
      const handles = await this.#opening?.();
      if (handles === undefined || !(await isOwn(handles))) return handles;
    } catch (thrown) {
      const isDismissed = thrown instanceof DOMException && thrown.name === 'AbortError' && performance.now() - askedMs >= REFUSED_MS;
      this.#isRefused ||= this.#isOnce;
      if (isDismissed) return undefined;
    }
    this.#isRefused = true;
    return 'refused';
  }
}

/** In the page's own storage: no person chose that, but what drives the browser did. */
async function isOwn(handles: readonly FileSystemHandle[]): Promise<boolean> {
  const [handle] = handles;
  if (handle?.kind !== 'directory') return false;
  const root = await navigator.storage.getDirectory().catch(() => undefined);
  return ((await root?.resolve(handle).catch(() => null)) ?? null) !== null;
}
