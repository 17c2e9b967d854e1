import { builtIn, type Texts } from './texts.js';

const names = ['title', 'text', 'agree', 'decline', 'policyLabel'] as const satisfies (keyof Texts)[];

/** Texts as a site gives them: some of them for any language, or for languages by their codes. */
type OwnTexts = Partial<Texts> & Record<string, Partial<Texts> | string | undefined>;

/**
 * The texts of the first wanted language that there are any in; the site's own words go before the built-in ones.
 *
 * @param own `data-texts`, as JSON
 * @param attributes `data-title` and the like, which go before all else
 * @param wanted language tags, the most wanted first; a part such as `de` of `de-AT` is enough
 */
export function chooseTexts(
  own: string | undefined,
  attributes: Partial<Record<string, string>>,
  wanted: readonly (string | undefined)[],
): { language: string; texts: Texts } {
  const given = parse(own);
  const codes = wanted.map((tag) => (tag || '').split('-')[0]?.toLowerCase() || '');
  const language = codes.find((code) => code in builtIn || typeof given[code] == 'object') || 'en';
  const texts = { ...(builtIn[language] || builtIn.en) } as Texts;
  for (const name of names) {
    const inLanguage = given[language] as Partial<Texts> | undefined;
    texts[name] = attributes[name] || inLanguage?.[name] || given[name] || texts[name];
  }
  return { language, texts };
}

function parse(json: string | undefined): OwnTexts {
  if (!json) return {};
  try {
    return Object(JSON.parse(json)) as OwnTexts;
  } catch (error) {
    // The site's owner is to see it; visitors see the built-in texts.
    console.error('tidemark-banner: data-texts is not JSON', error);
    return {};
  }
}
