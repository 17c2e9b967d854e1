/** Figures of a few extreme values among many, which must not decide what is usual. */

/** Makes the median distance from 0 the standard deviation, where values are normal. */
const MEDIAN_TO_SD = 1.4826;
/** Squares are cut at so many standard deviations ... */
const CUT_AT = 2.5;
/** ... which leaves this much of a normal variance. */
const LEFT_BY_CUT = 0.9776;

export function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}

/** The standard deviation about 0 by the median, which up to half of the values can't move. */
export function medianDeviation(values: readonly number[]): number {
  return MEDIAN_TO_SD * median(values.map(Math.abs));
}

/** The variance about 0, with values cut at 2.5 robust standard deviations (Huber 1981, proposal 2, in one step). */
export function robustVariance(values: readonly number[]): number {
  const cut = CUT_AT * medianDeviation(values);
  // More than half of the values are 0: each of the others is an extreme one, and counts in full.
  if (cut === 0) return mean(values.map((value) => value * value));
  return mean(values.map((value) => Math.min(Math.abs(value), cut) ** 2)) / LEFT_BY_CUT;
}
