import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Pool } from 'pg';
import type { Logger } from 'winston';
import { inTransaction } from '../../db/index.js';
import { literal, readParquet, type Engine, type Session } from '../engine/engine.js';
import { EVENT_COLUMNS } from '../engine/event-row.js';
import type { ArchiveFiles } from './files.js';
import { readManifest, type ArchivedDay } from './manifest.js';
import { hashFile, type ArchivePlace } from './place/index.js';
import { ANONYMISE_CUSTOM_EVENTS, ENTER_ANONYMOUS_DAY, SELECT_NAMED_MONTHS } from './queries.js';
import { copyToFile, makeKey } from './write-day.js';

export interface AnonymiseDeps {
  pool: Pool;
  engine: Engine;
  place: ArchivePlace;
  files: ArchiveFiles;
  scratchDir: string;
  logger: Logger;
}

export interface AnonymiseOptions {
  /** Months that ended so many days ago name nobody any more. */
  afterDays: number;
  signal?: AbortSignal;
}

/** What names nobody any more. */
export interface Anonymised {
  months: { siteId: number; month: string }[];
  customEvents: number;
}

/**
 * Makes visitors of old months nobody's: their keys become others that follow from a secret of the month, which is thrown
 * away with the last of its days. Within the month, and so in every figure but the distinct visitors of longer ranges, all
 * stays the same; with the id of a visitor nothing is found any more. A month is changed whole or not at all.
 */
export async function anonymise(deps: AnonymiseDeps, { afterDays, signal }: AnonymiseOptions): Promise<Anonymised> {
  const { rows } = await deps.pool.query<{ site_id: number; month: string }>(SELECT_NAMED_MONTHS, [afterDays]);
  const months: Anonymised['months'] = [];
  for (const { site_id: siteId, month } of rows) {
    if (signal?.aborted) break;
    if (await anonymiseMonth(deps, siteId, month, signal)) months.push({ siteId, month });
  }
  const customs = await deps.pool.query(ANONYMISE_CUSTOM_EVENTS, [afterDays, makeSecret()]);
  return { months, customEvents: customs.rowCount ?? 0 };
}

const makeSecret = (): string => randomBytes(32).toString('hex');

/** @returns false where a file is lost, or the month has changed meanwhile */
async function anonymiseMonth(
  deps: AnonymiseDeps,
  siteId: number,
  month: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const days = (await readManifest(deps.pool, -1)).filter(
    (day) => day.siteId === siteId && day.key !== null && day.day.startsWith(month.slice(0, 7)),
  );
  const opened = await deps.files.open(days);
  const session = await deps.engine.connect();
  try {
    if (opened.paths.includes(null)) {
      deps.logger.warn('a month still names visitors: a file of it is missing or damaged', { site_id: siteId, month });
      return false;
    }
    const secret = makeSecret();
    const written: WrittenDay[] = [];
    for (const [index, day] of days.entries()) {
      signal?.throwIfAborted();
      written.push(await writeAnonymous(deps, session, { day, file: opened.paths[index] ?? '', secret }));
    }
    return await enterAll(deps.pool, written);
  } finally {
    session.connection.closeSync();
    opened.release();
  }
}

interface WrittenDay {
  day: ArchivedDay;
  key: string;
  sizeBytes: number;
  sha256: string;
}

/** Half of a keyed hash, as a key that any 64-bit number may be. */
const anonymousKey = (secret: string) =>
  `(md5_number_lower(${literal(secret)} || visitor_key)::HUGEINT - 9223372036854775808)::BIGINT`;

async function writeAnonymous(
  { place, scratchDir }: AnonymiseDeps,
  session: Session,
  { day, file, secret }: { day: ArchivedDay; file: string; secret: string },
): Promise<WrittenDay> {
  const written = path.join(scratchDir, `anonymous-${randomBytes(6).toString('hex')}.parquet`);
  try {
    const columns = EVENT_COLUMNS.replace('visitor_key', `${anonymousKey(secret)} AS visitor_key`);
    await copyToFile(session, `(SELECT ${columns} FROM ${readParquet([file])})`, written);
    const key = makeKey(day.siteId, day.day);
    const [{ size: sizeBytes }, sha256] = [await stat(written), await hashFile(written)];
    await place.put(key, written);
    return { day, key, sizeBytes, sha256 };
  } finally {
    await rm(written, { force: true });
  }
}

class MonthChanged extends Error {
  override name = 'MonthChanged';
}

/** The new files count from now on, all or none: one that isn't entered goes with a sweep. */
async function enterAll(pool: Pool, written: readonly WrittenDay[]): Promise<boolean> {
  try {
    await inTransaction(pool, async (client) => {
      for (const { day, key, sizeBytes, sha256 } of written) {
        const values = [day.siteId, day.day, day.key, key, sizeBytes, sha256];
        if ((await client.query(ENTER_ANONYMOUS_DAY, values)).rowCount === 0) throw new MonthChanged();
      }
    });
    return true;
  } catch (error) {
    if (error instanceof MonthChanged) return false;
    throw error;
  }
}
