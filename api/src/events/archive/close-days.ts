import type { Logger } from 'winston';
import { dayOfNumber } from '../engine/days.js';
import type { Engine } from '../engine/engine.js';
import { SELECT_SITE_IDS } from '../tail/queries.js';
import { PRUNE_CHANGES, SELECT_CLOSED, SELECT_DIRTY_DAYS } from './queries.js';
import type { ArchiveFiles } from './files.js';
import { writeDay, type ArchiveDeps, type DayToWrite } from './write-day.js';

export interface CloseDaysDeps extends ArchiveDeps {
  engine: Engine;
  files: ArchiveFiles;
  logger: Logger;
}

/** A day is closed so long after its end: sessions that pass midnight are over by then. */
const CLOSE_AFTER_SECONDS = 3_600;
/** A large archived day that changed is written anew at most so often. */
const REWRITE_AFTER_SECONDS = 6 * 3_600;

export interface CloseOptions {
  /** Only this site's days. */
  siteId?: number;
  /** Large days, too, are written anew at once where they changed. */
  isEveryDirtyDue?: boolean;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** What became of the days that were due; of those left when the signal was aborted, nothing. */
export interface ClosedDays {
  written: { siteId: number; day: string; rows: number; sizeBytes: number }[];
  failed: { siteId: number; day: string; error: unknown }[];
}

/**
 * Archives every day that is over and isn't archived, every archived day that changed, and anew from PostgreSQL every day
 * whose file is lost. A day that fails doesn't keep the others waiting.
 */
export async function closeDays(deps: CloseDaysDeps, options: CloseOptions = {}): Promise<ClosedDays> {
  const due = (await listDueDays(deps, options.isEveryDirtyDue ? 0 : REWRITE_AFTER_SECONDS)).filter(
    ({ siteId }) => options.siteId === undefined || siteId === options.siteId,
  );
  const result: ClosedDays = { written: [], failed: [] };
  for (const [index, wanted] of due.entries()) {
    const { siteId, day } = wanted;
    if (options.signal?.aborted) break;
    try {
      const entered = await writeDay(deps, wanted, options.signal);
      deps.files.forgetLost(siteId, day);
      if (entered) result.written.push({ siteId, day, rows: entered.rows, sizeBytes: entered.sizeBytes });
    } catch (error) {
      if (options.signal?.aborted) break;
      deps.logger.error('a day could not be archived; it will be tried again', { site_id: siteId, day, error });
      result.failed.push({ siteId, day, error });
    }
    options.onProgress?.(index + 1, due.length);
  }
  await deps.pool.query(PRUNE_CHANGES);
  return result;
}

async function listDueDays(deps: CloseDaysDeps, rewriteAfterSeconds: number): Promise<DayToWrite[]> {
  await deps.mirror.catchUp();
  const open = await deps.engine.own.read((session) => session.all<{ site_id: number; day: number }>(SELECT_OPEN_DAYS));
  const days = [...new Set(open.map((row) => dayOfNumber(row.day)))];
  const closed = await deps.pool.query<{ day: string }>(SELECT_CLOSED, [days, CLOSE_AFTER_SECONDS]);
  const isClosed = new Set(closed.rows.map((row) => row.day));
  // The tail still has what a removed site left there.
  const sites = await deps.pool.query<{ id: number }>(SELECT_SITE_IDS);
  const isSite = new Set(sites.rows.map(({ id }) => id));
  const dirty = await deps.pool.query<{ site_id: number; day: string }>(SELECT_DIRTY_DAYS, [rewriteAfterSeconds]);
  const lost = deps.files.listLost().filter((known) => known.isHot && isSite.has(known.siteId));
  const isLost = new Set(lost.map(({ siteId, day }) => `${siteId} ${day}`));
  return [
    ...lost.map(({ siteId, day, key }) => ({ siteId, day, lostKey: key })),
    ...open
      .map((row) => ({ siteId: row.site_id, day: dayOfNumber(row.day) }))
      .filter(({ siteId, day }) => isClosed.has(day) && isSite.has(siteId)),
    ...dirty.rows
      .map((row) => ({ siteId: row.site_id, day: row.day }))
      .filter(({ siteId, day }) => !isLost.has(`${siteId} ${day}`)),
  ];
}

const SELECT_OPEN_DAYS = `
  SELECT DISTINCT t.site_id, t.viewed_at // 86400000 AS day FROM tail t
  ANTI JOIN archived_days a ON a.site_id = t.site_id AND a.day = t.viewed_at // 86400000
  ORDER BY day, t.site_id`;
