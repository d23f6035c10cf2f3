/** The language of the page: English is the source, others are loaded when wanted. */
import { configureLocalization, type StrResult } from '@lit/localize';

export const LOCALES = ['en', 'ko'] as const;

export type Locale = (typeof LOCALES)[number];

const STORAGE_KEY = 'beamline-locale';

/** Filled by what is loaded: the app's texts, and those of pages that come later. */
const korean: Record<string, string | StrResult> = {};

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: 'en',
  targetLocales: ['ko'],
  loadLocale: async () => {
    addKorean((await import('./korean.ts')).templates);
    return { templates: korean };
  },
});

/** For a page that is loaded on demand: its texts come with it. */
export function addKorean(templates: Readonly<Record<string, string | StrResult>>): void {
  Object.assign(korean, templates);
}

/** The language in which text is rendered now. */
export const currentLocale = (): Locale => toLocale(getLocale()) ?? 'en';

function toLocale(tag: string): Locale | undefined {
  const language = tag.toLowerCase().split('-')[0];
  return LOCALES.find((locale) => locale === language);
}

/** The first of these BCP 47 tags that there is a translation for, or English. */
export function pickLocale(tags: readonly string[]): Locale {
  return tags.map(toLocale).find((locale) => locale !== undefined) ?? 'en';
}

/** Storage may be blocked; the choice then lasts as long as the page. */
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
    // Nothing is lost but the choice.
  }
}

/** Resolves when text is rendered in that language; stays with the old one if its texts cannot be loaded. */
async function load(locale: Locale): Promise<void> {
  await setLocale(locale).catch(() => undefined);
  document.documentElement.lang = currentLocale();
}

/** The language chosen earlier, else the browser's. The first render waits for it. */
export const startLocale = (): Promise<void> => load(pickLocale([...remembered(), ...navigator.languages]));

/** What the language switch does. */
export async function switchLocale(locale: Locale): Promise<void> {
  await load(locale);
  if (currentLocale() === locale) remember(locale);
}
