import type { Pool } from 'pg';
import { inTransaction } from '../../db/index.js';
import { forgetUnused } from './forget-unused.js';

const LIST_PARTITIONS =
  "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'page_visit_rows'::regclass ORDER BY 1";

/**
 * Removes every event of a site and what was made of them, a day's partition at a time. Its archive files go with the
 * next sweep.
 */
export async function removeSiteEvents(pool: Pool, siteId: number): Promise<void> {
  const partitions = await pool.query<{ name: string }>(LIST_PARTITIONS);
  for (const { name } of partitions.rows) await clearPartition(pool, name, siteId);
  for (const table of ['custom_events', 'event_changes', 'archive_days', 'month_summaries', 'uncounted_events']) {
    await pool.query(`DELETE FROM ${table} WHERE site_id = $1`, [siteId]);
  }
  await forgetUnused(pool);
}

/** Empties a partition that holds nothing else at once, which gives its disk back; else deletes the site's rows. */
async function clearPartition(pool: Pool, name: string, siteId: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    // No other site's view may arrive between the look and the TRUNCATE.
    await client.query(`LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`);
    const others = await client.query(`SELECT FROM ${name} WHERE site_id <> $1 LIMIT 1`, [siteId]);
    if (others.rowCount === 0) await client.query(`TRUNCATE ${name}`);
    else await client.query(`DELETE FROM ${name} WHERE site_id = $1`, [siteId]);
  });
}
