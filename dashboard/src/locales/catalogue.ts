import type { en } from './en/index.js';

/** The same keys with other words, so that the compiler finds a word that a language lacks. */
type InOtherWords<Words> = { [Key in keyof Words]: Words[Key] extends string ? string : InOtherWords<Words[Key]> };

export type Catalogue = InOtherWords<typeof en>;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en;
  }
}
