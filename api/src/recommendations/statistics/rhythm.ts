import { mean, median, medianDeviation } from './robust.js';

/** Counts of days, and what they are held against. */
export interface Series {
  counts: readonly number[];
  /**
   * What the counts rise and fall with: the rest of the site's, so that what moves everything cancels out. Null: nothing, they
   * have a week's rhythm of their own.
   */
  reference: readonly number[] | null;
  /** 0 is Monday. */
  weekdays: readonly number[];
  isUsable: readonly boolean[];
}

/** A week's rhythm of counts, relative to their reference. */
export interface Rhythm {
  /** Usable days that it was learned from, in order. */
  days: readonly number[];
  /** Their counts, with single extreme days cut back. */
  counts: readonly number[];
  /** Per unit of level, of all days of the series. */
  shape: readonly number[];
}

/** So many days of the overall mean are mixed into each weekday's: few weeks say little about a weekday. */
const SHRINKAGE_DAYS = { relative: 2, own: 0.5 };
/** A single day further out than so many robust standard deviations isn't part of what is usual. */
const EXTREME_AT = 5;
/** Below this mean a median of counts is too coarse a level. */
const MEDIAN_FROM = 10;

/** Learns the rhythm from the usable days before day `until`. */
export function fitRhythm(series: Series, until: number): Rhythm {
  const { counts, reference, weekdays, isUsable } = series;
  const referenceOf = (day: number): number => (reference === null ? 1 : (reference[day] ?? 0));
  const days: number[] = [];
  for (let day = 0; day < until; day += 1) if (isUsable[day] && referenceOf(day) > 0) days.push(day);

  const factors = weekdayFactors(
    days.map((day) => ({ count: counts[day] ?? 0, reference: referenceOf(day), weekday: weekdays[day] ?? 0 })),
    reference === null ? SHRINKAGE_DAYS.own : SHRINKAGE_DAYS.relative,
  );
  const shape = weekdays.map((weekday, day) => (factors[weekday] ?? 1) * referenceOf(day));
  const usable = days.map((day) => ({ count: counts[day] ?? 0, shape: shape[day] ?? 0 }));
  return { days, counts: cutExtremes(usable), shape };
}

/** What each weekday's count is of what its reference alone would make of it. */
function weekdayFactors(
  days: readonly { count: number; reference: number; weekday: number }[],
  shrinkageDays: number,
): number[] {
  const total = days.reduce((sum, { count }) => sum + count, 0);
  const totalReference = days.reduce((sum, { reference }) => sum + reference, 0);
  if (total === 0 || totalReference === 0) return new Array<number>(7).fill(1);
  const level = total / totalReference;
  const observed = new Array<number>(7).fill(0);
  const expected = new Array<number>(7).fill(0);
  for (const { count, reference, weekday } of days) {
    observed[weekday] = (observed[weekday] ?? 0) + count;
    expected[weekday] = (expected[weekday] ?? 0) + reference * level;
  }
  const mixedIn = (shrinkageDays * total) / days.length;
  return observed.map((sum, weekday) => (sum + mixedIn) / ((expected[weekday] ?? 0) + mixedIn));
}

function cutExtremes(days: readonly { count: number; shape: number }[]): number[] {
  const isMany = mean(days.map(({ count }) => count)) >= MEDIAN_FROM;
  const level = isMany
    ? median(days.map(({ count, shape }) => count / shape))
    : days.reduce((sum, { count }) => sum + count, 0) / days.reduce((sum, { shape }) => sum + shape, 0);
  const deviations = days.map(({ count, shape }) => (count - level * shape) / Math.sqrt(Math.max(1e-9, level * shape)));
  const cut = EXTREME_AT * Math.max(1, medianDeviation(deviations));
  return days.map(({ count, shape }) => {
    const [expected, width] = [level * shape, cut * Math.sqrt(level * shape)];
    return Math.max(expected - width, Math.min(expected + width, count));
  });
}
