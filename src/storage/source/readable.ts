/**
 * Whether chosen files can be read, as far as that is cheap: one of a thousand that cannot must not be found out at the
 * end.
 */
import type { PickedFile } from './picked-files.ts';

export type LeftOutReason =
  | 'unreadable' // no permission, or another program holds it
  | 'gone' // it went away, or is a link that leads nowhere
  | 'special' // a pipe or a socket, by its name
  | 'folders-unseen'; // of a folder: empty ones in it, if there are any, are not shown to a page

/** Files asked at once: each is a trip to the browser's process. */
const FILES_AT_ONCE = 64;

/**
 * Some thousands of files on a disk; a drive that does not answer holds nobody up. The others are found out when they
 * are sent.
 */
const LOOK_MS = 1000;

/**
 * Chromium gives a page pipes and sockets as empty files, and nothing tells them from one: it opens no file that has no
 * bytes. A real file that is empty and has such a name has nothing to say either. Firefox leaves them out by itself.
 */
const isNamedSpecial = (name: string): boolean => /(^|[._-])(sock|socket|fifo|pipe)\d*$/i.test(name);

/** Of what a browser threw for it. */
export const leftOutReason = (thrown: unknown): LeftOutReason =>
  thrown instanceof Error && thrown.name === 'NotFoundError' ? 'gone' : 'unreadable';

/** By index, those that cannot be read. */
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
 * A byte tells: the permission is looked at when a file is opened. An empty one has none; whole, it tells at least
 * whether it is there.
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
