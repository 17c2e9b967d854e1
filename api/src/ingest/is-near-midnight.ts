const DAY_MS = 86_400_000;
const NEAR_MS = 3_600_000;

/**
 * Whether a report of a time on page may have another date, in UTC, than its view: its instant may be that of the report, by
 * so many seconds later at least, or of a clock that's wrong.
 */
export function isNearMidnight(at: Date, timeOnPage: number): boolean {
  const sinceMs = at.getTime() % DAY_MS;
  return sinceMs < NEAR_MS + timeOnPage * 1_000 || DAY_MS - sinceMs < NEAR_MS;
}
