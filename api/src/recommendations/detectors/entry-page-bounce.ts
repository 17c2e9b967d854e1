import type { Candidate, Telling } from './candidate.js';
import { pictureOf, spanOf } from './evidence-parts.js';
import { compareProportions, PEER_DAYS, type PageAmongPeers } from './peer-pages.js';
import { groupsOf, type SiteDays } from './site-days.js';
import { capitalise, formatCount, formatPercent, nameGroup } from './words.js';

/** Points above what its peers let expect: less can't be told apart by looking at the page. */
const LEAST_POINTS = 0.1;
/** Fewer sessions in four weeks say little of a page. */
const LEAST_SESSIONS = 50;
/** A better page keeps about a third of the sessions that bounce beyond its peers. */
const PLAUSIBLE_EFFECT = 0.3;

/** Entry pages where more sessions end at once than on comparable ones. */
export function findEntryPageBounces(site: SiteDays): Candidate[] {
  const pages = groupsOf(site, 'entry_page').flatMap(({ value, bounces, sessions }) =>
    value === null ? [] : [{ page: value, daily: { successes: bounces, trials: sessions } }],
  );
  return compareProportions(site, pages, LEAST_SESSIONS).map((page) => ({
    type: 'entry_page_bounce',
    kind: 'page_bounces',
    key: page.page,
    pValue: page.pValue,
    most: 1,
    isLarge: () => page.shrunk - page.expected >= LEAST_POINTS,
    cause: null,
    tell: () => tell(site, page),
  }));
}

function tell(site: SiteDays, page: PageAmongPeers): Telling {
  const name = nameGroup('entry_page', page.page);
  const { successes, trials } = page.daily;
  const rates = trials.map((of, day) => (of > 0 ? (successes[day] ?? 0) / of : 0));
  const beyond = (page.shrunk - page.expected) * page.trials;
  return {
    title: `${capitalise(name)} sends ${formatPercent(page.rate)} of its visitors away`,
    description:
      `In the last four weeks ${formatCount(page.trials)} sessions began on ${name}, and ${formatPercent(page.rate)} saw nothing else; ` +
      `on comparable entry pages it's ${formatPercent(page.expected)}. Look whether it holds what its visitors were promised where they came from, ` +
      `how fast it shows, and give them a next step that can be seen without scrolling.`,
    target: { metric: 'bounce_rate', dimension: 'page', value: page.page },
    evidence: {
      metric: 'bounce_rate',
      subjects: [{ dimension: 'entry_page', value: page.page }],
      period: spanOf(site, site.lastDay - PEER_DAYS + 1, site.lastDay),
      baseline: null,
      observed: page.rate,
      expected: page.expected,
      interval: { level: 95, lower: page.lower, upper: page.upper },
      explained_by: [],
      series: pictureOf(site, rates, null),
    },
    stake: {
      visitsPerWeek: ((7 * beyond) / PEER_DAYS) * Math.max(1, site.visitsPerSession),
      plausibleEffect: PLAUSIBLE_EFFECT,
    },
  };
}
