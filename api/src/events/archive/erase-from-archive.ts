import type { Pool } from 'pg';
import { inTransaction } from '../../db/index.js';
import { AppError } from '../../errors.js';
import { readParquet, type Engine } from '../engine/engine.js';
import { keyOfId } from '../engine/event-row.js';
import { datesOfQuarterHours, QUARTER_HOUR_MS } from '../engine/quarter-hours.js';
import type { Erasure } from '../event-store.js';
import type { ArchiveFiles } from './files.js';
import { readManifest, type ArchivedDay } from './manifest.js';
import { ERASE_FROM_DAYS, QUEUE_DAYS, SELECT_TIME_ZONE } from './queries.js';

interface EraseDeps {
  pool: Pool;
  engine: Engine;
  files: ArchiveFiles;
}

/** So many files are read by one question, which has a time limit. */
const FILES_AT_ONCE = 31;

/**
 * Erases a visitor from the days that only the archive has: what their files hold of the visitor doesn't count from now on,
 * and the files are written anew with the next close of day.
 *
 * @throws AppError `unavailable` when a file that may hold the visitor can't be read; nothing is erased then
 */
export async function eraseFromArchive(
  deps: EraseDeps,
  { siteId, visitorId }: { siteId: number; visitorId: string },
): Promise<Erasure> {
  const key = keyOfId(visitorId).toString();
  const days = (await readManifest(deps.pool, -1)).filter(
    (day) => day.siteId === siteId && !day.isHot && day.key !== null && !day.erasedKeys.includes(key),
  );
  const found: Found[] = [];
  for (let start = 0; start < days.length; start += FILES_AT_ONCE)
    found.push(...(await findVisitor(deps, days.slice(start, start + FILES_AT_ONCE), key)));
  if (found.length === 0) return { erasedEvents: 0, days: [] };
  const holding = [...new Set(found.map(({ day }) => day))];
  const { rows } = await deps.pool.query<{ timezone: string }>(SELECT_TIME_ZONE, [siteId]);
  await inTransaction(deps.pool, async (client) => {
    await client.query(ERASE_FROM_DAYS, [siteId, key, holding]);
    await client.query(QUEUE_DAYS, [siteId, holding]);
  });
  return {
    erasedEvents: found.reduce((sum, { views }) => sum + views, 0),
    days: datesOfQuarterHours(
      found.map(({ quarter }) => quarter),
      rows[0]?.timezone ?? 'UTC',
    ),
  };
}

interface Found {
  day: string;
  quarter: number;
  views: number;
}

async function findVisitor({ engine, files }: EraseDeps, days: readonly ArchivedDay[], key: string): Promise<Found[]> {
  const opened = await files.open(days);
  try {
    const lost = days.filter((_, index) => opened.paths[index] === null).map(({ day }) => day);
    if (lost.length > 0) throw refuseForLost('erased from', lost);
    const paths = opened.paths.filter((path) => path !== null);
    const rows = await engine.own.read((session) =>
      session.all<{ path: string; quarter: number; views: number }>(
        `SELECT filename AS path, viewed_at // ${QUARTER_HOUR_MS} AS quarter, count(*) AS views
         FROM ${readParquet(paths, ', filename = true')} WHERE visitor_key = ${key} GROUP BY ALL`,
      ),
    );
    return rows.map(({ path, ...rest }) => ({ day: days[opened.paths.indexOf(path)]?.day ?? '', ...rest }));
  } finally {
    opened.release();
  }
}

const ASK_AGAIN_SECONDS = 3_600;

/** What is asked of a visitor can't be done while files are lost. */
export function refuseForLost(what: string, days: readonly string[]): AppError {
  return new AppError({
    code: 'unavailable',
    detail: `The visitor can't be ${what} ${days.join(', ')}: the archive files are missing or damaged. Bring them back (tidemark archive verify names them) and ask again.`,
    retryAfterSeconds: ASK_AGAIN_SECONDS,
  });
}
