import type { Logger } from 'winston';
import type { SiteEntity } from '../db/index.js';
import { addDays, lastFullDay, startOfDay } from '../domain/period.js';
import type { Enqueue } from '../jobs/index.js';
import { queueForecasts } from '../predictions/index.js';
import { readClosedDays } from '../rollups/index.js';
import type { SiteDirectory } from '../sites/index.js';
import { SELECT_STATE } from './queries.js';
import { recommend, type RecommendDeps } from './recommend.js';

/** What the job of this folder works with. */
export interface RecommendJobDeps extends RecommendDeps {
  sites: SiteDirectory;
  /** Forecasts are made here: a day waits for its own. */
  isForecasting: boolean;
}

/** So long a closed day waits for its forecast: some sites have too little history, and the service may be away. */
const FORECAST_PATIENCE_MS = 3 * 3_600_000;

interface Run {
  /** Only this site, and anew. */
  siteId?: number | undefined;
  signal: AbortSignal;
  logger: Logger;
  enqueue: Enqueue;
}

/** Looks at every site whose last full day is closed and hasn't been looked at. A site that fails doesn't keep the others waiting. */
export async function recommendSites(deps: RecommendJobDeps, { siteId, signal, logger, enqueue }: Run): Promise<void> {
  const isDayClosed = await readClosedDays(deps.pool, deps.now());
  const failures: unknown[] = [];
  for (const site of await deps.sites.list()) {
    signal.throwIfAborted();
    if (siteId === undefined ? !isDayClosed(site) || !(await isDue(deps, site)) : site.id !== siteId) continue;
    try {
      const { date, findings, changes, receipts, hasMarkedDays } = await recommend(deps, site, { signal });
      if (hasMarkedDays && deps.isForecasting) await queueForecasts(enqueue, site.id);
      const counts = { findings: findings.length, ...changes, receipts };
      logger.info('recommendations were looked for', { site_id: site.id, date, ...counts });
    } catch (error) {
      signal.throwIfAborted();
      logger.warn('recommendations could not be looked for', { site_id: site.id, error });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some sites could not be looked at');
}

async function isDue({ pool, now, isForecasting }: RecommendJobDeps, site: SiteEntity): Promise<boolean> {
  const date = lastFullDay(now(), site.timezone);
  const { rows } = await pool.query<{ is_done: boolean; is_forecast: boolean }>(SELECT_STATE, [site.id, date]);
  if (rows[0]?.is_done) return false;
  if (!isForecasting || rows[0]?.is_forecast) return true;
  const dayEndedMs = startOfDay(addDays(date, 1), site.timezone).getTime();
  return now().getTime() >= dayEndedMs + FORECAST_PATIENCE_MS;
}
