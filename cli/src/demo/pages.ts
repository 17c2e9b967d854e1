import { Wheel } from './random.js';

export const DEMO_DOMAIN = 'demo.example';
const ORIGIN = `https://${DEMO_DOMAIN}`;
const BOOK_COUNT = 320;
const ARTICLE_COUNT = 60;

const FIRST_WORDS =
  'silent northern last hidden blue winter salt lost amber distant paper golden drifting early broken wild'.split(' ');
const SECOND_WORDS =
  'harbour lighthouse garden island letter river map orchard voyage tide window station bridge forest clock shore meadow archive lantern compass'.split(
    ' ',
  );
const SUBJECTS =
  'reading-in-winter ten-debuts meet-the-author behind-the-counter books-for-the-beach translators-at-work the-smell-of-paper a-walk-by-the-harbour letters-from-readers what-we-read-last-month'.split(
    ' ',
  );

/** Popularity by rank: few pages have most of the views, and most pages few (Zipf). */
function rank(urls: readonly string[], exponent: number): Wheel<string> {
  return new Wheel(urls.map((url, index) => [url, 1 / (index + 1) ** exponent] as const));
}

export const homePage = `${ORIGIN}/`;

export const bookPages = rank(
  Array.from({ length: BOOK_COUNT }, (_, index) => {
    const first = FIRST_WORDS[index % FIRST_WORDS.length] ?? '';
    // 16 and 20 have a common factor: the second word moves on by one each time the first ones are through.
    const second = SECOND_WORDS[(index + Math.floor(index / 80)) % SECOND_WORDS.length] ?? '';
    return `${ORIGIN}/books/the-${first}-${second}`;
  }),
  0.95,
);

export const articlePages = rank(
  Array.from({ length: ARTICLE_COUNT }, (_, index) => {
    const part = Math.floor(index / SUBJECTS.length) + 1;
    return `${ORIGIN}/journal/${SUBJECTS[index % SUBJECTS.length] ?? ''}${part === 1 ? '' : `-${String(part)}`}`;
  }),
  0.85,
);

export const shelfPages = new Wheel([
  [`${ORIGIN}/new`, 22],
  [`${ORIGIN}/bestsellers`, 18],
  [`${ORIGIN}/fiction`, 14],
  [`${ORIGIN}/crime`, 10],
  [`${ORIGIN}/children`, 9],
  [`${ORIGIN}/non-fiction`, 7],
  [`${ORIGIN}/travel`, 5],
  [`${ORIGIN}/poetry`, 3],
  [`${ORIGIN}/journal`, 6],
  [`${ORIGIN}/events`, 6],
]);

export const servicePages = new Wheel([
  [`${ORIGIN}/search`, 12],
  [`${ORIGIN}/cart`, 14],
  [`${ORIGIN}/opening-hours`, 6],
  [`${ORIGIN}/about`, 4],
  [`${ORIGIN}/contact`, 3],
  [`${ORIGIN}/delivery`, 3],
]);

/** Follows the cart, where a reader buys. */
export const checkoutPages = {
  cart: `${ORIGIN}/cart`,
  checkout: `${ORIGIN}/checkout`,
  thanks: `${ORIGIN}/checkout/thank-you`,
};
