/** What is told where a person chooses files of a share: loaded with the list in which that can be done. */
import { msg, str } from '@lit/localize';

export const choiceWords = {
  chosen: (chosen: string, files: string) => msg(str`${chosen} of ${files}`, { id: 'choice.chosen' }),
  all: () => msg('Select all', { id: 'choice.all' }),
  none: () => msg('Select none', { id: 'choice.none' }),
  saved: () => msg('Saved', { id: 'choice.saved' }),
} as const;
