import type { Evidence } from '@tidemark/contracts';
import { mean } from '../statistics/robust.js';
import { groupsOf, type SiteDays } from './site-days.js';

/** A group that accounts for a part of a day's difference. */
export interface Explanation {
  dimension: Evidence['explained_by'][number]['dimension'];
  value: string | null;
  observed: number;
  expected: number;
  share: number;
  /** Whether it alone accounts for most of it, and changed far more than the site did. */
  isMain: boolean;
}

const BEFORE_DAYS = 28;
/** Less of the difference is no explanation. */
const LEAST_SHARE = 0.15;
/** A group that changed like the site is touched by the cause, not the cause. */
const LEAST_RATIO = 1.5;
const LEAST_SCORE = 3;
const MAIN_SHARE = 0.5;
const MOST_TOLD = 5;

/**
 * Which groups account for a day's difference, those that explain most and changed most first: explanatory power and surprise
 * (Adtributor; Bhagwan et al. 2014). A group's expectation is its mean of the four weeks before, times what the day was expected
 * to be of the site's mean.
 */
export function explainDay(site: SiteDays, day: number, change: number): Explanation[] {
  const before: number[] = [];
  for (let each = Math.max(0, day - BEFORE_DAYS); each < day; each += 1) if (site.isUsable[each]) before.push(each);
  const meanOf = (values: readonly number[]): number => mean(before.map((each) => values[each] ?? 0));

  const found = (['page', 'source', 'country', 'device_type'] as const).flatMap((dimension) => {
    const metric = dimension === 'page' ? 'pageVisits' : 'sessions';
    const totals = site.observations.totals[metric];
    const total = totals[day] ?? 0;
    const usual = meanOf(totals);
    const difference = total - total / (1 + change);
    if (usual === 0 || difference === 0 || change <= -1) return [];
    const factor = total / (1 + change) / usual;
    return groupsOf(site, dimension).flatMap(({ value, ...figures }) => {
      const observed = figures[metric][day] ?? 0;
      const expected = meanOf(figures[metric]) * factor;
      const share = (observed - expected) / difference;
      const relative = expected > 0 ? (observed - expected) / expected : Number.POSITIVE_INFINITY;
      const ratio = Math.abs(relative / change);
      const score = Math.abs(observed - expected) / Math.sqrt(expected + 1);
      if (share < LEAST_SHARE || ratio < LEAST_RATIO || score < LEAST_SCORE) return [];
      return [{ dimension, value, observed, expected, share, weight: Math.min(1, share) * Math.min(4, ratio) }];
    });
  });
  return found
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_TOLD)
    .map(({ weight: _, ...each }) => ({ ...each, isMain: each.share >= MAIN_SHARE }));
}
