import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../db/index.js';
import { AppError } from '../errors.js';
import type { ImportedDay, ImportSource } from './imported-day.js';
import { COUNT_DAYS, INSERT_DAYS, UPSERT_DAYS } from './queries.js';

/** What is to be stored. */
export interface ImportedDays {
  siteId: number;
  source: ImportSource;
  /** Each day once. */
  days: readonly ImportedDay[];
}

/** What came of it: all days are stored, or none, since some are there already. */
export type StoreOutcome = { kind: 'stored'; replaced: number } | { kind: 'already_there'; days: number };

interface StoreOptions {
  /** Takes over days that are there; without it these are a reason to store nothing. */
  isReplacing: boolean;
  /** What is written with the days, or not at all. */
  alongside?: (client: PoolClient, outcome: { replaced: number }) => Promise<unknown>;
}

/**
 * Stores days in one transaction.
 *
 * @throws AppError `conflict` where another import of them runs at the same time
 */
export async function storeImportedDays(
  pool: Pool,
  { siteId, source, days }: ImportedDays,
  { isReplacing, alongside }: StoreOptions,
): Promise<StoreOutcome> {
  // In order, so that two imports at once wait for each other and never in a circle.
  const sorted = days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const dates = sorted.map(({ date }) => date);
  return inTransaction(pool, async (client) => {
    const there = await countImportedDays(client, siteId, dates);
    if (there > 0 && !isReplacing) return { kind: 'already_there', days: there };
    const { rowCount } = await client.query(isReplacing ? UPSERT_DAYS : INSERT_DAYS, [
      siteId,
      source,
      dates,
      sorted.map(({ pageVisits }) => pageVisits),
      sorted.map(({ pageViews }) => pageViews),
      sorted.map(({ sessions }) => sessions),
      sorted.map(({ uniqueVisitors }) => uniqueVisitors),
    ]);
    if ((rowCount ?? 0) < days.length)
      throw new AppError({
        code: 'conflict',
        detail: 'Another import of these days ran at the same time: see what it brought, and try again.',
      });
    await alongside?.(client, { replaced: there });
    return { kind: 'stored', replaced: there };
  });
}

/** How many of these days a site has imported already. */
export async function countImportedDays(
  db: Pool | PoolClient,
  siteId: number,
  dates: readonly string[],
): Promise<number> {
  const { rows } = await db.query<{ days: number }>(COUNT_DAYS, [siteId, dates]);
  return rows[0]?.days ?? 0;
}
