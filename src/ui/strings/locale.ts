/** The language of the page. English is the source, and other languages are loaded when they are needed. */
import { configureLocalization, type StrResult } from '@lit/localize';

export const LOCALES = ['en', 'ko'] as const;

export type Locale = (typeof LOCALES)[number];

const STORAGE_KEY = 'beamline-locale';

/** Filled by the modules that are loaded: the app's texts, and those of pages that come later. */
const korean: Record<string, string | StrResult> = {};

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: 'en',
  targetLocales: ['ko'],
  loadLocale: async () => {
    addKorean((await import('./korean.ts')).templates);
    return { templates: korean };
  },
});

/** Adds the texts of a page that is loaded on demand. */
export function addKorean(templates: Readonly<Record<string, string | StrResult>>): void {
  Object.assign(korean, templates);
}

/** The language that text is rendered in now. */
export const currentLocale = (): Locale => toLocale(getLocale()) ?? 'en';

function toLocale(tag: string): Locale | undefined {
  const language = tag.toLowerCase().split('-')[0];
  return LOCALES.find((locale) => locale === language);
}

/** The first of these BCP 47 tags that has a translation, or English. */
export function pickLocale(tags: readonly string[]): Locale {
  return tags.map(toLocale).find((locale) => locale !== undefined) ?? 'en';
}

/** Storage may be blocked. The choice then lasts as long as the page. */
function remembered(): string[] {
  try {
    return [localStorage.getItem(STORAGE_KEY) ?? ''];
  } catch {
    return [];
  }
}

function remember(locale: Locale): void {
  try {
    localStorage.setItem(STORAGE_KEY, locale);
  } catch {
    // Only the choice is lost.
  }
}

/** Resolves when text is rendered in that language. If its texts cannot be loaded, the old language stays. */
async function load(locale: Locale): Promise<void> {
  await setLocale(locale).catch(() => undefined);
  document.documentElement.lang = currentLocale();
}

/** The language chosen earlier, else the browser's. The first render waits for it. */
export const startLocale = (): Promise<void> => load(pickLocale([...remembered(), ...navigator.languages]));

/** Switches the language, and remembers the choice. */
export async function switchLocale(locale: Locale): Promise<void> {
  await load(locale);
  if (currentLocale() === locale) remember(locale);
}
