/**
 * Counts an access log again, from its raw lines and by METRICS alone, in another style than the import's: everything in
 * memory, regular expressions, the platform's own dates. Nothing of the import is used but who counts as a bot, which no
 * two lists agree on.
 */
export interface RecountOptions {
  text: string;
  host: string;
  timeZone: string;
  isBot: (userAgent: string) => boolean;
}

export interface RecountedDay {
  date: string;
  page_views: number;
  page_visits: number;
  unique_visitors: number;
  sessions: number;
  bounce_rate: number;
  pages: Map<string, number>;
  /** Sessions by source. Where a session's first views bear the same second, every order of them is right. */
  sources: Map<string, { sure: number; possible: number }>;
}

interface View {
  at: number;
  date: string;
  visitor: string;
  page: string;
  source: string | null;
}

const COMBINED =
  /^(\S+) \S+ \S+ \[(\d+)\/(\w+)\/(\d+):([\d:]+) ([-+]\d{4})\] "GET (\S+) HTTP\/[\d.]+" (\d{3}) \S+ "(.*?)" "(.*)"$/;
const FILES = /\.(png|jpe?g|gif|ico|svg|css|js|xml|xsl|txt|pdf|jar|ttf|woff|exe|gz|deb|swf|doc|gem)$|\/feed\/?$/i;
const HALF_HOUR_MS = 1_800_000;

export function recountLog(options: RecountOptions): RecountedDay[] {
  const views = options.text.split('\n').flatMap((line) => readView(line, options));
  const sessions = [...groupBy(views, (view) => view.visitor).values()].flatMap(cutAtGaps);
  return [...groupBy(views, (view) => view.date)].map(([date, ofDay]) => {
    // A visitor's key holds the day, so a session lies within one.
    const begun = sessions.filter((session) => session[0]?.date === date);
    return {
      date,
      page_views: ofDay.length,
      page_visits: begun.reduce((sum, session) => sum + new Set(session.map((view) => view.page)).size, 0),
      unique_visitors: new Set(ofDay.map((view) => view.visitor)).size,
      sessions: begun.length,
      bounce_rate: begun.filter((session) => session.length === 1).length / begun.length,
      pages: new Map([...groupBy(ofDay, (view) => view.page)].map(([page, ofPage]) => [page, ofPage.length])),
      sources: countSources(begun),
    };
  });
}

function readView(line: string, { host, timeZone, isBot }: RecountOptions): View[] {
  const match = COMBINED.exec(line);
  if (match === null) return [];
  const [, address, day, month, year, time, offset, target, status, referrer, agent] = match as unknown as string[];
  const path = (target ?? '').replace(/[?#].*/, '');
  if (!(status?.startsWith('2') || status === '304') || FILES.test(path) || isBot(agent ?? '')) return [];
  const at = Date.parse(`${day ?? ''} ${month ?? ''} ${year ?? ''} ${time ?? ''} ${offset ?? ''}`);
  const [m, d, y] = new Date(at)
    .toLocaleDateString('en-US', { timeZone, month: '2-digit', day: '2-digit', year: 'numeric' })
    .split('/');
  const date = `${y ?? ''}-${m ?? ''}-${d ?? ''}`;
  const page = host + (path === '/' ? '/' : path.replace(/\/+$/, ''));
  const campaign = /[?&]utm_source=([^&]+)/.exec(target ?? '')?.[1];
  return [
    {
      at,
      date,
      visitor: `${date} ${address ?? ''} ${agent ?? ''}`,
      page,
      source: campaign ?? nameSource(referrer ?? '-', host),
    },
  ];
}

/** The source names that this log needs; else the referrer's domain. Null: the site itself. */
function nameSource(referrer: string, host: string): string | null {
  const from = /^https?:\/\/([^/:?#]+)/.exec(referrer)?.[1];
  // Escaped bytes (\xe4) where a host should be: no address at all.
  if (from === undefined || from.includes('\\')) return 'Direct';
  if (from === host || from.endsWith(`.${host}`)) return null;
  const known: [RegExp, string][] = [
    [/(^|\.)google\.[a-z.]+$/, 'Google'],
    [/(^|\.)bing\.com$/, 'Bing'],
    [/(^|\.)yahoo\.(com|co\.\w\w)$/, 'Yahoo'],
    [/(^|\.)duckduckgo\.com$/, 'DuckDuckGo'],
    [/(^|\.)reddit\.com$/, 'Reddit'],
    [/^t\.co$/, 'X'],
    [/(^|\.)baidu\.com$/, 'Baidu'],
    [/(^|\.)yandex\.\w+$/, 'Yandex'],
    [/(^|\.)facebook\.com$/, 'Facebook'],
  ];
  const name = known.find(([pattern]) => pattern.test(from))?.[1];
  return (
    name ??
    from
      .split('.')
      .slice(/\.(co|com|org)\.\w\w$/.test(from) ? -3 : -2)
      .join('.')
  );
}

function cutAtGaps(views: View[]): View[][] {
  const sessions: View[][] = [];
  for (const view of [...views].sort((a, b) => a.at - b.at)) {
    const session = sessions.at(-1);
    if (session === undefined || view.at - (session.at(-1)?.at ?? 0) > HALF_HOUR_MS) sessions.push([view]);
    else session.push(view);
  }
  return sessions;
}

function countSources(sessions: View[][]): RecountedDay['sources'] {
  const counts: RecountedDay['sources'] = new Map();
  for (const session of sessions) {
    const candidates = new Set(
      session.filter((view) => view.at === session[0]?.at).map((view) => view.source ?? 'Direct'),
    );
    for (const source of candidates) {
      const { sure, possible } = counts.get(source) ?? { sure: 0, possible: 0 };
      counts.set(source, { sure: sure + (candidates.size === 1 ? 1 : 0), possible: possible + 1 });
    }
  }
  return counts;
}

function groupBy<Item>(items: Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
