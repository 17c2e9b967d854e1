import type { DayForecast } from '../observations/observations.js';
import { studentHalfWidth } from '../statistics/distributions.js';

/**
 * Beyond its 95% interval a forecast says nothing. Days far out are more frequent than a bell has them, so tails are
 * taken to be those of Student's t with so many degrees of freedom.
 */
const DEGREES = 8;
/** In logarithms; an interval without width is none. */
const LEAST_HALF_WIDTH = 0.02;

/** How far a figure lies from its forecast, on a scale on which the 95% interval ends where Student's t has it. */
export function toDeviation({ value, intervals }: DayForecast, figure: number): { t: number; degrees: number } {
  const { lower, upper } = intervals[95];
  const off = Math.log1p(figure) - Math.log1p(value);
  const half = off >= 0 ? Math.log1p(upper) - Math.log1p(value) : Math.log1p(value) - Math.log1p(lower);
  return { t: (off / Math.max(LEAST_HALF_WIDTH, half)) * studentHalfWidth(0.95, DEGREES), degrees: DEGREES };
}
