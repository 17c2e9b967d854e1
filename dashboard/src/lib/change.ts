import type { Metric } from './metrics.js';

/** How a figure moved against the compared period, and whether that's good news. */
export type Change =
  | { kind: 'unknown' }
  | { kind: 'new' }
  | {
      kind: 'moved';
      direction: 'up' | 'down' | 'flat';
      meaning: 'good' | 'bad' | 'neutral';
      amount: number;
      unit: 'share' | 'points';
      /** A period that isn't over was held against a whole one, and what is missing may still come today. */
      isSoFar?: boolean;
    };

/** Counts and durations change by a share of what they were; a rate changes by percentage points. */
export function computeChange(metric: Metric, current: number | null, previous: number | null | undefined): Change {
  if (current === null || previous === null || previous === undefined) return { kind: 'unknown' };
  const unit = metric.kind === 'rate' ? 'points' : 'share';
  if (unit === 'share' && previous === 0) return current === 0 ? flat(unit) : { kind: 'new' };
  const amount = unit === 'points' ? current - previous : (current - previous) / previous;
  // Below what is shown (0.1%) a change has no direction.
  if (Math.abs(amount) < 0.0005) return flat(unit);
  const direction = amount > 0 ? 'up' : 'down';
  const meaning = (direction === 'up') === (metric.better === 'higher') ? 'good' : 'bad';
  return { kind: 'moved', direction, meaning, amount, unit };
}

/** A count that fell by no more than a day is of the period: while today goes on, that's neither good nor bad. */
export function whileRunning(change: Change, days: number): Change {
  const isSmallFall = change.kind === 'moved' && change.direction === 'down' && -change.amount <= 1 / days;
  return isSmallFall ? { ...change, meaning: 'neutral', isSoFar: true } : change;
}

function flat(unit: 'share' | 'points'): Change {
  return { kind: 'moved', direction: 'flat', meaning: 'neutral', amount: 0, unit };
}
