import i18next from 'i18next';
import { en } from './en/index.js';

/** The languages of the dashboard, each by its own name. */
export const languages = [
  { id: 'en', name: 'English' },
  { id: 'de', name: 'Deutsch' },
] as const;
export type Language = (typeof languages)[number]['id'];

const storageKey = 'tidemark.language';

/** What the reader chose in this browser, if anything. */
export function chosenLanguage(): Language | undefined {
  return findLanguage(localStorage.getItem(storageKey) ?? '');
}

/** The reader's choice, else the first of the browser's languages that there is, else English. */
export function preferredLanguage(): Language {
  const spoken = navigator.languages.map((tag) => findLanguage(tag.slice(0, 2)));
  return chosenLanguage() ?? spoken.find((language) => language !== undefined) ?? 'en';
}

/** Loads a language's words and speaks it from now on. Words are looked up while rendering, so the page is drawn after this. */
export async function speak(language: Language): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.init({
      lng: 'en',
      fallbackLng: 'en',
      resources: { en },
      ns: Object.keys(en),
      defaultNS: 'common',
      // React escapes what it draws.
      interpolation: { escapeValue: false },
    });
  }
  if (language === 'de' && !i18next.hasResourceBundle('de', 'common')) {
    const { de } = await import('./de/index.js');
    for (const [namespace, words] of Object.entries(de)) i18next.addResourceBundle('de', namespace, words);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Keeps the reader's choice in this browser. */
export function rememberLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
}

/** What is spoken now. */
export function currentLanguage(): Language {
  return findLanguage(i18next.language) ?? 'en';
}

function findLanguage(tag: string): Language | undefined {
  return languages.find(({ id }) => id === tag)?.id;
}

/** The word of a key, in the language that is spoken: `t('overview:title')`. Called while rendering, never when a module loads. */
export { t } from 'i18next';
