/** Texts about names that were changed, and about files that were left out. Loaded when there is something to tell. */
import { msg, str } from '@lit/localize';

import type { NameChange } from '../../session/view/receive.ts';
import type { LeftOutReason } from '../../session/view/send.ts';

export const nameWords = {
  title: () => msg('File names', { id: 'names.title' }),
  renamedOne: () => msg('1 name was changed, so that it can be stored on any system:', { id: 'names.renamedOne' }),
  renamedMany: (count: string) =>
    msg(str`${count} names were changed, so that they can be stored on any system:`, { id: 'names.renamedMany' }),
  hiddenOne: () =>
    msg('1 hidden file. Many systems do not show names that begin with a dot:', { id: 'names.hiddenOne' }),
  hiddenMany: (count: string) =>
    msg(str`${count} hidden files. Many systems do not show names that begin with a dot:`, { id: 'names.hiddenMany' }),
  becomes: (was: string, path: string) => msg(str`“${was}” becomes “${path}”`, { id: 'names.becomes' }),
  leftOut: () => msg('Left out', { id: 'names.leftOut' }),
  leftOutOne: () => msg('1 of what you chose is not shared:', { id: 'names.leftOutOne' }),
  leftOutMany: (count: string) => msg(str`${count} of what you chose are not shared:`, { id: 'names.leftOutMany' }),
} as const;

/** Why a name was changed. Shown behind the name. */
export const nameChangeTexts: Record<NameChange, () => string> = {
  characters: () => msg('some of its characters are not allowed everywhere', { id: 'nameChange.characters' }),
  ends: () => msg('some systems drop spaces around a name and dots at its end', { id: 'nameChange.ends' }),
  reserved: () => msg('this name has a special meaning on some systems', { id: 'nameChange.reserved' }),
  long: () => msg('the name was too long', { id: 'nameChange.long' }),
  deep: () => msg('it was too many folders deep, so it moved up', { id: 'nameChange.deep' }),
  outside: () => msg('it would have been saved outside its folder', { id: 'nameChange.outside' }),
  empty: () => msg('the name had no visible characters', { id: 'nameChange.empty' }),
  taken: () => msg('another file has this name', { id: 'nameChange.taken' }),
};

/** Why something is not shared. Shown behind its path. */
export const leftOutTexts: Record<LeftOutReason, () => string> = {
  unreadable: () =>
    msg('It cannot be read. Check that you may open it, and that no other program is using it.', {
      id: 'leftOut.unreadable',
    }),
  special: () =>
    msg('It is empty, and its name is that of a pipe or a socket: those are not files.', { id: 'leftOut.special' }),
  gone: () => msg('It is no longer there.', { id: 'leftOut.gone' }),
  'folders-unseen': () =>
    msg(
      'Empty folders in it, if there are any, are not shared: browsers do not show them when a folder is chosen in this way. Drop the folder on this page to share them as well.',
      {
        id: 'leftOut.folders-unseen',
      },
    ),
};
