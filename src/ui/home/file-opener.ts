/**
 * The browser's pickers of files, and of a folder, to read (WICG File System Access; TypeScript has no types for it).
 * What it gives can be kept, so that a share goes on after a reload without choosing again; an `<input>` gives nothing
 * to keep.
 */
declare global {
  interface Window {
    showOpenFilePicker?(options?: { id?: string; multiple?: boolean }): Promise<FileSystemFileHandle[]>;
    // showDirectoryPicker: see storage/sink/folder-picker.ts
  }
}

/** No person dismisses a dialog that soon: the browser did not open it. */
const REFUSED_MS = 100;

type Opening = () => Promise<readonly FileSystemHandle[]>;

/** Undefined where the browser has none. */
const PICKERS = {
  files: (): Opening | undefined =>
    window.showOpenFilePicker && (() => window.showOpenFilePicker!({ id: 'beamline-send', multiple: true })),
  /** Unlike an `<input webkitdirectory>` it shows empty folders, and says which cannot be read. */
  folder: (): Opening | undefined =>
    window.showDirectoryPicker &&
    (async () => [await window.showDirectoryPicker!({ id: 'beamline-send', mode: 'read' })]),
} as const;

export class FileOpener {
  private readonly kind: keyof typeof PICKERS;
  /** By a rule of the browser's owner, or of what drives it: it stays so. */
  private isRefused = false;
  private isOpen = false;

  constructor(kind: keyof typeof PICKERS) {
    this.kind = kind;
  }

  /**
   * To be asked in the click of the input that chooses files where this cannot. There is no picker in Firefox and
   * Safari, November 2026; a phone's input offers its camera and photos, its picker does not.
   */
  get isAble(): boolean {
    return PICKERS[this.kind]() !== undefined && !this.isRefused && matchMedia('(pointer: fine)').matches;
  }

  /**
   * Opens in a click only. Undefined when it is dismissed, or is open already; "refused" when it does not open: the
   * input may be clicked then.
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
      // Chromium's picker does not give the whole of Downloads or Documents, and its input does: who dismissed the one
      // gets the other.
      this.isRefused ||= this.kind === 'folder';
      if (isDismissed) return undefined;
    }
    this.isRefused = true;
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
