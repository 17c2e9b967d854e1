/** What reports are held against: the overview's figures counted by DuckDB from the same files, all of them at once. */
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { summarize } from './latencies.mjs';

const SELECT_KEYS = `
  SELECT object_key, day::text FROM archive_days WHERE site_id = (SELECT id FROM sites WHERE domain = $1)
    AND day > $2::date - $3::integer AND day <= $2::date AND object_key IS NOT NULL`;
const GROUPS = ['viewed_at // 86400000', 'page', 'source', 'device_type', 'country'];

/** Times of so many rounds of a query for each of the overview's reports, over `days` days until `lastDay`. */
export async function measureBruteForce(pool, { site, lastDay, days, rounds, dataDir }) {
  const { rows } = await pool.query(SELECT_KEYS, [site, lastDay, days]);
  const files = rows.map(({ object_key: key }) => `'${path.join(dataDir, 'archive', key)}'`).join(', ');
  const instance = await DuckDBInstance.create(':memory:', { threads: String(os.availableParallelism()) });
  const connections = await Promise.all(GROUPS.map(() => instance.connect()));
  const times = [];
  for (let round = -1; round < rounds; round += 1) {
    const beganMs = performance.now();
    await Promise.all(
      GROUPS.map((group, index) =>
        connections[index].runAndReadAll(
          `SELECT ${group} AS value, count(*), count(DISTINCT visitor_key), count(DISTINCT session_key), avg(time_on_page)
           FROM read_parquet([${files}]) GROUP BY 1 ORDER BY 2 DESC LIMIT 10`,
        ),
      ),
    );
    if (round >= 0) times.push(performance.now() - beganMs);
  }
  for (const connection of connections) connection.closeSync();
  instance.closeSync();
  return summarize(times);
}
