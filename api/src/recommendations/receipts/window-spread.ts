import { MEASURED_DAYS } from '../cards/index.js';
import { studentQuantile95 } from './student.js';

/** How far sums of 14 days lie from what was expected of them, as the logarithm of their ratio. */
export interface Spread {
  /** So far 90% of them lie at most. */
  reach: number;
}

/** What the days say counts like so many windows beside those that were seen. */
const DAYS_WEIGHT = 4;
const MAX_CORRELATION = 0.95;
/** The level that a window is held against is a mean of days, too, and as uncertain. */
const SIDES = 2;

/** The ratio of what came to what was expected; half an event keeps small ones finite. */
export function logRatio({ actual, expected }: { actual: number; expected: number }): number {
  return Math.log((actual + 0.5) / (expected + 0.5));
}

/**
 * The spread of windows, from windows of the past and from single days. Windows overlap, so that 14 of them count as one; few
 * as they are, they are joined by what the days' own errors imply, which follow each other (first-order autoregression), and
 * the interval is as wide as so few degrees of freedom ask for.
 *
 * @param windows the log ratios of past windows, one a day
 * @param days the relative errors of single days, in order
 */
export function spreadOf(windows: readonly number[], days: readonly number[]): Spread {
  const seen = windows.length / MEASURED_DAYS;
  // Not about their mean: a method that is off in one direction is off by that much.
  const variance = (seen * meanSquare(windows) + DAYS_WEIGHT * SIDES * varianceOfMean(days)) / (seen + DAYS_WEIGHT);
  return { reach: studentQuantile95(seen + DAYS_WEIGHT) * Math.sqrt(variance) };
}

/** The variance of the mean of 14 errors that follow each other as these do. */
function varianceOfMean(errors: readonly number[]): number {
  const correlation = lagCorrelation(errors);
  let sum = MEASURED_DAYS;
  for (let lag = 1; lag < MEASURED_DAYS; lag++) sum += 2 * (MEASURED_DAYS - lag) * correlation ** lag;
  return (meanSquare(errors) * sum) / MEASURED_DAYS ** 2;
}

function lagCorrelation(errors: readonly number[]): number {
  const products = errors.slice(1).map((error, index) => error * (errors[index] ?? 0));
  const square = meanSquare(errors);
  if (square === 0 || products.length === 0) return 0;
  const mean = products.reduce((sum, product) => sum + product, 0) / products.length;
  return Math.min(MAX_CORRELATION, Math.max(0, mean / square));
}

function meanSquare(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0) / Math.max(1, values.length);
}
