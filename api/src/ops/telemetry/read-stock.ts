import type { Pool } from 'pg';
import type { Logger } from 'winston';
import type { EventStore } from '../../events/index.js';
import { readJobStatus, type JobStatus } from '../../jobs/index.js';
import { readForecastAges, type ForecastAge } from '../../predictions/index.js';
import { readRollupLag, type RollupLag } from '../../rollups/index.js';

/** What the figures of the whole installation are read from. */
export interface StockDeps {
  pool: Pool;
  events: Pick<EventStore, 'archiveTotals' | 'countLostFiles'>;
  logger: Logger;
  now: () => Date;
}

/** How the installation stands, whichever of its processes is asked. */
export interface Stock {
  rollups: RollupLag;
  archive: { days: number; rows: number; sizeBytes: number; lostFiles: number };
  forecasts: ForecastAge[];
  jobs: JobStatus[];
}

const ANSWER_WITHIN_MS = 2_000;

/** @returns null where the database doesn't answer in time: what it knows is then unknown */
export async function readStock(deps: StockDeps): Promise<Stock | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, ANSWER_WITHIN_MS);
  });
  const read = readAll(deps).catch((error: unknown) => {
    deps.logger.warn('metrics of the installation could not be read', { error });
    return null;
  });
  try {
    return await Promise.race([read, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

async function readAll({ pool, events, now }: StockDeps): Promise<Stock> {
  // One after the other: a scrape takes one connection.
  const rollups = await readRollupLag(pool);
  const totals = await events.archiveTotals();
  const lostFiles = await events.countLostFiles();
  const forecasts = await readForecastAges(pool, now());
  return { rollups, archive: { ...totals, lostFiles }, forecasts, jobs: await readJobStatus(pool) };
}
