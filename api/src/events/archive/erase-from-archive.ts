import type { Pool } from 'pg';
import { inTransaction } from '../../db/index.js';
import { readParquet, type Engine } from '../engine/engine.js';
import { keyOfId } from '../engine/event-row.js';
import type { ArchiveFiles } from './files.js';
import { readManifest } from './manifest.js';
import { ERASE_FROM_DAYS, QUEUE_DAYS } from './queries.js';

/**
 * Erases a visitor from the days that only the archive has: what their files hold of the visitor doesn't count from now on,
 * and the files are written anew with the next close of day.
 *
 * @returns how many events there were
 * @throws when a file that may hold the visitor can't be read
 */
export async function eraseFromArchive(
  deps: { pool: Pool; engine: Engine; files: ArchiveFiles },
  { siteId, visitorId }: { siteId: number; visitorId: string },
): Promise<number> {
  const key = keyOfId(visitorId).toString();
  const days = (await readManifest(deps.pool, -1)).filter(
    (day) => day.siteId === siteId && !day.isHot && day.key !== null && !day.erasedKeys.includes(key),
  );
  if (days.length === 0) return 0;
  const opened = await deps.files.open(days);
  try {
    const lost = days.filter((_, index) => opened.paths[index] === null).map(({ day }) => day);
    if (lost.length > 0)
      throw new Error(`the visitor can't be erased from ${lost.join(', ')}: the archive files are missing or damaged`);
    const paths = opened.paths.filter((path) => path !== null);
    const found = await deps.engine.read((session) =>
      session.all<{ path: string; views: number }>(
        `SELECT filename AS path, count(*) AS views FROM ${readParquet(paths, ', filename = true')}
         WHERE visitor_key = ${key} GROUP BY ALL`,
      ),
    );
    if (found.length === 0) return 0;
    const holding = found.map(({ path }) => days[opened.paths.indexOf(path)]?.day);
    await inTransaction(deps.pool, async (client) => {
      await client.query(ERASE_FROM_DAYS, [siteId, key, holding]);
      await client.query(QUEUE_DAYS, [siteId, holding]);
    });
    return found.reduce((sum, { views }) => sum + views, 0);
  } finally {
    opened.release();
  }
}
