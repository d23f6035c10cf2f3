/**
 * What is in a drop or a paste, taken in the event's own turn: afterwards the browser has emptied it. The files are
 * looked at later.
 */

declare global {
  interface DataTransferItem {
    /** Chromium's alone (WICG File System Access; TypeScript has no types for this part). */
    getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
  }
}

export interface TakenItem {
  /** A pasted picture has none. */
  readonly entry: FileSystemEntry | null;
  readonly file: File | null;
}

export interface TakenTransfer {
  readonly items: readonly TakenItem[];
  /** Of all that was dropped, or none. Never rejects. */
  readonly handles: Promise<readonly FileSystemHandle[]>;
}

export function takeTransfer(transfer: DataTransfer): TakenTransfer {
  const items = Array.from(transfer.items).filter(({ kind }) => kind === 'file');
  const asked = items.map(async (item) => (await item.getAsFileSystemHandle?.()) ?? undefined);
  return {
    items: items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() })),
    handles: allOrNone(asked),
  };
}

async function allOrNone(
  asked: readonly Promise<FileSystemHandle | undefined>[],
): Promise<readonly FileSystemHandle[]> {
  try {
    const handles = await Promise.all(asked);
    return handles.every((handle) => handle !== undefined) ? handles : [];
  } catch {
    return []; // a picture from another page, for one, has none
  }
}
