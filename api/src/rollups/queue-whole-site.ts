import type { Pool } from 'pg';
import { QUEUE_WHOLE_SITE } from './queries.js';

/** Has every day of a site computed anew, as after a change of its time zone. */
export async function queueWholeSite(pool: Pool, siteId: number): Promise<void> {
  await pool.query(QUEUE_WHOLE_SITE, [siteId]);
}
