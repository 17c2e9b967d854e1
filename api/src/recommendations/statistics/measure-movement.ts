import { scoreCount, studentTwoSided, studentUpper } from './distributions.js';
import { fitRhythm, type Series } from './rhythm.js';
import { robustVariance } from './robust.js';

/** Days that the level is taken from. */
const LEVEL_DAYS = 28;
/** Fewer say nothing of a level with a weekly rhythm. */
const LEAST_LEVEL_DAYS = 14;
/** So many times the days to come must have been forecast from the days before, to know how far off that is. */
const LEAST_TRIALS = 14;

/** What a variance with cut extremes is worth of one without, where values are normal and few (by simulation). */
const CUT_EFFICIENCY = 0.7;

/** How the counts of some days lie to what was usual before. */
export interface Movement {
  observed: number;
  expected: number;
  /** Standard deviation of `observed` about `expected` when nothing changes. */
  noise: number;
  /** In standard deviations; above 0 where more was observed. */
  score: number;
  degrees: number;
  /** By day of the series; null where it isn't usable or too early. */
  expectedByDay: readonly (number | null)[];
  /** How often chance alone gives so much more or, below 0, less: 0.3 is 30% more. */
  chanceOf: (change: number) => number;
  /** How often chance alone gives as much more (`up`), as much less (`down`), or as much either way. */
  pValue: (side: 'up' | 'down' | 'both') => number;
}

/**
 * Holds the counts of `window` (days of the series, in order) against the level of the four weeks before, in the week's rhythm.
 *
 * The noise is measured, not assumed: every earlier stretch of as many days is forecast from the days before it in the same way,
 * and the squared errors over the expected counts are averaged (quasi-Poisson; McCullagh and Nelder 1989, 9.2), extremes cut.
 * So it holds the noise of the days, their likeness to their neighbours, a drifting level and the level's own error. The count is
 * scored by a negative binomial distribution of that dispersion, and the score referred to Student's t, since the dispersion is estimated.
 *
 * @param leastDispersion what the dispersion is at least: 1 for counts, less for counts out of a known number
 */
export function measureMovement(series: Series, window: readonly number[], leastDispersion = 1): Movement | null {
  const first = window[0];
  if (first === undefined) return null;
  const rhythm = fitRhythm(series, first);
  const shapes = rhythm.days.map((day) => rhythm.shape[day] ?? 0);
  const countsTo = runningSums(rhythm.counts);
  const shapesTo = runningSums(shapes);
  const levelAt = (place: number): number => {
    const from = Math.max(0, place - LEVEL_DAYS);
    const shape = (shapesTo[place] ?? 0) - (shapesTo[from] ?? 0);
    return shape > 0 ? ((countsTo[place] ?? 0) - (countsTo[from] ?? 0)) / shape : 0;
  };

  const errors: number[] = [];
  for (let place = LEAST_LEVEL_DAYS; place + window.length <= rhythm.days.length; place += 1) {
    const stretch = rhythm.days.slice(place, place + window.length);
    const expected = levelAt(place) * ((shapesTo[place + window.length] ?? 0) - (shapesTo[place] ?? 0));
    const observed = stretch.reduce((sum, day) => sum + (series.counts[day] ?? 0), 0);
    if (expected > 0) errors.push((observed - expected) / Math.sqrt(expected));
  }
  if (errors.length < LEAST_TRIALS) return null;

  const level = levelAt(rhythm.days.length);
  const expected = window.reduce((sum, day) => sum + level * (rhythm.shape[day] ?? 0), 0);
  const observed = window.reduce((sum, day) => sum + (series.counts[day] ?? 0), 0);
  if (!(expected > 0)) return null;
  const dispersion = Math.max(leastDispersion, rhythm.excess * robustVariance(errors));
  const score = scoreCount(observed, expected, dispersion);
  // Stretches overlap, so their errors say less than as many separate ones; and cutting the extremes off costs some, too.
  const degrees = Math.max(3, (CUT_EFFICIENCY * errors.length * 3) / (2 * window.length + 1 / window.length));
  const expectedByDay: (number | null)[] = series.counts.map(() => null);
  rhythm.days.forEach((day, place) => {
    if (place >= LEAST_LEVEL_DAYS) expectedByDay[day] = levelAt(place) * (rhythm.shape[day] ?? 0);
  });
  for (const day of window) expectedByDay[day] = level * (rhythm.shape[day] ?? 0);
  return {
    observed,
    expected,
    noise: Math.sqrt(dispersion * expected),
    score,
    degrees,
    expectedByDay,
    chanceOf: (change) =>
      studentUpper(Math.abs(scoreCount(expected * Math.max(0, 1 + change), expected, dispersion)), degrees),
    pValue: (side) => {
      const byScore =
        side === 'both' ? studentTwoSided(score, degrees) : studentUpper(side === 'up' ? score : -score, degrees);
      const error = (observed - expected) / Math.sqrt(expected);
      return Math.max(byScore, shareOfPrecedents(errors, error, { side, length: window.length }));
    },
  };
}

/**
 * What happened before on its own can happen again: where two separate stretches or more were as far out, as after mailings, the
 * share of such stretches; else 0.
 */
function shareOfPrecedents(
  errors: readonly number[],
  error: number,
  { side, length }: { side: 'up' | 'down' | 'both'; length: number },
): number {
  const isAsFar = (other: number): boolean => {
    if (side === 'both') return Math.abs(other) >= Math.abs(error);
    return side === 'up' ? other >= error : other <= error;
  };
  // Each day is in as many stretches as they have days.
  const precedents = errors.filter(isAsFar).length / length;
  return precedents < 2 ? 0 : precedents / (errors.length / length);
}

/** At each place the sum of the values before it. */
function runningSums(values: readonly number[]): number[] {
  const sums = [0];
  for (const value of values) sums.push((sums.at(-1) ?? 0) + value);
  return sums;
}
