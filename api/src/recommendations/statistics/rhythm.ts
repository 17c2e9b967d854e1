import { median, medianDeviation, sum } from './robust.js';

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
  /** By how much the noise of days to come exceeds that of the days it was learned from: weekdays' factors fit those. */
  excess: number;
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

  const observed = days.map((day) => ({
    count: counts[day] ?? 0,
    reference: referenceOf(day),
    weekday: weekdays[day] ?? 0,
  }));
  const cut = cutExtremes(observed);
  const shrinkageDays = reference === null ? SHRINKAGE_DAYS.own : SHRINKAGE_DAYS.relative;
  const factors = weekdayFactors(cut, shrinkageDays);
  const weeks = days.length / 7;
  const leverage = weeks / (weeks + shrinkageDays) ** 2;
  return {
    days,
    counts: cut.map(({ count }) => count),
    shape: weekdays.map((weekday, day) => (factors[weekday] ?? 1) * referenceOf(day)),
    excess: 1 + leverage,
  };
}

interface ObservedDay {
  count: number;
  reference: number;
  weekday: number;
}

/** What each weekday's count is of what its reference alone would make of it. */
function weekdayFactors(days: readonly ObservedDay[], shrinkageDays: number): number[] {
  const total = sum(days.map(({ count }) => count));
  const totalReference = sum(days.map(({ reference }) => reference));
  if (total === 0 || totalReference === 0) return new Array<number>(7).fill(1);
  const level = total / totalReference;
  const observed = new Array<number>(7).fill(0);
  const expected = new Array<number>(7).fill(0);
  for (const { count, reference, weekday } of days) {
    observed[weekday] = (observed[weekday] ?? 0) + count;
    expected[weekday] = (expected[weekday] ?? 0) + reference * level;
  }
  const mixedIn = (shrinkageDays * total) / days.length;
  return observed.map((each, weekday) => (each + mixedIn) / ((expected[weekday] ?? 0) + mixedIn));
}

/** Cuts days back that are far from the median of their weekday; counts that are too small for medians, from the mean. */
function cutExtremes(days: readonly ObservedDay[]): ObservedDay[] {
  const levels = weekdayLevels(days);
  const expected = days.map(({ weekday, reference }) => (levels[weekday] ?? 0) * reference);
  const deviations = days.map(({ count }, index) => {
    const usual = expected[index] ?? 0;
    return (count - usual) / Math.sqrt(Math.max(1e-9, usual));
  });
  const most = EXTREME_AT * Math.max(1, medianDeviation(deviations));
  return days.map((day, index) => {
    const usual = expected[index] ?? 0;
    const width = most * Math.sqrt(usual);
    return { ...day, count: Math.max(usual - width, Math.min(usual + width, day.count)) };
  });
}

/** A weekday's usual count for its reference. */
function weekdayLevels(days: readonly ObservedDay[]): number[] {
  const total = sum(days.map(({ count }) => count));
  if (total < MEDIAN_FROM * days.length) {
    return new Array<number>(7).fill(total / sum(days.map(({ reference }) => reference)));
  }
  const byWeekday = Array.from({ length: 7 }, (): number[] => []);
  for (const { count, reference, weekday } of days) byWeekday[weekday]?.push(count / reference);
  return byWeekday.map(median);
}
