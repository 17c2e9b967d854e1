import type { Estimate } from './compare-with-peers.js';

/** So many of so many, by day. */
export interface DailyProportion {
  successes: readonly number[];
  trials: readonly number[];
}

/**
 * How much more a daily proportion varies than chance alone would make it (Pearson's statistic over its degrees of freedom; at
 * least 1): visitors of one day are more alike than of different days.
 */
export function measureDispersion({ successes, trials }: DailyProportion): number {
  const total = trials.reduce((sum, count) => sum + count, 0);
  const rate = total === 0 ? 0 : successes.reduce((sum, count) => sum + count, 0) / total;
  if (rate <= 0 || rate >= 1) return 1;
  let [spread, days] = [0, 0];
  trials.forEach((count, day) => {
    if (count === 0) return;
    spread += ((successes[day] ?? 0) - count * rate) ** 2 / (count * rate * (1 - rate));
    days += 1;
  });
  return days < 2 ? 1 : Math.max(1, spread / (days - 1));
}

/** The logarithm of a proportion's odds, with half a case on each side so that none and all have one, too (Haldane 1956). */
export function toLogOdds(successes: number, trials: number, dispersion = 1): Estimate {
  const [yes, no] = [successes + 0.5, trials - successes + 0.5];
  return { value: Math.log(yes / no), variance: dispersion * (1 / yes + 1 / no) };
}

export function fromLogOdds(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/**
 * A proportion by day, drawn to its mean as far as the day's figure is chance (empirical Bayes, by moments): what is left moves
 * with the days. Null on days without any.
 */
export function shrinkDailyRates({ successes, trials }: DailyProportion): (number | null)[] {
  const total = trials.reduce((sum, count) => sum + count, 0);
  if (total === 0) return trials.map(() => null);
  const mean = successes.reduce((sum, count) => sum + count, 0) / total;
  const ofOne = mean * (1 - mean);
  let [spread, chance, days] = [0, 0, 0];
  trials.forEach((count, day) => {
    if (count === 0) return;
    spread += ((successes[day] ?? 0) / count - mean) ** 2;
    chance += ofOne / count;
    days += 1;
  });
  const between = Math.max(0, (spread - chance) / days);
  return trials.map((count, day) => {
    if (count === 0) return null;
    const weight = between === 0 ? 0 : between / (between + ofOne / count);
    return mean + weight * ((successes[day] ?? 0) / count - mean);
  });
}
