import type { Pool } from 'pg';
import type { Period } from '../domain/period.js';
import { findFirstMeasuredDay } from '../imported-days/index.js';
import { readMarkedSpans } from '../marked-days/index.js';

/** Tells the days of a period that are measured in full, and that nobody marked: the others can't be compared with. */
export async function readKnownDays(pool: Pool, siteId: number, period: Period): Promise<(date: string) => boolean> {
  const firstMeasured = await findFirstMeasuredDay(pool, siteId);
  const spans = await readMarkedSpans(pool, siteId, period);
  return (date) =>
    firstMeasured !== null && date > firstMeasured && !spans.some(({ start, end }) => start <= date && date <= end);
}
