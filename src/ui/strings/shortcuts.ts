/** The list of shortcuts. Loaded with it; its Korean is shortcuts-korean.ts. */
import { msg } from '@lit/localize';

export const shortcutWords = {
  paste: () => msg('Paste files, text or a link', { id: 'shortcuts.paste' }),
  choose: () => msg('Choose files, on the start page', { id: 'shortcuts.choose' }),
  close: () => msg('Close what is open', { id: 'shortcuts.close' }),
  list: () => msg('Show this list', { id: 'shortcuts.list' }),
  singleKeys: () => msg('Use single-key shortcuts', { id: 'shortcuts.singleKeys' }),
} as const;
