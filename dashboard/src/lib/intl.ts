import { chosenLanguage, currentLanguage } from '../locales/i18n.js';

/**
 * How numbers and days are written: as the browser writes them, unless the reader chose another language than the browser's.
 * Chromium under LANG=C calls itself `en-US@posix`, which Intl refuses.
 */
export function locale(): string {
  const chosen = chosenLanguage();
  try {
    const [browser = 'en'] = Intl.getCanonicalLocales(navigator.language);
    return chosen === undefined || browser.startsWith(chosen) ? browser : chosen;
  } catch {
    return chosen ?? 'en';
  }
}

/** How words are written: as the browser writes them where it speaks the page's language, else as that does. */
export function wordLocale(): string {
  const language = currentLanguage();
  const browser = locale();
  return browser.startsWith(language) ? browser : language;
}

/** Formatters are slow to make, and every cell of a table asks for one: each is made once. */
const made = new Map<string, object>();

function madeOnce<Formatter extends object>(
  kind: string,
  options: object,
  make: (locale: string) => Formatter,
  spoken = locale(),
): Formatter {
  const name = JSON.stringify([kind, spoken, options]);
  const formatter = (made.get(name) as Formatter | undefined) ?? make(spoken);
  made.set(name, formatter);
  return formatter;
}

export const numberFormat = (options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  madeOnce('number', options, (tag) => new Intl.NumberFormat(tag, options));

export const dateFormat = (options: Intl.DateTimeFormatOptions, spoken?: string): Intl.DateTimeFormat =>
  madeOnce('date', options, (tag) => new Intl.DateTimeFormat(tag, options), spoken);

export const displayNames = (type: Intl.DisplayNamesType): Intl.DisplayNames =>
  madeOnce('names', { type }, (tag) => new Intl.DisplayNames([tag], { type }), wordLocale());
