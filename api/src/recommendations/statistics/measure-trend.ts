import { studentTwoSided } from './distributions.js';
import { fitRhythm, type Series } from './rhythm.js';
import { mean } from './robust.js';

/** Days of a trend. */
const TREND_DAYS = 42;
/** Fewer days can't tell a trend from a bad week. */
const LEAST_TREND_DAYS = 28;
const STEPS = 8;

/** A steady rise or fall, in the week's rhythm and relative to the reference. */
export interface Trend {
  /** What a day is of the day before, in logarithms. */
  slope: number;
  standardError: number;
  degrees: number;
  /** Either way. */
  pValue: number;
  /** What the last day is of the first: 0.8 is a fifth lost. */
  change: number;
  /** The same of its standard error: changes by chance lie within about two of it. */
  changeError: number;
  days: number;
  /** Means of a day, at the ends of the line. */
  startLevel: number;
  endLevel: number;
  fittedByDay: readonly (number | null)[];
}

/**
 * Fits `log(expected) = a + b x day + log(shape)` to the last six weeks of counts by quasi-likelihood (Poisson variance times a
 * dispersion; McCullagh and Nelder 1989). Days are like their neighbours: the standard error and the degrees of freedom
 * allow for the errors' likeness to those of the day before (Santer et al. 2000), which is corrected for its bias in
 * short series.
 */
export function measureTrend(series: Series): Trend | null {
  const rhythm = fitRhythm(series, series.counts.length);
  const from = Math.max(0, rhythm.days.length - TREND_DAYS);
  const days = rhythm.days.slice(from);
  const counts = rhythm.counts.slice(from);
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined || days.length < LEAST_TREND_DAYS) return null;
  const shapes = days.map((day) => rhythm.shape[day] ?? 0);
  const middle = mean(days);
  const times = days.map((day) => day - middle);
  const line = fitLine(counts, shapes, times);
  if (line === null) return null;

  const errors = counts.map((count, index) => {
    const expected = line.expected[index] ?? 0;
    return (count - expected) / Math.sqrt(expected);
  });
  const dispersion = Math.max(1, errors.reduce((sum, error) => sum + error * error, 0) / (days.length - 2));
  const likeness = likenessToDayBefore(errors);
  const inflation = (1 + likeness) / (1 - likeness);
  const standardError = Math.sqrt((dispersion * inflation) / line.information);
  const degrees = Math.max(3, days.length / inflation - 2);
  const span = last - first;
  const fittedByDay: (number | null)[] = series.counts.map(() => null);
  days.forEach((day, index) => {
    fittedByDay[day] = line.expected[index] ?? null;
  });
  const levelAt = (day: number): number => Math.exp(line.intercept + line.slope * (day - middle)) * mean(shapes);
  return {
    slope: line.slope,
    standardError,
    degrees,
    pValue: studentTwoSided(line.slope / standardError, degrees),
    change: Math.exp(line.slope * span),
    changeError: standardError * span,
    days: days.length,
    startLevel: levelAt(first),
    endLevel: levelAt(last),
    fittedByDay,
  };
}

/** Newton's steps to the two coefficients. Null where there are no counts to fit, or they don't settle. */
function fitLine(counts: readonly number[], shapes: readonly number[], times: readonly number[]) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shape = shapes.reduce((sum, each) => sum + each, 0);
  if (total <= 0 || shape <= 0) return null;
  let [intercept, slope] = [Math.log(total / shape), 0];
  const expect = (): number[] => shapes.map((each, index) => each * Math.exp(intercept + slope * (times[index] ?? 0)));
  let information = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const expected = expect();
    let [sum0, sum1, sum2, off0, off1] = [0, 0, 0, 0, 0];
    expected.forEach((each, index) => {
      const time = times[index] ?? 0;
      const off = (counts[index] ?? 0) - each;
      sum0 += each;
      sum1 += each * time;
      sum2 += each * time * time;
      off0 += off;
      off1 += off * time;
    });
    const determinant = sum0 * sum2 - sum1 * sum1;
    if (!(determinant > 0)) return null;
    intercept += (sum2 * off0 - sum1 * off1) / determinant;
    slope += (sum0 * off1 - sum1 * off0) / determinant;
    information = determinant / sum0;
  }
  const expected = expect();
  const isSettled = Number.isFinite(information) && expected.every((each) => Number.isFinite(each) && each > 0);
  return isSettled ? { intercept, slope, expected, information } : null;
}

/** The correlation of each error with the one before, corrected for what fitting a line took away; from 0 to 0.9. */
function likenessToDayBefore(errors: readonly number[]): number {
  let [products, squares] = [0, 0];
  errors.forEach((error, index) => {
    squares += error * error;
    if (index > 0) products += error * (errors[index - 1] ?? 0);
  });
  if (squares === 0) return 0;
  const measured = products / squares;
  return Math.min(0.9, Math.max(0, measured + (1 + 4 * measured) / errors.length));
}
