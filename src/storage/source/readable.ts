/**
 * Checks whether chosen files can be read, as far as that is cheap. If one of a thousand files cannot be read, the
 * person should know at the start and not at the end.
 */
import type { PickedFile } from './picked-files.ts';

export type LeftOutReason =
  | 'unreadable' // no permission, or another program holds it
  | 'gone' // it went away, or is a link that leads nowhere
  | 'special' // a pipe or a socket, by its name
  | 'folders-unseen'; // said of a folder: the browser does not show its empty folders to a page

/** How many files to check at once: each one is a message to the browser's main process. */
const FILES_AT_ONCE = 64;

/**
 * The check ends after this time. It is enough for some thousands of files on a disk, and a drive that does not answer
 * does not hold up the person. Files that were not checked fail when they are sent.
 */
const LOOK_MS = 1000;

/**
 * Names of pipes and sockets. Chromium shows them to a page as empty files, and it does not open a file without bytes,
 * so that only the name is left to tell. Nothing is lost with a real empty file of such a name. Firefox leaves them out
 * itself.
 */
const isNamedSpecial = (name: string): boolean => /(^|[._-])(sock|socket|fifo|pipe)\d*$/i.test(name);

/** The reason, from the error that the browser threw. */
export const leftOutReason = (thrown: unknown): LeftOutReason =>
  thrown instanceof Error && thrown.name === 'NotFoundError' ? 'gone' : 'unreadable';

/** The files that cannot be read, by index, with the reason. */
export async function unreadable(picked: readonly PickedFile[]): Promise<ReadonlyMap<number, LeftOutReason>> {
  const found = new Map<number, LeftOutReason>();
  const rest = picked.entries();
  let isOver = false;
  const look = async (): Promise<void> => {
    for (const [index, { file, isFolder }] of rest) {
      const why = isFolder === true ? undefined : await whyUnreadable(file);
      if (isOver) return;
      if (why !== undefined) found.set(index, why);
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, LOOK_MS)));
  await Promise.race([Promise.all(Array.from({ length: FILES_AT_ONCE }, look)), tooLong]);
  clearTimeout(timer);
  isOver = true;
  return found;
}

/**
 * Reads one byte, because the browser checks the permission when it opens a file. An empty file has no byte: reading it
 * as a whole shows at least whether it exists.
 */
async function whyUnreadable(file: File): Promise<LeftOutReason | undefined> {
  if (file.size === 0 && file.type === '' && isNamedSpecial(file.name)) return 'special';
  try {
    await (file.size > 0 ? file.slice(0, 1) : file).arrayBuffer();
    return undefined;
  } catch (thrown) {
    return thrown instanceof DOMException ? leftOutReason(thrown) : undefined;
  }
}
