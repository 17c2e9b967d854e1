import type { ObservedGroup } from '../observations/observations.js';
import { compareWithPeers, type PeerComparison } from '../statistics/compare-with-peers.js';
import { studentUpper } from '../statistics/distributions.js';
import { mean, median } from '../statistics/robust.js';
import type { Candidate, Telling } from './candidate.js';
import { pictureOf, spanOf } from './evidence-parts.js';
import { groupsOf, sumLast, type SiteDays } from './site-days.js';
import { capitalise, formatCount, nameGroup } from './words.js';

interface ReadPage {
  group: ObservedGroup;
  visits: number;
  seconds: number;
  comparison: PeerComparison;
}

const DAYS = 56;
/** Views with a known time, and days with some, that a mean needs. */
const LEAST_VIEWS = 30;
const LEAST_DAYS = 7;
/** Read so many times as long as pages are. */
const LEAST_RATIO = 1.5;
/** So many more visits a week a link on a much-seen page brings, of those that the page has. */
const PLAUSIBLE_EFFECT = 0.5;

/** Pages that are read far longer than others but seen less than most: worth showing. */
export function findPagesToPromote(site: SiteDays): Candidate[] {
  const pages = groupsOf(site, 'page').flatMap((group) => {
    const estimate = estimateLogSeconds(site, group);
    return estimate === null ? [] : [{ group, estimate, visits: sumLast(site, group.pageVisits, DAYS) }];
  });
  const usual = median(pages.map(({ visits }) => visits));
  const comparisons = compareWithPeers(pages.map(({ estimate }) => estimate));
  return pages.flatMap(({ group, estimate, visits }, index): Candidate[] => {
    const comparison = comparisons[index];
    if (!comparison || group.value === null || visits >= usual) return [];
    const page = { group, visits, seconds: Math.exp(estimate.value), comparison };
    return [
      {
        type: 'page_to_promote',
        kind: 'advice',
        key: group.value,
        pValue: studentUpper(comparison.score, comparison.degrees),
        most: 1,
        isLarge: () => Math.exp(comparison.shrunk - comparison.expected) >= LEAST_RATIO,
        cause: null,
        tell: () => tell(site, page),
      },
    ];
  });
}

/** Mean reading time in logarithms; its variance from how the means of days vary. */
function estimateLogSeconds(site: SiteDays, group: ObservedGroup): { value: number; variance: number } | null {
  const days = site.isUsable.flatMap((isUsable, day) =>
    isUsable && day > site.lastDay - DAYS && (group.timeOnPageCount[day] ?? 0) > 0 ? [day] : [],
  );
  const counts = days.map((day) => group.timeOnPageCount[day] ?? 0);
  const views = counts.reduce((sum, count) => sum + count, 0);
  const seconds = days.reduce((sum, day) => sum + (group.timeOnPageSum[day] ?? 0), 0);
  if (views < LEAST_VIEWS || days.length < LEAST_DAYS || seconds <= 0) return null;
  const overall = seconds / views;
  // A day's mean varies with one over its views: their weighted squares give the variance of a single view.
  const ofView = mean(
    days.map((day, index) => {
      const count = counts[index] ?? 1;
      return count * ((group.timeOnPageSum[day] ?? 0) / count - overall) ** 2;
    }),
  );
  return { value: Math.log(overall), variance: Math.max(1e-6, ofView / views / overall ** 2) };
}

function tell(site: SiteDays, { group, visits, seconds, comparison }: ReadPage): Telling {
  const name = nameGroup('page', group.value);
  const usual = Math.exp(comparison.expected);
  const perWeek = (7 * visits) / DAYS;
  return {
    title: `${capitalise(name)} is read for ${formatCount(seconds)} seconds and seen by few`,
    description:
      `Those who find ${name} stay ${formatCount(seconds)} seconds, on other pages ${formatCount(usual)}; yet it has only ${formatCount(perWeek)} visits a week, fewer ` +
      `than most. Link to it from pages that are seen much, and from your next mailing.`,
    target: { metric: 'page_visits', dimension: 'page', value: group.value },
    evidence: {
      metric: 'avg_time_on_page',
      subjects: [{ dimension: 'page', value: group.value }],
      period: spanOf(site, site.lastDay - DAYS + 1, site.lastDay),
      baseline: null,
      observed: seconds,
      expected: usual,
      interval: null,
      explained_by: [],
      series: pictureOf(site, group.pageVisits, null),
    },
    stake: { visitsPerWeek: perWeek, plausibleEffect: PLAUSIBLE_EFFECT },
  };
}
