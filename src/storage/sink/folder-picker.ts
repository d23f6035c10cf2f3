/** The browser's picker for a folder to save into (WICG File System Access; TypeScript has no types for it). */

declare global {
  interface Window {
    showDirectoryPicker?(options?: { id?: string; mode?: 'read' | 'readwrite' }): Promise<FileSystemDirectoryHandle>;
  }
}

/**
 * Works only in a click. Rejects with an AbortError when the person dismisses it. Absent where the browser has no
 * picker.
 */
export const pickFolder: (() => Promise<FileSystemDirectoryHandle>) | undefined =
  window.showDirectoryPicker && (() => window.showDirectoryPicker!({ id: 'beamline', mode: 'readwrite' }));
