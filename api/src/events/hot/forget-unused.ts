import { DatabaseError, type Pool } from 'pg';
import { inTransaction } from '../../db/index.js';
import { deleteUnused, dictionaries, selectUnused } from './queries/dictionary.js';

/** How long those who write views may be kept waiting, and we wait for them. */
const LOCK_TIMEOUT = '2s';
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Forgets URLs and clients that no stored view points to any more. What's unused is found while views come in; then they
 * are held up for a moment, and what was taken up again meanwhile stays.
 *
 * @returns how many were forgotten; null when the tables were in use, and it's to be tried another time
 */
export async function forgetUnused(pool: Pool): Promise<number | null> {
  const { snapshot, unused } = await inTransaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    const taken = await client.query<{ snapshot: string }>('SELECT pg_current_snapshot()::text AS snapshot');
    const found = [];
    for (const dictionary of dictionaries) {
      const { rows } = await client.query<{ key: string }>(selectUnused(dictionary));
      found.push({ dictionary, keys: rows.map(({ key }) => key) });
    }
    return { snapshot: taken.rows[0]?.snapshot, unused: found.filter(({ keys }) => keys.length > 0) };
  });
  if (unused.length === 0) return 0;
  try {
    return await inTransaction(pool, async (client) => {
      await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
      // Whoever stores views has finished, and none begins: each writes to these tables first.
      const tables = dictionaries.map(({ table }) => table).join(', ');
      await client.query(`LOCK TABLE ${tables} IN SHARE ROW EXCLUSIVE MODE`);
      let forgotten = 0;
      for (const { dictionary, keys } of unused)
        forgotten += (await client.query(deleteUnused(dictionary), [keys, snapshot])).rowCount ?? 0;
      return forgotten;
    });
  } catch (error) {
    if (error instanceof DatabaseError && error.code === LOCK_NOT_AVAILABLE) return null;
    throw error;
  }
}
