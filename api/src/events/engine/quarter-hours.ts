import { localDate } from '../../domain/period.js';

/** Every offset from UTC is a multiple of it, so that all of it lies on one day. */
export const QUARTER_HOUR_MS = 900_000;

/** The days of a time zone on which these quarter hours since the epoch lie. */
export function datesOfQuarterHours(quarters: readonly number[], timeZone: string): string[] {
  return [...new Set(quarters.map((quarter) => localDate(new Date(quarter * QUARTER_HOUR_MS), timeZone)))];
}
