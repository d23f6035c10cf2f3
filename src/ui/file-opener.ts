/**
 * The browser's picker of files to read (WICG File System Access; TypeScript has no types for it). What it gives can be kept, so that a share goes on
 * after a reload without choosing again; an `<input>` gives nothing to keep.
 */
declare global {
  interface Window {
    showOpenFilePicker?(options?: { id?: string; multiple?: boolean }): Promise<FileSystemFileHandle[]>;
  }
}

/** No person dismisses a dialog that soon: the browser did not open it. */
const REFUSED_MS = 100;

export class FileOpener {
  /** By a rule of the browser's owner, or of what drives it: it stays so. */
  #isRefused = false;
  #isOpen = false;

  /**
   * To be asked in the click of the input that chooses files where this cannot. There is no picker in Firefox and Safari, November 2026; a phone's
   * input offers its camera and photos, its picker does not.
   */
  get isAble(): boolean {
    return window.showOpenFilePicker !== undefined && !this.#isRefused && matchMedia('(pointer: fine)').matches;
  }

  /** Opens in a click only. Undefined when it is dismissed, or is open already; "refused" when it does not open: the input may be clicked then. */
  async open(): Promise<readonly FileSystemFileHandle[] | 'refused' | undefined> {
    if (this.#isOpen) return undefined;
    this.#isOpen = true;
    const answer = await this.#ask();
    this.#isOpen = false;
    return answer;
  }

  async #ask(): Promise<readonly FileSystemFileHandle[] | 'refused' | undefined> {
    const askedMs = performance.now();
    try {
      return await window.showOpenFilePicker?.({ id: 'beamline-send', multiple: true });
    } catch (thrown) {
      const isDismissed = thrown instanceof DOMException && thrown.name === 'AbortError' && performance.now() - askedMs >= REFUSED_MS;
      if (isDismissed) return undefined;
      this.#isRefused = true;
      return 'refused';
    }
  }
}
