import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { tryLocked } from '../../db/index.js';
import { dayNumberOf, startOfDayNumber } from '../engine/days.js';
import { interruptWhen, literal, type Session } from '../engine/engine.js';
import { describeEvents, EVENT_COLUMNS, FILE_OPTIONS, SCHEMA_VERSION } from '../engine/event-row.js';
import type { OpenedEvents } from '../reports/scan.js';
import { copyViews } from '../tail/copy-views.js';
import type { HeldMoment, Mirror } from '../tail/mirror.js';
import { readCsv } from '../tail/tail.js';
import { enterDay, type EnteredDay } from './manifest.js';
import { hashFile, type ArchivePlace } from './place/index.js';
import { CHECK_FILE, CHECK_ROWS, FORGET_PENDING, LOCK_SITE, type DayCheck } from './queries.js';

export interface ArchiveDeps {
  pool: Pool;
  mirror: Mirror;
  place: ArchivePlace;
  scratchDir: string;
  /** A relation of a site's events between two instants, and the release of the files it reads. */
  openEvents(session: Session, siteId: number, span: { fromMs: number; toMs: number }): Promise<OpenedEvents>;
}

/** A day of a site. */
export interface DayToWrite {
  siteId: number;
  day: string;
  /** The key of its file, where that is lost and PostgreSQL alone has the day. */
  lostKey?: string | null;
}

/** The written file doesn't hold what PostgreSQL holds. Nothing was changed. */
export class ArchiveMismatch extends Error {
  override name = 'ArchiveMismatch';
}

/**
 * Writes a day of a site to the archive as it is now, or anew where it changed: aside, checked against the rows it
 * replaces, on disk for certain, then entered in the manifest. Whenever it's killed, the next attempt begins anew and
 * readers see either the old state or the new.
 *
 * @param signal aborted when the attempt is to end; nothing is changed then
 * @returns the day as entered; null where another process is at it or has mended the file, or the site is no more
 * @throws ArchiveMismatch when file and rows differ
 */
export function writeDay(
  deps: ArchiveDeps,
  { siteId, day, lostKey = null }: DayToWrite,
  signal?: AbortSignal,
): Promise<EnteredDay | null> {
  // Two processes never write the same day at once.
  return tryLocked(deps.pool, `tidemark_archive ${siteId} ${day}`, (lock) =>
    writeLocked(deps, lock, { siteId, day, lostKey }, signal),
  );
}

async function writeLocked(
  deps: ArchiveDeps,
  lock: PoolClient,
  { siteId, day, lostKey }: Required<DayToWrite>,
  signal: AbortSignal | undefined,
): Promise<EnteredDay | null> {
  const number = dayNumberOf(day);
  const span = { fromMs: startOfDayNumber(number).getTime(), toMs: startOfDayNumber(number + 1).getTime() };
  const file = path.join(deps.scratchDir, `${siteId}-${day}-${randomBytes(4).toString('hex')}.parquet`);
  const held = await deps.mirror.catchUpAndHold();
  const stopInterrupting = signal && interruptWhen(signal, held.session.connection);
  try {
    signal?.throwIfAborted();
    const known = held.manifest.get(siteId)?.get(number);
    const isHot = known?.isHot ?? true;
    // Another process has mended the file, or it was found again and PostgreSQL has let go of its rows since.
    if (lostKey !== null && (known?.key !== lostKey || !isHot)) return null;
    const rowCount =
      lostKey === null
        ? await exportEvents(deps, held.session, { siteId, span, file })
        : await exportRows(deps, held, { siteId, span, file });
    if (isHot) await checkAgainstRows(held.client, held.session, { siteId, day, file, rowCount });
    const entry = {
      siteId,
      day,
      key: rowCount === 0 ? null : makeKey(siteId, day),
      rows: rowCount,
      sizeBytes: rowCount === 0 ? 0 : (await stat(file)).size,
      sha256: rowCount === 0 ? null : await hashFile(file),
      schemaVersion: SCHEMA_VERSION,
      snapshot: held.snapshot,
      isHot,
      erasedKeys: known?.erasedKeys ?? [],
    };
    signal?.throwIfAborted();
    stopInterrupting?.();
    await held.release();
    if (entry.key !== null) await deps.place.put(entry.key, file);
    return (await enter(lock, entry)) ? entry : null;
  } finally {
    stopInterrupting?.();
    await rm(file, { force: true });
    await held.release();
  }
}

/**
 * Enters a day on the connection that holds its lock: where that broke, another process may have written the day since, from
 * newer rows, and this entry must fail. @returns false where the site was removed meanwhile
 */
async function enter(lock: PoolClient, entry: EnteredDay): Promise<boolean> {
  await lock.query('BEGIN');
  const site = await lock.query(LOCK_SITE, [entry.siteId]);
  if (site.rowCount === 0) {
    await lock.query('ROLLBACK');
    return false;
  }
  await enterDay(lock, entry);
  await lock.query(FORGET_PENDING, [entry.siteId, entry.day, entry.snapshot]);
  await lock.query('COMMIT');
  return true;
}

interface Export {
  siteId: number;
  span: { fromMs: number; toMs: number };
  file: string;
}

/** Writes the day as reports see it: what's archived of it already, and the tail. @returns how many rows there are */
async function exportEvents(deps: ArchiveDeps, session: Session, { siteId, span, file }: Export): Promise<number> {
  const opened = await deps.openEvents(session, siteId, span);
  try {
    if (opened.missingDays.length > 0)
      throw new Error(`the file of site ${siteId}, ${opened.missingDays.join(', ')}, is missing or damaged`);
    return await copyToFile(session, opened.events, file);
  } finally {
    opened.release();
  }
}

/** So far around a day its sessions are sought. */
const SOUGHT_AROUND_MS = 36 * 3_600_000;

/** Writes the day from PostgreSQL alone. @returns how many rows there are */
async function exportRows(deps: ArchiveDeps, held: HeldMoment, { siteId, span, file }: Export): Promise<number> {
  const csv = `${file}.csv`;
  try {
    await copyViews(
      held.client,
      {
        siteId,
        fromAt: new Date(span.fromMs - SOUGHT_AROUND_MS),
        toAt: new Date(span.toMs + SOUGHT_AROUND_MS),
        sessionsOf: { fromAt: new Date(span.fromMs), toAt: new Date(span.toMs) },
      },
      csv,
    );
    const events = `(SELECT * FROM (${describeEvents(readCsv([csv]))}) WHERE viewed_at >= ${span.fromMs} AND viewed_at < ${span.toMs})`;
    return await copyToFile(held.session, events, file);
  } finally {
    await rm(csv, { force: true });
  }
}

/** A key that no other version of the day has. */
export const makeKey = (siteId: number, day: string): string =>
  `site=${siteId}/${day}.${randomBytes(6).toString('hex')}.parquet`;

/** Writes events in order of their sessions. Without any there's no file. */
export async function copyToFile(session: Session, events: string, file: string): Promise<number> {
  const [counted] = await session.all<{ rows: number }>(`SELECT count(*) AS rows FROM ${events}`);
  if (!counted || counted.rows === 0) return 0;
  await session.run(`COPY (
    SELECT ${EVENT_COLUMNS} FROM (SELECT *, min(viewed_at) OVER (PARTITION BY session_key) AS started_at FROM ${events})
    ORDER BY started_at, session_key, viewed_at, is_entry DESC, page, visitor_key) TO ${literal(file)} (${FILE_OPTIONS})`);
  return counted.rows;
}

/** Counts, sums and distinct values of the file must be those of the rows. */
async function checkAgainstRows(
  client: PoolClient,
  session: Session,
  { siteId, day, file, rowCount }: { siteId: number; day: string; file: string; rowCount: number },
): Promise<void> {
  const { rows } = await client.query<DayCheck>(CHECK_ROWS, [siteId, day]);
  const [written] = rowCount === 0 ? [NOTHING] : await session.all<DayCheck>(CHECK_FILE(file));
  const [held, found] = [JSON.stringify(plain(rows[0])), JSON.stringify(plain(written))];
  if (held !== found)
    throw new ArchiveMismatch(`site ${siteId}, ${day}: PostgreSQL holds ${held}, the file would hold ${found}`);
}

const NOTHING: DayCheck = { views: 0, visitors: 0, sessions: 0, time_on_page: 0, first_at: null, last_at: null };

function plain(check: DayCheck | undefined): unknown {
  return Object.values({ ...NOTHING, ...check });
}
