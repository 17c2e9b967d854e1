import type { Pool, PoolClient } from 'pg';

/**
 * Does some work unless another process is at it. When its connection breaks, PostgreSQL lets others have the lock.
 *
 * @param name what the lock is of
 * @param work gets the connection that holds the lock
 * @returns null where another process holds it
 */
export async function tryLocked<Result>(
  pool: Pool,
  name: string,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result | null> {
  const client = await pool.connect();
  let isSound = false;
  try {
    const { rows } = await client.query<{ is_held: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS is_held',
      [name],
    );
    if (!rows[0]?.is_held) {
      isSound = true;
      return null;
    }
    const result = await work(client);
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    isSound = true;
    return result;
  } finally {
    client.release(!isSound);
  }
}
