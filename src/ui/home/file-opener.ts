/**
 * The browser's pickers for files and for a folder to read (WICG File System Access; TypeScript has no types for it).
 * Their handles can be stored, so a share goes on after a reload without choosing again. An `<input>` gives no handles.
 */
declare global {
  interface Window {
    showOpenFilePicker?(options?: { id?: string; multiple?: boolean }): Promise<FileSystemFileHandle[]>;
    // showDirectoryPicker: see storage/sink/folder-picker.ts
  }
}

/** No person dismisses a dialog so soon. If it closes within this time, the browser did not open it. */
const REFUSED_MS = 100;

type Opening = () => Promise<readonly FileSystemHandle[]>;

/** Undefined where the browser has no such picker. */
const PICKERS = {
  files: (): Opening | undefined =>
    window.showOpenFilePicker && (() => window.showOpenFilePicker!({ id: 'beamline-send', multiple: true })),
  /** Unlike `<input webkitdirectory>`, this picker shows empty folders, and says which folders cannot be read. */
  folder: (): Opening | undefined =>
    window.showDirectoryPicker &&
    (async () => [await window.showDirectoryPicker!({ id: 'beamline-send', mode: 'read' })]),
} as const;

export class FileOpener {
  private readonly kind: keyof typeof PICKERS;
  /**
   * True when the picker is not asked any more: the browser's owner or the program that drives it forbids it, or a
   * person has dismissed the folder picker.
   */
  private isRefused = false;
  private isOpen = false;

  constructor(kind: keyof typeof PICKERS) {
    this.kind = kind;
  }

  /**
   * Asked in the click of the input, which chooses files where the picker cannot. Firefox and Safari have no picker
   * (November 2026). A phone's input offers camera and photos, and its picker does not.
   */
  get isAble(): boolean {
    return PICKERS[this.kind]() !== undefined && !this.isRefused && matchMedia('(pointer: fine)').matches;
  }

  /**
   * Works only in a click. Returns undefined when the person dismisses it, or when it is open already. Returns
   * "refused" when it does not open: then the input may be clicked.
   */
  async open(): Promise<readonly FileSystemHandle[] | 'refused' | undefined> {
    if (this.isOpen) return undefined;
    this.isOpen = true;
    const answer = await this.ask();
    this.isOpen = false;
    return answer;
  }

  private async ask(): Promise<readonly FileSystemHandle[] | 'refused' | undefined> {
    const askedMs = performance.now();
    try {
      const handles = await PICKERS[this.kind]()?.();
      if (handles === undefined || !(await isOwn(handles))) return handles;
    } catch (thrown) {
      const isDismissed =
        thrown instanceof DOMException && thrown.name === 'AbortError' && performance.now() - askedMs >= REFUSED_MS;
      // Chromium's picker does not give the whole of Downloads or Documents, but its input does. A person who dismissed
      // the picker gets the input next time.
      this.isRefused ||= this.kind === 'folder';
      if (isDismissed) return undefined;
    }
    this.isRefused = true;
    return 'refused';
  }
}

/**
 * Whether the folder is in the page's own storage. No person can choose such a folder, but a program that drives the
 * browser can return one.
 */
async function isOwn(handles: readonly FileSystemHandle[]): Promise<boolean> {
  const [handle] = handles;
  if (handle?.kind !== 'directory') return false;
  const root = await navigator.storage.getDirectory().catch(() => undefined);
  return ((await root?.resolve(handle).catch(() => null)) ?? null) !== null;
}
