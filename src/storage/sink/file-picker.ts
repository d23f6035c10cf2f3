/** The browser's picker for a place to save one file to (WICG File System Access; TypeScript has no types for it). */

declare global {
  interface Window {
    showSaveFilePicker?(options?: { id?: string; suggestedName?: string }): Promise<FileSystemFileHandle>;
  }
}

/** Opens in a click only. Rejects with an AbortError when it is dismissed. Absent where there is no picker. */
export const pickFile: ((name: string) => Promise<FileSystemFileHandle>) | undefined =
  window.showSaveFilePicker && ((name) => window.showSaveFilePicker!({ id: 'beamline', suggestedName: name }));
