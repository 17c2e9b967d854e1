import type { Pool } from 'pg';
import { addDays } from '../../domain/period.js';

/** Figures of days, as the rollups would write them: page visits as given, the other metrics in proportion. */
export async function writeDays(
  pool: Pool,
  siteId: number,
  first: string,
  pageVisits: readonly number[],
): Promise<void> {
  const dates = pageVisits.map((_, index) => addDays(first, index));
  await pool.query(
    `INSERT INTO daily_metrics (site_id, date, page_visits, page_views, sessions, unique_visitors)
     SELECT $1, day, visits, visits * 2, visits / 2, visits / 3 FROM unnest($2::date[], $3::integer[]) AS given (day, visits)
     ON CONFLICT (site_id, date) DO UPDATE SET (page_visits, page_views, sessions, unique_visitors) =
       ROW (excluded.page_visits, excluded.page_views, excluded.sessions, excluded.unique_visitors)`,
    [siteId, dates, pageVisits],
  );
}

/** A week that repeats, with some noise that is the same each time. */
export function buildTraffic(days: number, level = 100): number[] {
  return Array.from({ length: days }, (_, day) =>
    Math.round(level * (1 + 0.4 * Math.sin((day * 2 * Math.PI) / 7)) + ((day * 37) % 11)),
  );
}

/** The same of full days: the first measured one, which begins with the installation, is the day before them. */
export async function writeFullDays(
  pool: Pool,
  siteId: number,
  first: string,
  pageVisits: readonly number[],
): Promise<void> {
  await writeDays(pool, siteId, addDays(first, -1), [1, ...pageVisits]);
}
