import { Wheel } from './random.js';

/** Where a demo session comes from. Names and channels are those the ingest gives such an arrival. */
export interface DemoSource {
  source: string;
  channel: string;
  referrer: string | null;
  utm?: { source: string; medium: string; campaign: string; content?: string };
  /** Where such readers arrive: at the front door, at a book, at an article. */
  landing: 'home' | 'book' | 'article';
  /** Share at the demo's beginning and at its end: places come and go. */
  weights: readonly [first: number, last: number];
}

export const demoSources: readonly DemoSource[] = [
  { source: 'Direct', channel: 'Direct', referrer: null, landing: 'home', weights: [26, 24] },
  {
    source: 'Google',
    channel: 'Organic Search',
    referrer: 'https://www.google.com/',
    landing: 'book',
    weights: [34, 30],
  },
  { source: 'Bing', channel: 'Organic Search', referrer: 'https://www.bing.com/', landing: 'book', weights: [4, 4.5] },
  {
    source: 'DuckDuckGo',
    channel: 'Organic Search',
    referrer: 'https://duckduckgo.com/',
    landing: 'book',
    weights: [3, 3.5],
  },
  {
    source: 'Ecosia',
    channel: 'Organic Search',
    referrer: 'https://www.ecosia.org/',
    landing: 'book',
    weights: [2, 2],
  },
  {
    source: 'Instagram',
    channel: 'Organic Social',
    referrer: 'https://l.instagram.com/',
    landing: 'article',
    weights: [4, 8],
  },
  {
    source: 'Facebook',
    channel: 'Organic Social',
    referrer: 'https://l.facebook.com/',
    landing: 'article',
    weights: [6, 3.5],
  },
  { source: 'X', channel: 'Organic Social', referrer: 'https://t.co/', landing: 'article', weights: [3, 1] },
  {
    source: 'Reddit',
    channel: 'Organic Social',
    referrer: 'https://www.reddit.com/',
    landing: 'article',
    weights: [1.5, 2.5],
  },
  {
    source: 'Pinterest',
    channel: 'Organic Social',
    referrer: 'https://www.pinterest.com/',
    landing: 'book',
    weights: [1.5, 1.5],
  },
  {
    source: 'YouTube',
    channel: 'Organic Video',
    referrer: 'https://www.youtube.com/',
    landing: 'article',
    weights: [1, 2],
  },
  { source: 'ChatGPT', channel: 'AI Assistant', referrer: 'https://chatgpt.com/', landing: 'book', weights: [0.1, 5] },
  {
    source: 'Perplexity',
    channel: 'AI Assistant',
    referrer: 'https://www.perplexity.ai/',
    landing: 'article',
    weights: [0.05, 1.5],
  },
  {
    source: 'literaturblog.example',
    channel: 'Referral',
    referrer: 'https://literaturblog.example/',
    landing: 'article',
    weights: [2, 2],
  },
  {
    source: 'harbour-town.example',
    channel: 'Referral',
    referrer: 'https://harbour-town.example/',
    landing: 'home',
    weights: [2, 1.5],
  },
  {
    source: 'reading-circle.example',
    channel: 'Referral',
    referrer: 'https://reading-circle.example/',
    landing: 'book',
    weights: [1, 1.5],
  },
  {
    source: 'newsletter',
    channel: 'Email',
    referrer: null,
    landing: 'article',
    weights: [5, 6],
    utm: { source: 'newsletter', medium: 'email', campaign: 'monthly-letter' },
  },
];

/** The campaign: two weeks of advertisements and letters. */
export const campaignSources = new Wheel<DemoSource>([
  [
    {
      source: 'google',
      channel: 'Paid Search',
      referrer: 'https://www.google.com/',
      landing: 'book',
      weights: [0, 0],
      utm: { source: 'google', medium: 'cpc', campaign: 'reading-weeks', content: 'two-for-one' },
    },
    5,
  ],
  [
    {
      source: 'instagram',
      channel: 'Paid Social',
      referrer: 'https://l.instagram.com/',
      landing: 'home',
      weights: [0, 0],
      utm: { source: 'instagram', medium: 'paid_social', campaign: 'reading-weeks', content: 'story' },
    },
    3,
  ],
  [
    {
      source: 'newsletter',
      channel: 'Email',
      referrer: null,
      landing: 'home',
      weights: [0, 0],
      utm: { source: 'newsletter', medium: 'email', campaign: 'reading-weeks' },
    },
    2,
  ],
]);

export const forumSource: DemoSource = {
  source: 'Hacker News',
  channel: 'Organic Social',
  referrer: 'https://news.ycombinator.com/',
  landing: 'article',
  weights: [0, 0],
};

export const reviewSource: DemoSource = {
  source: 'bookblog.example',
  channel: 'Referral',
  referrer: 'https://bookblog.example/a-shop-at-the-harbour',
  landing: 'article',
  weights: [0, 0],
};
