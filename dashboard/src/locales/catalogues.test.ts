import { describe, expect, it } from '@jest/globals';
import { de } from './de/index.js';
import { en } from './en/index.js';

/** Every word by its key, such as `common:fields.email`. */
function flatten(catalogue: object): Map<string, string> {
  const walk = (words: object, path: string, separator: string): [string, string][] =>
    Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
      const at = `${path}${separator}${key}`;
      return typeof value === 'string' ? [[at, value]] : walk(value as object, at, '.');
    });
  return new Map(Object.entries(catalogue).flatMap(([area, words]) => walk(words as object, area, ':')));
}

const english = flatten(en);
const german = flatten(de);
const placeholdersOf = (word: string) => [...new Set(word.match(/\{\{.*?\}\}/g))].sort();

/** Words that are the same in both languages, and names. */
const sameInBoth = new Set([
  'Admin',
  'Browser',
  'CSV',
  'Code',
  'Demo',
  'Desktop',
  'Domain',
  'Google Analytics 4',
  'Live',
  'Matomo',
  'Medium',
  'Minute',
  'Name',
  'PNG',
  'Plausible',
  'System',
  'Tablet',
  'Tidemark',
  'Top',
  'Umami',
  'Webhook',
]);

describe('the catalogues', () => {
  it('have words', () => {
    expect(english.size).toBeGreaterThan(200);
  });

  it('have the same keys in every language', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('have no empty word, and none with space around it', () => {
    const spoilt = [...english, ...german].filter(([, word]) => word === '' || word.trim() !== word);
    expect(spoilt).toEqual([]);
  });

  it('have the same placeholders in every language', () => {
    const told = (words: Map<string, string>) =>
      Object.fromEntries([...words].map(([key, word]) => [key, placeholdersOf(word)]));
    expect(told(german)).toEqual(told(english));
  });

  it('have every plural form that their language has', () => {
    for (const [language, words] of Object.entries({ en: english, de: german })) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const bases = new Set([...words.keys()].flatMap((key) => /^(.+)_(?:one|other)$/.exec(key)?.[1] ?? []));
      expect(bases.size).toBeGreaterThan(0);
      const lacking = [...bases]
        .flatMap((base) => forms.map((form) => `${base}_${form}`))
        .filter((key) => !words.has(key));
      expect([language, lacking]).toEqual([language, []]);
    }
  });

  it('are translated: what is the same in German is on a list', () => {
    const letters = /\p{L}/u;
    const same = [...english].filter(
      ([key, word]) =>
        german.get(key) === word && letters.test(word.replace(/\{\{.*?\}\}/g, '')) && !sameInBoth.has(word),
    );
    expect(same).toEqual([]);
  });
});
