import { speak } from '../locales/i18n.js';

/** In a browser a language's words may come late; here they're there from the start, since tests stop the time. */
export async function loadLanguages(): Promise<void> {
  await speak('de');
  await speak('en');
}
