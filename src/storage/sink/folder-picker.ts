/** The browser's picker for a folder to save into (WICG File System Access; TypeScript has no types for it). */

declare global {
  interface Window {
    showDirectoryPicker?(options?: { id?: string; mode?: 'read' | 'readwrite' }): Promise<FileSystemDirectoryHandle>;
  }
}

/** Opens in a click only. Rejects with an AbortError when it is dismissed. Absent where there is no picker. */
export const pickFolder: (() => Promise<FileSystemDirectoryHandle>) | undefined =
  window.showDirectoryPicker && (() => window.showDirectoryPicker!({ id: 'beamline', mode: 'readwrite' }));
