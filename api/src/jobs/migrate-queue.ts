import { runMigrations, type Logger } from 'graphile-worker';
import type { Pool } from 'pg';
import { SCHEMA } from './queries.js';

/** Brings the queue's own schema up to date. Safe from several processes at once: one migrates, the others wait. */
export async function migrateQueue(pool: Pool, logger: Logger): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('tidemark_jobs'))");
    await runMigrations({ pgPool: pool, schema: SCHEMA, logger });
    await client.query("SELECT pg_advisory_unlock(hashtext('tidemark_jobs'))");
    client.release();
  } catch (error) {
    // Closing the connection gives the lock back, also where the unlocking would fail.
    client.release(true);
    throw error;
  }
}
