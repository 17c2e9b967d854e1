import type { Finding } from './finding.js';
import type { Telling } from './candidate.js';
import { intervalOf, pictureOf, spanOf } from './evidence-parts.js';
import type { GroupMovement, GroupTrend } from './group-changes.js';
import type { SiteDays } from './site-days.js';
import { capitalise, formatCount, formatPercent, nameGroup } from './words.js';

type Metric = 'pageVisits' | 'sessions';

/** What the words and the arithmetic of a change need. */
export interface ChangeWords {
  dimension: 'page' | 'source' | 'country' | 'device_type' | 'browser';
  metric: Metric;
  /** What to do about it. */
  advice: string;
  plausibleEffect: number;
}

const METRIC_NAMES = { pageVisits: 'page_visits', sessions: 'sessions' } as const;
const METRIC_WORDS = { pageVisits: 'page visits', sessions: 'sessions' } as const;
const WEEK = 7;
const BASELINE_DAYS = 28;

/** Words for a change of the last two days. */
export function tellMovement(site: SiteDays, of: GroupMovement, words: ChangeWords): Telling {
  const { group, movement, window, change } = of;
  const name = nameGroup(words.dimension, group.value);
  const first = window[0] ?? site.lastDay;
  const isLoss = change < 0;
  const [observed, expected] = [movement.observed / window.length, movement.expected / window.length];
  return {
    title: `${capitalise(name)}: ${formatPercent(change)} ${isLoss ? 'fewer' : 'more'} ${METRIC_WORDS[words.metric]} than usual`,
    description:
      `In the last two days ${name} had ${formatCount(observed)} ${METRIC_WORDS[words.metric]} a day where ${formatCount(expected)} ` +
      `were to be expected from the four weeks before and from how the rest of the site did on the same days. ${words.advice}`,
    target: targetOf(words, group.value),
    evidence: {
      metric: METRIC_NAMES[words.metric],
      subjects: [{ dimension: words.dimension, value: group.value }],
      period: spanOf(site, first, window.at(-1) ?? first),
      baseline: spanOf(site, first - BASELINE_DAYS, first - 1),
      observed: movement.observed,
      expected: movement.expected,
      interval: intervalOf(movement),
      explained_by: [],
      series: pictureOf(site, group[words.metric], movement.expectedByDay),
    },
    stake: stakeOf(site, words, Math.abs(observed - expected)),
  };
}

/** Words for a rise or fall over six weeks. */
export function tellTrend(site: SiteDays, of: GroupTrend, words: ChangeWords): Telling {
  const { group, trend } = of;
  const name = nameGroup(words.dimension, group.value);
  const isLoss = trend.slope < 0;
  const aWeek = Math.exp(trend.slope * WEEK) - 1;
  return {
    title: `${capitalise(name)} ${isLoss ? 'loses' : 'gains'} ${formatPercent(aWeek)} of its ${METRIC_WORDS[words.metric]} a week`,
    description:
      `Over the last ${trend.days} days the ${METRIC_WORDS[words.metric]} of ${name} went from about ${formatCount(trend.startLevel)} to ` +
      `${formatCount(trend.endLevel)} a day, weekdays taken out and measured against the rest of the site, which doesn't explain it. ${words.advice}`,
    target: targetOf(words, group.value),
    evidence: {
      metric: METRIC_NAMES[words.metric],
      subjects: [{ dimension: words.dimension, value: group.value }],
      period: spanOf(site, site.lastDay - trend.days + 1, site.lastDay),
      baseline: null,
      observed: trend.endLevel,
      expected: trend.startLevel,
      interval: null,
      explained_by: [],
      series: pictureOf(site, group[words.metric], trend.fittedByDay),
    },
    stake: stakeOf(site, words, Math.abs(trend.endLevel - trend.startLevel)),
  };
}

export function stakeOf(site: SiteDays, words: ChangeWords, perDay: number): Telling['stake'] {
  const visits = words.metric === 'sessions' ? perDay * site.visitsPerSession : perDay;
  return { visitsPerWeek: WEEK * visits, plausibleEffect: words.plausibleEffect };
}

export function targetOf({ dimension, metric }: ChangeWords, value: string | null): Finding['target'] {
  return dimension === 'browser' ? null : { metric: METRIC_NAMES[metric], dimension, value };
}
