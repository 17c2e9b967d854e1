import type { Pool } from 'pg';
import { forgetUnused } from './forget-unused.js';
import { CLEAR_LEFTOVERS, SELECT_LEFTOVERS } from './queries/dictionary.js';

/**
 * Forgets URLs and clients that only erased visitors had. It reads every view of PostgreSQL, so it's done once for all
 * erasures since the last time; killed amid its work, it is done again.
 *
 * @returns how many were forgotten; null when the tables were in use, and it's to be tried another time
 */
export async function forgetErased(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ leftovers: number }>(SELECT_LEFTOVERS);
  const leftovers = rows[0]?.leftovers ?? 0;
  if (leftovers === 0) return 0;
  const forgotten = await forgetUnused(pool);
  if (forgotten !== null) await pool.query(CLEAR_LEFTOVERS, [leftovers]);
  return forgotten;
}
