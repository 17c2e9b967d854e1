import { compareWithPeers, type PeerComparison } from '../statistics/compare-with-peers.js';
import { studentHalfWidth, studentUpper } from '../statistics/distributions.js';
import { fromLogOdds, measureDispersion, toLogOdds, type DailyProportion } from '../statistics/proportions.js';
import { sum } from '../statistics/robust.js';
import type { SiteDays } from './site-days.js';

/** A proportion of a page's sessions or visits, over the last four weeks. */
export interface PageProportion {
  page: string;
  daily: DailyProportion;
}

export interface PageAmongPeers {
  page: string;
  daily: DailyProportion;
  trials: number;
  rate: number;
  /** What pages like it let expect. */
  expected: number;
  /** Its rate, pulled towards the others' as far as it is uncertain. */
  shrunk: number;
  lower: number;
  upper: number;
  pValue: number;
}

export const PEER_DAYS = 28;
const LEVEL = 95;

/** Compares each page's proportion with those of all others that were seen often enough: in log odds, upwards. */
export function compareProportions(
  site: SiteDays,
  pages: readonly PageProportion[],
  leastTrials: number,
): PageAmongPeers[] {
  const recent = site.isUsable.flatMap((isUsable, day) => (isUsable && day > site.lastDay - PEER_DAYS ? [day] : []));
  const pick = (values: readonly number[]): number[] => recent.map((day) => values[day] ?? 0);
  const seen = pages.flatMap(({ page, daily }) => {
    const of = { successes: pick(daily.successes), trials: pick(daily.trials) };
    const [successes, trials] = [sum(of.successes), sum(of.trials)];
    if (trials < leastTrials || successes > trials) return [];
    return [
      { page, daily, trials, rate: successes / trials, odds: toLogOdds(successes, trials, measureDispersion(of)) },
    ];
  });
  const comparisons = compareWithPeers(seen.map(({ odds }) => odds));
  return seen.flatMap(({ page, daily, trials, rate }, index) => {
    const comparison = comparisons[index];
    return comparison ? [{ page, daily, trials, rate, ...toRates(comparison) }] : [];
  });
}

function toRates({ expected, shrunk, noise, score, degrees }: PeerComparison) {
  const half = noise * studentHalfWidth(LEVEL / 100, degrees);
  return {
    expected: fromLogOdds(expected),
    shrunk: fromLogOdds(shrunk),
    lower: fromLogOdds(expected - half),
    upper: fromLogOdds(expected + half),
    pValue: studentUpper(score, degrees),
  };
}
