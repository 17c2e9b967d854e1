import { stringify } from './stringify.js';

/**
 * JSON that the server takes: NUL characters and lone surrogates, which it refuses, become U+FFFD. They show as
 * escapes in JSON; the pattern takes escapes one by one, so an escaped backslash before `u0000` is left alone.
 */
export const serialize = (value: object): string =>
  stringify(value).replace(/\\(u0000|ud[89a-f]..|.)/g, (escape, code: string) => (code[1] ? '\ufffd' : escape));
