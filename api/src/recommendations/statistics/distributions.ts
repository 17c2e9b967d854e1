import { compiled, incbet, lgam, ndtr, ndtri, stdtri } from 'cephes';

// The library is WebAssembly: its functions answer once it's compiled.
await compiled;

/** Scores beyond this mean the same: chance alone is out of the question. */
const MAX_SCORE = 30;
/** A Poisson count as a negative binomial one: its formula needs a little more than the mean for a variance. */
const LEAST_DISPERSION = 1.0001;
/** With a figure this high and one near 0, below a sum this high, the library multiplies gamma functions to infinity. */
const OVERFLOWS = { from: 165, to: 172 };
/** From this mean on a count's distribution is a bell, and its exact tail costs time only. */
const BELL_FROM = 20_000;

/**
 * The regularised incomplete beta function I_x(a, b). Where the library would overflow, its neighbour gives it (NIST Digital
 * Library of Mathematical Functions, 8.17.20 and 8.17.21).
 */
function betaShare(a: number, b: number, x: number): number {
  if (Math.max(a, b) < OVERFLOWS.from || a + b >= OVERFLOWS.to) return incbet(a, b, x);
  const step = Math.exp(lgam(a + b) - lgam(a) - lgam(b) + a * Math.log(x) + b * Math.log1p(-x));
  return a > b ? betaShare(a + 1, b, x) + step / a : betaShare(a, b + 1, x) - step / b;
}

/** How often a standard normal figure is at least `score`. */
export function normalUpper(score: number): number {
  return ndtr(-score);
}

/** The figure that a standard normal one is below with this probability. */
export function normalQuantile(probability: number): number {
  if (probability <= 0) return -MAX_SCORE;
  return probability >= 1 ? MAX_SCORE : Math.max(-MAX_SCORE, Math.min(MAX_SCORE, ndtri(probability)));
}

/** How often Student's t is at least `t`; computed so that small probabilities are exact, too. */
export function studentUpper(t: number, degrees: number): number {
  const outside = betaShare(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2;
  return t >= 0 ? outside : 1 - outside;
}

/** How often Student's t is as far from 0 as `t`, on either side. */
export function studentTwoSided(t: number, degrees: number): number {
  return Math.min(1, 2 * studentUpper(Math.abs(t), degrees));
}

/** How far from 0 Student's t stays with this probability: 0.9 gives the half-width of a 90% interval. */
export function studentHalfWidth(probability: number, degrees: number): number {
  return stdtri(Math.max(1, Math.round(degrees)), (1 + probability) / 2);
}

/**
 * How often a count with this mean, whose variance is `dispersion` times it, is at least `count`: Poisson at a dispersion of 1,
 * negative binomial above.
 */
export function countUpper(count: number, mean: number, dispersion: number): number {
  if (count <= 0) return 1;
  if (mean <= 0) return 0;
  const over = Math.max(dispersion, LEAST_DISPERSION);
  return betaShare(count, mean / (over - 1), (over - 1) / over);
}

/** How often such a count is at most `count`. */
export function countLower(count: number, mean: number, dispersion: number): number {
  if (mean <= 0) return 1;
  const over = Math.max(dispersion, LEAST_DISPERSION);
  return betaShare(mean / (over - 1), Math.floor(count) + 1, 1 / over);
}

/**
 * The standard normal figure that lies as far out as the count does. Half of the count's own probability is taken to its tail
 * (mid-p, Lancaster 1961), so that counts, which come in steps, are neither too rarely nor too often far out.
 */
export function scoreCount(count: number, mean: number, dispersion: number): number {
  // Proportions are steadier than counts: they have no distribution of their own here.
  if (mean >= BELL_FROM || dispersion < 1) return clamp((count - mean) / Math.sqrt(dispersion * mean));
  const isHigh = count >= mean;
  const tail = isHigh
    ? (countUpper(count, mean, dispersion) + countUpper(count + 1, mean, dispersion)) / 2
    : (countLower(count, mean, dispersion) + (count > 0 ? countLower(count - 1, mean, dispersion) : 0)) / 2;
  return isHigh ? -normalQuantile(tail) : normalQuantile(tail);
}

const clamp = (score: number): number => Math.max(-MAX_SCORE, Math.min(MAX_SCORE, score));

/** How often F is at least `f`. */
export function fUpper(f: number, between: number, within: number): number {
  return f <= 0 ? 1 : betaShare(within / 2, between / 2, within / (within + between * f));
}
