/** The browser's picker for a place to save one file to (WICG File System Access; TypeScript has no types for it). */

declare global {
  interface Window {
    showSaveFilePicker?(options?: { id?: string; suggestedName?: string }): Promise<FileSystemFileHandle>;
  }
}

/**
 * Works only in a click. Rejects with an AbortError when the person dismisses it. Absent where the browser has no
 * picker.
 */
export const pickFile: ((name: string) => Promise<FileSystemFileHandle>) | undefined =
  window.showSaveFilePicker && ((name) => window.showSaveFilePicker!({ id: 'beamline', suggestedName: name }));
