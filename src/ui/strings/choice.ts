/** What is told of a choice of files, on both sides: loaded where there is one. */
import { msg, str } from '@lit/localize';

export const choiceWords = {
  chosen: (chosen: string, files: string) => msg(str`${chosen} of ${files}`, { id: 'choice.chosen' }),
  all: () => msg('Select all', { id: 'choice.all' }),
  none: () => msg('Select none', { id: 'choice.none' }),
  one: () => msg('Choose at least one file.', { id: 'choice.one' }),
  saved: () => msg('Saved', { id: 'choice.saved' }),
} as const;
