import type { Pool } from 'pg';
import { instantsOf } from '../../domain/period.js';
import type { CustomByDay, SiteRange } from '../event-store.js';

/** Custom events of a name by day and page, of the pages with the most of them. $1: site; $2: from; $3: to; $4: time zone; $5: name; $6: pages. */
const SELECT_CUSTOM_BY_DAY = `
  WITH named AS (
    SELECT (timestamp AT TIME ZONE $4)::date AS date, substring(page_url from position('://' in page_url) + 3) AS page
    FROM custom_events WHERE site_id = $1 AND timestamp >= $2 AND timestamp < $3 AND name = $5),
  largest AS (SELECT page FROM named GROUP BY page ORDER BY count(*) DESC, page LIMIT $6)
  SELECT date, page, count(*) AS count FROM named JOIN largest USING (page) GROUP BY date, page ORDER BY page, date`;

/** How often a custom event happened, by page and day. */
export async function customByDay(
  pool: Pool,
  { siteId, timeZone, ...period }: SiteRange,
  { name, pages }: { name: string; pages: number },
): Promise<CustomByDay[]> {
  const { fromAt, toAt } = instantsOf(period, timeZone);
  const values = [siteId, fromAt, toAt, timeZone, name, pages];
  return (await pool.query<CustomByDay>(SELECT_CUSTOM_BY_DAY, values)).rows;
}
