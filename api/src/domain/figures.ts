import type { Figures } from '@tidemark/contracts';

/** The name of rows whose value is unknown, and of the filter that finds them. */
export const NONE = '(none)';

/** The sums every figure follows from. They add up where averages don't. */
export interface Sums {
  pageViews: number;
  pageVisits: number;
  uniqueVisitors: number;
  timeOnPageSum: number;
  timeOnPageCount: number;
  sessions: number;
  bounces: number;
  sessionDurationMsSum: number;
}

export const NO_SUMS: Sums = {
  pageViews: 0,
  pageVisits: 0,
  uniqueVisitors: 0,
  timeOnPageSum: 0,
  timeOnPageCount: 0,
  sessions: 0,
  bounces: 0,
  sessionDurationMsSum: 0,
};

/** The sums of several sets that have nothing in common; visitors may be in more than one, and are the caller's to count. */
export function addUp(sets: Iterable<Sums>): Sums {
  const total = { ...NO_SUMS };
  for (const sums of sets) for (const key of Object.keys(NO_SUMS) as (keyof Sums)[]) total[key] += sums[key];
  return total;
}

/** The figures of METRICS from their sums: averages weighted by their counts, null where nothing is known. */
export function figuresOf(sums: Sums): Figures {
  return {
    page_visits: sums.pageVisits,
    page_views: sums.pageViews,
    unique_visitors: sums.uniqueVisitors,
    sessions: sums.sessions,
    avg_time_on_page: meanOf(sums.timeOnPageSum, sums.timeOnPageCount),
    bounce_rate: meanOf(sums.bounces, sums.sessions),
    avg_session_duration: meanOf(sums.sessionDurationMsSum / 1_000, sums.sessions),
  };
}

/** Sum by count; null where the count is zero. */
export function meanOf(sum: number, count: number): number | null {
  return count === 0 ? null : sum / count;
}
