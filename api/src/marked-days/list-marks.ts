import type { Pool } from 'pg';
import type { Mark } from './mark.js';
import { SELECT_MARKS } from './queries.js';

/** The marks of a site, or of all: by site, and by their first day. */
export async function listMarks(pool: Pool, siteId: number | null): Promise<Mark[]> {
  return (await pool.query<Mark>(SELECT_MARKS, [siteId])).rows;
}
