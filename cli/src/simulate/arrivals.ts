/** How a session came to the site. Names and channels are those the ingest gives such an arrival. */
export interface Arrival {
  source: string;
  channel: string;
  referrer: string | null;
  utm?: { source: string; medium: string; campaign: string; term?: string; content?: string };
  /** Share of such sessions that begin on the home page. */
  homeShare: number;
  /** Share of such sessions with one view. */
  bounceShare: number;
  /** Where most such sessions begin, for campaigns. */
  landingPage?: number;
}

/** Shares among the sessions of new and of returning visitors; they need not add up to anything. */
export interface WeightedArrival extends Arrival {
  newWeight: number;
  returningWeight: number;
}

type Row = [source: string, referrer: string | null, newWeight: number, returningWeight: number];

const group = (channel: string, homeShare: number, bounceShare: number, rows: Row[]): WeightedArrival[] =>
  rows.map(([source, referrer, newWeight, returningWeight]) => ({
    ...{ source, channel, referrer, newWeight, returningWeight, homeShare, bounceShare },
  }));

const wellKnown = [
  ...group('Direct', 0.55, 0.38, [['Direct', null, 18, 46]]),
  ...group('Organic Search', 0.12, 0.46, [
    ['Google', 'https://www.google.com/', 38, 20],
    ['Google', 'android-app://com.google.android.googlequicksearchbox/', 3, 1],
    ['Bing', 'https://www.bing.com/', 4, 3],
    ['DuckDuckGo', 'https://duckduckgo.com/', 2.4, 2],
    ['Yahoo', 'https://search.yahoo.com/', 1.2, 0.6],
    ['Yandex', 'https://yandex.ru/', 0.6, 0.3],
    ['Ecosia', 'https://www.ecosia.org/', 0.7, 0.6],
    ['Brave', 'https://search.brave.com/', 0.5, 0.5],
    ['Qwant', 'https://www.qwant.com/', 0.1, 0.1],
  ]),
  ...group('Organic Social', 0.1, 0.6, [
    ['Facebook', 'https://l.facebook.com/', 3.2, 1.6],
    ['Facebook', 'https://m.facebook.com/', 1.6, 0.6],
    ['Instagram', 'https://l.instagram.com/', 3, 1.6],
    ['X', 'https://t.co/', 1.4, 0.9],
    ['Reddit', 'https://www.reddit.com/', 1.6, 0.6],
    ['Pinterest', 'https://www.pinterest.com/', 1.3, 0.4],
    ['LinkedIn', 'https://www.linkedin.com/', 0.8, 0.5],
    ['Hacker News', 'https://news.ycombinator.com/', 0.3, 0.2],
  ]),
  ...group('Organic Video', 0.2, 0.5, [['YouTube', 'https://www.youtube.com/', 1.4, 0.6]]),
  ...group('AI Assistant', 0.1, 0.42, [
    ['ChatGPT', 'https://chatgpt.com/', 2, 0.8],
    ['Perplexity', 'https://www.perplexity.ai/', 0.5, 0.2],
    ['Claude', 'https://claude.ai/', 0.2, 0.1],
  ]),
  ...group('Email', 0.3, 0.36, [['Gmail', 'https://mail.google.com/', 0.4, 1.4]]),
];

const referralNames = 'quiet green north small honest weekly local open slow bright daily old plain river hill harbour';
const referralKinds =
  'notes garden review letter guide kitchen makers forum journal workshop library club finds wiki index';

/** Sites that link to this one: a few often, most hardly ever. Browsers tell the origin; few sites let the path through. */
function listReferrals(): WeightedArrival[] {
  const names = referralKinds.split(' ').flatMap((kind) => referralNames.split(' ').map((name) => `${name}-${kind}`));
  return names.map((name, index) => ({
    source: `${name}.example`,
    channel: 'Referral',
    referrer: `https://${name}.example/${index % 7 === 3 ? `links/${index}` : ''}`,
    newWeight: 2.2 / (index + 1),
    returningWeight: 1.6 / (index + 1),
    homeShare: 0.35,
    bounceShare: 0.44,
  }));
}

export const arrivals: readonly WeightedArrival[] = [...wellKnown, ...listReferrals()];

/** What brings many at once to a page that few knew. */
export const burstArrivals: readonly Arrival[] = ['Hacker News', 'Reddit', 'X'].flatMap((name) =>
  wellKnown.filter(({ source }) => source === name).map((arrival) => ({ ...arrival, homeShare: 0, bounceShare: 0.68 })),
);
