import { DatabaseError, type Pool } from 'pg';
import type { Logger } from 'winston';
import { inTransaction } from '../../db/index.js';
import { forgetUnused } from '../hot/forget-unused.js';
import type { ArchiveFiles } from './files.js';
import { readManifest } from './manifest.js';
import type { ArchivePlace } from './place/index.js';
import {
  COUNT_EXPIRED_CUSTOM_EVENTS,
  DELETE_CUSTOM_EVENTS_OF_NOBODY,
  DELETE_EXPIRED_CUSTOM_EVENTS,
  DELETE_EXPIRED_ROWS,
  EXPIRE_DAYS,
  MARK_ARCHIVED_ONLY,
  SELECT_CHANGED_DAYS,
  SELECT_CLOCK_DIFFERENCE,
  SELECT_EXPIRED_DAYS,
  SELECT_FIRST_KEPT_DAYS,
  SELECT_OLD_PARTITIONS,
  selectUnarchived,
} from './queries.js';

export interface RetentionDeps {
  pool: Pool;
  place: ArchivePlace;
  files: ArchiveFiles;
  logger: Logger;
}

export interface RetentionOptions {
  /** So many days stay in PostgreSQL after they were archived. */
  hotDays: number;
  /** Events are kept so many days, where their site doesn't say. */
  retentionDays: number;
  /** Tells what would go, and lets it be. */
  isDryRun?: boolean;
}

/** What went, or would go. */
export interface RetentionReport {
  /** Partitions of PostgreSQL whose days are safely in the archive. */
  partitions: { name: string; sizeBytes: number }[];
  /** Partitions that are old enough but have something that isn't in the archive yet. */
  kept: { name: string; reason: string }[];
  /** Archived days past their keeping. */
  days: { siteId: number; day: string; rows: number; sizeBytes: number }[];
  /** What is kept of each site: everything from this day on, in the site's time zone. */
  keeping: { siteId: number; firstDay: string; customEventsRemoved: number }[];
}

/** By a clock so wrong, days would go that are to be kept. */
const MAX_CLOCK_DIFFERENCE_SECONDS = 3_600;

/**
 * Lets go of what needn't be kept, whole partitions and files, so that the disk is free again. Repeating it is harmless.
 *
 * @throws when the clocks of this machine and of PostgreSQL disagree, and nothing goes
 */
export async function applyRetention(deps: RetentionDeps, options: RetentionOptions): Promise<RetentionReport> {
  await requireRightClock(deps.pool);
  const { days, keeping } = await expireDays(deps, options);
  const { partitions, kept } = await dropOldPartitions(deps, options);
  if (partitions.length > 0 && !options.isDryRun) await forgetUnused(deps.pool);
  return { partitions, kept, days, keeping };
}

async function requireRightClock(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ seconds: number }>(SELECT_CLOCK_DIFFERENCE, [new Date(Date.now())]);
  const seconds = rows[0]?.seconds ?? 0;
  if (seconds > MAX_CLOCK_DIFFERENCE_SECONDS)
    throw new Error(`nothing is let go of: this machine's clock and PostgreSQL's are ${seconds} s apart`);
}

async function expireDays(
  { pool, place }: RetentionDeps,
  { retentionDays, isDryRun }: RetentionOptions,
): Promise<Pick<RetentionReport, 'days' | 'keeping'>> {
  const { rows } = await pool.query<{ site_id: number; day: string; rows: number; bytes: number; object_key: string }>(
    SELECT_EXPIRED_DAYS,
    [retentionDays],
  );
  if (!isDryRun) {
    for (const siteId of new Set(rows.map((row) => row.site_id))) {
      const own = rows.filter((row) => row.site_id === siteId);
      await inTransaction(pool, (client) => client.query(EXPIRE_DAYS, [siteId, own.map((row) => row.day)]));
      for (const { object_key } of own) await place.remove(object_key);
    }
  }
  return {
    days: rows.map((row) => ({ siteId: row.site_id, day: row.day, rows: row.rows, sizeBytes: row.bytes })),
    keeping: await expireRows(pool, retentionDays, isDryRun ?? false),
  };
}

/** Deletes what lies in tables that aren't dropped whole: rows of a keeping shorter than HOT_DAYS, and custom events. */
async function expireRows(pool: Pool, retentionDays: number, isDryRun: boolean): Promise<RetentionReport['keeping']> {
  const keeping: RetentionReport['keeping'] = [];
  const firstKept = await pool.query<{ id: number; day: string }>(SELECT_FIRST_KEPT_DAYS, [retentionDays]);
  for (const { id, day } of firstKept.rows) {
    const expired = await pool.query<{ events: number }>(COUNT_EXPIRED_CUSTOM_EVENTS, [id, day]);
    if (!isDryRun) {
      await pool.query(DELETE_EXPIRED_ROWS, [id, day]);
      await pool.query(DELETE_EXPIRED_CUSTOM_EVENTS, [id, day]);
    }
    keeping.push({ siteId: id, firstDay: day, customEventsRemoved: expired.rows[0]?.events ?? 0 });
  }
  if (!isDryRun) await pool.query(DELETE_CUSTOM_EVENTS_OF_NOBODY);
  return keeping;
}

interface Partition {
  name: string;
  from_day: string;
  to_day: string;
}

async function dropOldPartitions(
  deps: RetentionDeps,
  { hotDays, isDryRun }: RetentionOptions,
): Promise<Pick<RetentionReport, 'partitions' | 'kept'>> {
  const old = await deps.pool.query<Partition>(SELECT_OLD_PARTITIONS, [hotDays]);
  const partitions: RetentionReport['partitions'] = [];
  const kept: RetentionReport['kept'] = [];
  for (const partition of old.rows) {
    const { rows } = await deps.pool.query<{ size: number }>('SELECT pg_total_relation_size(to_regclass($1)) AS size', [
      partition.name,
    ]);
    const reason =
      (await findDamage(deps, partition)) ?? (await dropPartition(deps.pool, partition, isDryRun ?? false));
    if (reason === GONE) continue;
    if (reason === null) partitions.push({ name: partition.name, sizeBytes: rows[0]?.size ?? 0 });
    else kept.push({ name: partition.name, reason });
  }
  return { partitions, kept };
}

/** Why a partition's files can't be relied on; null when they can. */
async function findDamage({ pool, files }: RetentionDeps, { from_day, to_day }: Partition): Promise<string | null> {
  const days = (await readManifest(pool, -1)).filter(
    ({ day, key, isHot }) => day >= from_day && day <= to_day && key !== null && isHot,
  );
  const opened = await files.openVerified(days);
  opened.release();
  const lost = days
    .filter((_, index) => opened.paths[index] === null)
    .map(({ siteId, day }) => `site ${siteId}, ${day}`);
  return lost.length === 0 ? null : `missing or damaged in the archive: ${lost.join('; ')}`;
}

/** How long to wait for those who write to the table; then it's tried another time. */
const LOCK_TIMEOUT = '2s';
const LOCK_NOT_AVAILABLE = '55P03';
const UNDEFINED_TABLE = '42P01';
/** Another process was quicker. */
const GONE = 'gone already';

/** Drops a partition unless something of it isn't in the archive. @returns why it was kept; null when it's gone */
async function dropPartition(pool: Pool, partition: Partition, isDryRun: boolean): Promise<string | null> {
  try {
    const seen = await pool.query<{ snapshot: string }>('SELECT pg_current_snapshot() AS snapshot');
    const { rows } = await pool.query<SiteDay>(selectUnarchived(partition.name));
    if (rows.length > 0) return `not in the archive as it is: ${listDays(rows)}`;
    return isDryRun ? null : await lockAndDrop(pool, partition, seen.rows[0]?.snapshot ?? '');
  } catch (error) {
    if (error instanceof DatabaseError && error.code === LOCK_NOT_AVAILABLE) return 'in use just now';
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return GONE;
    throw error;
  }
}

/** Who writes events waits for the lock: under it, only what changed since the rows were looked at is sought. */
function lockAndDrop(pool: Pool, { name, from_day, to_day }: Partition, snapshot: string): Promise<string | null> {
  return inTransaction(pool, async (client) => {
    await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
    await client.query(`LOCK TABLE page_visit_rows, ${name} IN ACCESS EXCLUSIVE MODE`);
    const { rows } = await client.query<SiteDay>(SELECT_CHANGED_DAYS, [from_day, to_day, snapshot]);
    if (rows.length > 0) return `changed just now: ${listDays(rows)}`;
    await client.query(`DROP TABLE ${name}`);
    await client.query(MARK_ARCHIVED_ONLY, [from_day, to_day]);
    return null;
  });
}

interface SiteDay {
  site_id: number;
  day: string;
}

function listDays(days: readonly SiteDay[]): string {
  return days.map(({ site_id, day }) => `site ${site_id}, ${day}`).join('; ');
}
