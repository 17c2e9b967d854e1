import type { Pool, PoolClient } from 'pg';
import type { ImportedDay, ImportSource } from './imported-day.js';
import { SELECT_DAYS_BEFORE } from './queries.js';

interface ImportedDayRow {
  date: string;
  source: ImportSource;
  page_visits: number | null;
  page_views: number | null;
  sessions: number | null;
  unique_visitors: number | null;
}

/**
 * The imported days of a site, oldest first, each with where it comes from. Days may be missing in between.
 *
 * @param options.before the first day that isn't read, `YYYY-MM-DD`: the one after the site's first measured day, of which
 * it has but a part, since measured figures and those of another tool don't mix
 */
export async function readImportedDays(
  db: Pool | PoolClient,
  siteId: number,
  { before }: { before: string },
): Promise<(ImportedDay & { source: ImportSource })[]> {
  const { rows } = await db.query<ImportedDayRow>(SELECT_DAYS_BEFORE, [siteId, before]);
  return rows.map((row) => ({
    date: row.date,
    source: row.source,
    pageVisits: row.page_visits,
    pageViews: row.page_views,
    sessions: row.sessions,
    uniqueVisitors: row.unique_visitors,
  }));
}
