/**
 * The pages of a simulated site: a few that every visitor meets, and topics with a hundred pages each. Ids are laid out so
 * that a page is found by topic and rank without a look-up.
 */
const hubs = [
  '/',
  '/products',
  '/blog',
  '/pricing',
  '/search',
  '/cart',
  '/login',
  '/about',
  '/contact',
  '/checkout',
  '/docs',
  '/imprint',
] as const;

const topics =
  `hiking-boots sourdough houseplants cargo-bikes espresso board-games watercolour beekeeping mechanical-keyboards
  tents running-shoes fountain-pens film-cameras kayaks telescopes knitting woodworking vinyl-records herb-gardens
  climbing-ropes synthesizers bookbinding pottery cast-iron-pans road-bikes binoculars aquariums sewing-machines
  backpacks calligraphy solar-panels wood-stoves tea microscopes ukuleles chess printmaking sailing cheese-making
  rain-barrels`.split(/\s+/);

const openings = ['how-to-choose', 'how-to-repair', 'what-we-learned-about', 'the-best', 'a-short-history-of'];
const endings = [
  'for-beginners',
  'this-year',
  'on-a-budget',
  'step-by-step',
  'that-last',
  'at-home',
  'in-winter',
  'a-review',
];
const chapters = [
  'getting-started',
  'care',
  'sizes',
  'safety',
  'materials',
  'accessories',
  'troubleshooting',
  'glossary',
];
const makes = ['classic', 'light', 'compact', 'deluxe', 'pro', 'junior', 'travel', 'studio', 'heritage', 'eco', 'plus'];

export const HUB_COUNT = hubs.length;
export const TOPIC_COUNT = topics.length;
export const PAGES_PER_TOPIC = 100;
export const HOME_PAGE = 1;

/** A topic's pages by rank, the most read first: articles between products and guides. */
function pathsOf(topic: string): string[] {
  const articles = openings.flatMap((opening) => endings.map((ending) => `/blog/${opening}-${topic}-${ending}`));
  const products = makes.flatMap((make) => ['s', 'm', 'l', 'xl'].map((size) => `/products/${topic}/${make}-${size}`));
  const guides = chapters.flatMap((chapter) => [`/docs/${topic}/${chapter}`, `/docs/${topic}/${chapter}/faq`]);
  const ranked = articles.flatMap((article, index) => [article, products[index], guides[index]]);
  return ranked.concat(products.slice(articles.length)).filter((path) => path !== undefined);
}

/** The id of a topic's page. @param topic from 1; @param rank from 1 to 100 */
export function pageId(topic: number, rank: number): number {
  return HUB_COUNT + topic + TOPIC_COUNT * (rank - 1);
}

/** Every page with its id, from 1. */
export function listPages(domain: string): [id: number, page: string][] {
  const byTopic = topics.flatMap((topic, index) =>
    pathsOf(topic).map((path, rank): [number, string] => [pageId(index + 1, rank + 1), `${domain}${path}`]),
  );
  return [...hubs.map((path, index): [number, string] => [index + 1, `${domain}${path}`]), ...byTopic];
}
