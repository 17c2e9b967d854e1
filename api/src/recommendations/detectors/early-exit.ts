import type { Candidate, Telling } from './candidate.js';
import { pictureOf, spanOf } from './evidence-parts.js';
import { compareProportions, PEER_DAYS, type PageAmongPeers } from './peer-pages.js';
import { groupsOf, type SiteDays } from './site-days.js';
import { capitalise, formatCount, formatPercent, nameGroup } from './words.js';

const LEAST_POINTS = 0.1;
/** Visits in four weeks that came after another page. */
const LEAST_VISITS = 50;
const PLAUSIBLE_EFFECT = 0.2;
/** Journeys are meant to end there. */
const ENDS = /thank|confirm|success|complete|done|logout|signout|danke|merci|gracias|download|contact|kontakt/i;

/** Pages on which more journeys end than on comparable ones. Bounces aren't journeys: they are left out. */
export function findEarlyExits(site: SiteDays): Candidate[] {
  const bounces = new Map(groupsOf(site, 'entry_page').map((group) => [group.value, group.bounces]));
  const pages = groupsOf(site, 'page').flatMap(({ value, exits, pageVisits }) => {
    if (value === null || ENDS.test(value)) return [];
    const ended = bounces.get(value);
    const less = (counts: readonly number[]): number[] =>
      counts.map((count, day) => Math.max(0, count - (ended?.[day] ?? 0)));
    return [{ page: value, daily: { successes: less(exits), trials: less(pageVisits) } }];
  });
  return compareProportions(site, pages, LEAST_VISITS).map((page) => ({
    type: 'early_exit',
    kind: 'page_exits',
    key: page.page,
    pValue: page.pValue,
    most: 1,
    isLarge: () => page.shrunk - page.expected >= LEAST_POINTS,
    cause: null,
    tell: () => tell(site, page),
  }));
}

function tell(site: SiteDays, page: PageAmongPeers): Telling {
  const name = nameGroup('exit_page', page.page);
  const { successes, trials } = page.daily;
  const rates = trials.map((of, day) => (of > 0 ? (successes[day] ?? 0) / of : 0));
  return {
    title: `${capitalise(name)} ends ${formatPercent(page.rate)} of the journeys that reach it`,
    description:
      `In the last four weeks ${formatCount(page.trials)} visits of ${name} came after another page, and ${formatPercent(page.rate)} of them were the ` +
      `last of their session; on comparable pages it's ${formatPercent(page.expected)}. If it isn't where a journey should end, look what is ` +
      `missing on it, whether something fails there, and link to the next step.`,
    target: { metric: 'page_visits', dimension: 'total', value: null },
    evidence: {
      metric: 'exit_rate',
      subjects: [{ dimension: 'exit_page', value: page.page }],
      period: spanOf(site, site.lastDay - PEER_DAYS + 1, site.lastDay),
      baseline: null,
      observed: page.rate,
      expected: page.expected,
      interval: { level: 95, lower: page.lower, upper: page.upper },
      explained_by: [],
      series: pictureOf(site, rates, null),
    },
    stake: {
      visitsPerWeek: (7 * (page.shrunk - page.expected) * page.trials) / PEER_DAYS,
      plausibleEffect: PLAUSIBLE_EFFECT,
    },
  };
}
