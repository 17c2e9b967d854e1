import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../db/index.js';
import { dayNumberOf, startOfDayNumber } from '../engine/days.js';
import { literal, readParquet, type Engine, type Session } from '../engine/engine.js';
import { eventColumns, FILE_OPTIONS, SCHEMA_VERSION } from '../engine/event-row.js';
import { enterDay, type ArchivedDay } from './manifest.js';
import { hashFile, type ArchivePlace } from './place/index.js';
import { LOCK_MANIFEST, SELECT_WHAT_IS_KNOWN } from './queries.js';

export interface QueriedDaysDeps {
  pool: Pool;
  engine: Engine;
  place: ArchivePlace;
  scratchDir: string;
}

export interface QueriedDaysOptions {
  siteId: number;
  /** Told each day once it's in the archive for good. */
  onEntered?: (entered: { day: string; rows: number; sizeBytes: number }) => void;
}

/** Puts whole days into the archive that PostgreSQL never had, such as simulated ones. */
export interface QueriedDayWriter {
  /** Runs SQL in DuckDB, on the connection the days' queries run on: for tables they need. */
  run(sql: string): Promise<void>;
  /** Gives the rows of a query on that connection, a few thousand at a time: for ways other than the archive. */
  read<Result extends object>(query: string): AsyncIterable<Result[]>;
  /**
   * Makes the file of a UTC day of a query's rows, which must have the archive's columns and order. It's entered in the
   * manifest while the caller goes on with the next day.
   *
   * @throws DayRefused when the day isn't over, or something is known of it already
   */
  writeDay(day: string, query: string): Promise<void>;
}

/** A day can't be put into the archive as it was asked for. Nothing was changed. */
export class DayRefused extends Error {
  override name = 'DayRefused';
}

/** Lets some work put days into the archive. When it resolves they're all there; when it's killed, each is or isn't. */
export async function writeQueriedDays<Result>(
  deps: QueriedDaysDeps,
  options: QueriedDaysOptions,
  work: (writer: QueriedDayWriter) => Promise<Result>,
): Promise<Result> {
  const session = await deps.engine.connect();
  const writer = new Writer(deps, session, options);
  try {
    const result = await work(writer);
    await writer.finish();
    return result;
  } finally {
    await writer.settle();
    session.connection.closeSync();
  }
}

class Writer implements QueriedDayWriter {
  /** The day before, on its way into the manifest. */
  private entering: Promise<void> = Promise.resolve();

  constructor(
    private readonly deps: QueriedDaysDeps,
    private readonly session: Session,
    private readonly options: QueriedDaysOptions,
  ) {}

  run(sql: string): Promise<void> {
    return this.session.run(sql);
  }

  async *read<Result extends object>(query: string): AsyncGenerator<Result[]> {
    const result = await this.session.connection.stream(query);
    for await (const rows of result.yieldRowObjectJs()) yield rows as Result[];
  }

  async writeDay(day: string, query: string): Promise<void> {
    const { siteId } = this.options;
    await refuseKnown(this.deps.pool, siteId, day);
    const file = path.join(this.deps.scratchDir, `${siteId}-${day}-${randomBytes(4).toString('hex')}.parquet`);
    try {
      const [copied] = await this.session.all<{ Count: number }>(
        `COPY (${query}) TO ${literal(file)} (${FILE_OPTIONS})`,
      );
      await checkFile(this.session, day, file);
      await this.entering;
      this.entering = this.enter(day, file, copied?.Count ?? 0);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    // Awaited with the next day and at the end; until then a failure must not count as unhandled.
    this.entering.catch(() => undefined);
  }

  finish(): Promise<void> {
    return this.entering;
  }

  /** Waits until nothing is under way, whether it went well or not. */
  async settle(): Promise<void> {
    await Promise.allSettled([this.entering]);
  }

  private async enter(day: string, file: string, rows: number): Promise<void> {
    const { siteId, onEntered } = this.options;
    const { pool, place } = this.deps;
    try {
      const known = rows === 0 ? NO_FILE : await describeFile(siteId, day, file);
      if (known.key !== null) await place.put(known.key, file);
      await inTransaction(pool, async (client) => {
        // Whoever enters days waits here, so that what is looked at stays so.
        const locked = await client.query<{ snapshot: string }>(LOCK_MANIFEST);
        await refuseKnown(client, siteId, day);
        const snapshot = locked.rows[0]?.snapshot ?? '';
        await enterDay(client, {
          ...{ siteId, day, rows, ...known },
          ...{ schemaVersion: SCHEMA_VERSION, snapshot, isHot: false, erasedKeys: [] },
        });
      });
      onEntered?.({ day, rows, sizeBytes: known.sizeBytes });
    } finally {
      await rm(file, { force: true });
    }
  }
}

type FileOfDay = Pick<ArchivedDay, 'key' | 'sizeBytes' | 'sha256'>;
const NO_FILE: FileOfDay = { key: null, sizeBytes: 0, sha256: null };

async function describeFile(siteId: number, day: string, file: string): Promise<FileOfDay> {
  const key = `site=${siteId}/${day}.${randomBytes(6).toString('hex')}.parquet`;
  return { key, sizeBytes: (await stat(file)).size, sha256: await hashFile(file) };
}

async function refuseKnown(db: Pool | PoolClient, siteId: number, day: string): Promise<void> {
  const { rows } = await db.query<{ is_over: boolean; is_archived: boolean; has_rows: boolean }>(SELECT_WHAT_IS_KNOWN, [
    siteId,
    day,
  ]);
  const known = rows[0];
  const refuse = (reason: string) => new DayRefused(`site ${siteId}, ${day}: ${reason}`);
  if (!known?.is_over) throw refuse('the day is not over');
  if (known.is_archived) throw refuse('the day is in the archive already');
  if (known.has_rows) throw refuse('the day has page views in PostgreSQL');
}

/** The columns must be the archive's, and the rows of the day. */
async function checkFile(session: Session, day: string, file: string): Promise<void> {
  const columns = await session.all<{ column_name: string; column_type: string }>(
    `DESCRIBE SELECT * FROM ${readParquet([file])}`,
  );
  const found = columns.map(({ column_name, column_type }) => `${column_name} ${column_type}`).join(', ');
  const wanted = eventColumns.map(([name, type]) => `${name} ${type}`).join(', ');
  if (found !== wanted) throw new DayRefused(`${day}: the rows have the columns ${found}; the archive's are ${wanted}`);
  const fromMs = startOfDayNumber(dayNumberOf(day)).getTime();
  const toMs = startOfDayNumber(dayNumberOf(day) + 1).getTime();
  const [outside] = await session.all<{ views: number }>(
    `SELECT count(*) AS views FROM ${readParquet([file])} WHERE viewed_at < ${fromMs} OR viewed_at >= ${toMs}`,
  );
  if (outside?.views !== 0) throw new DayRefused(`${day}: ${outside?.views ?? 'some'} of the rows are of other days`);
}
