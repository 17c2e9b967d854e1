import type { Pool } from 'pg';
import { SELECT_LAG } from './queries.js';

/** What is still to be rolled up. */
export interface RollupLag {
  changes: number;
  /** How long the oldest of them has waited; 0 where none does. */
  seconds: number;
}

export async function readRollupLag(pool: Pool): Promise<RollupLag> {
  const { rows } = await pool.query<RollupLag>(SELECT_LAG);
  return rows[0] ?? { changes: 0, seconds: 0 };
}
