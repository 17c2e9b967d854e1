import type { AccuracyReport } from '../types/predictions.js';

/** One forecast of a day that is over. */
export type Outcome = AccuracyReport['history'][number];

/** What "on most days" means here. */
const most = 2 / 3;

/** The forecasts that were made so many days ahead. */
export function atHorizon(history: readonly Outcome[], horizon: number): Outcome[] {
  return history.filter((outcome) => outcome.horizon === horizon);
}

/** Which share of what came two forecasts of three were off by at most; null where nothing came at all. */
export function errorOnMostDays(history: readonly Outcome[]): number | null {
  const errors = history
    .filter(({ actual_value: actual }) => actual > 0)
    .map(({ actual_value: actual, predicted_value: predicted }) => Math.abs(predicted - actual) / actual)
    .sort((a, b) => a - b);
  return errors[Math.ceil(errors.length * most) - 1] ?? null;
}

/** How many days were forecast at all. */
export function countDays(history: readonly Outcome[]): number {
  return new Set(history.map(({ predicted_date: day }) => day)).size;
}

/** On which side of its interval a day came out; undefined where it fell inside. */
export function missOf({ actual_value: actual, lower, upper }: Outcome): 'above' | 'below' | undefined {
  if (actual > upper) return 'above';
  return actual < lower ? 'below' : undefined;
}

/** How many days fell inside their interval. */
export function countInside(history: readonly Outcome[]): number {
  return history.filter((outcome) => missOf(outcome) === undefined).length;
}

/** Since when a model makes the forecasts, as far as the history reaches. */
export interface Service {
  /** Instant of its first forecast there. */
  since: string;
  /** Nothing older is known, so it may have been earlier. */
  isAtLeast: boolean;
}

export function findService(history: readonly Outcome[], modelVersion: string): Service | undefined {
  const byAge = history.toSorted((a, b) => (a.issued_at < b.issued_at ? -1 : 1));
  const index = byAge.findIndex((outcome) => outcome.model_version === modelVersion);
  const first = byAge[index];
  return first && { since: first.issued_at, isAtLeast: index === 0 };
}
