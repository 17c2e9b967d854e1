import { MAX_HORIZON_DAYS, metricNames, type MetricName } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { Logger } from 'winston';
import type { SiteEntity } from '../db/index.js';
import { addDays, lastFullDay, startOfDay } from '../domain/period.js';
import { readClosedDays } from '../rollups/index.js';
import type { SiteDirectory } from '../sites/index.js';
import { countDays, historyPeriod, isEnough, MIN_FORECAST_DAYS, readHistory, toSeries } from './history.js';
import { MlError, type MlClient } from './ml/index.js';
import { SELECT_UNFORECAST } from './queries.js';
import { readModelAccuracy } from './retraining/read-model-accuracy.js';
import { storeForecast } from './store-forecast.js';

/** The days from which a demo's past was forecast: its ledger holds four weeks, up to a week ahead. */
const DEMO_ORIGINS = 35;

/** What the jobs of this folder work with. */
export interface ForecastDeps {
  pool: Pool;
  sites: SiteDirectory;
  ml: MlClient;
  now: () => Date;
}

/** What the ML service refused, by site and metric, with the origin: it needn't be asked again that day. */
export type Refused = Map<string, string>;

interface Run {
  /** Only this site, and anew: its model or history may be another. */
  siteId?: number | undefined;
  refused: Refused;
  signal: AbortSignal;
  logger: Logger;
}

/**
 * Forecasts every site and metric whose last full day isn't forecast from yet, once that day is in the daily metrics.
 *
 * @returns whether anything was issued
 * @throws MlError when the service is out of reach; what was issued until then stays
 */
export async function issueForecasts(deps: ForecastDeps, run: Run): Promise<boolean> {
  let isAnyIssued = false;
  const sites = await deps.sites.list();
  const isDayClosed = await readClosedDays(deps.pool, deps.now());
  for (const site of sites) {
    if (run.siteId !== undefined && site.id !== run.siteId) continue;
    run.signal.throwIfAborted();
    if (run.siteId === undefined && !isDayClosed(site)) continue;
    isAnyIssued = (await forecastSite(deps, site, run)) || isAnyIssued;
  }
  return isAnyIssued;
}

async function forecastSite(deps: ForecastDeps, site: SiteEntity, run: Run): Promise<boolean> {
  const origin = lastFullDay(deps.now(), site.timezone);
  const metrics = run.siteId === undefined ? await findDue(deps.pool, site.id, origin, run.refused) : metricNames;
  const isIssued = await forecastFrom(deps, site, { origin, metrics, issuedAt: deps.now() }, run);
  if (site.isDemo) await forecastDemoPast(deps, site, origin, run);
  return isIssued;
}

/**
 * A demo's visits are made up, and so is that it was forecast all along: each forecast is made of the days before it alone, and dated as it
 * would have been. So its pages show from the first start on how good forecasts are. No other site gets such ones.
 */
async function forecastDemoPast(deps: ForecastDeps, site: SiteEntity, newest: string, run: Run): Promise<void> {
  for (let back = 1; back <= DEMO_ORIGINS; back += 1) {
    run.signal.throwIfAborted();
    const origin = addDays(newest, -back);
    const metrics = await findDue(deps.pool, site.id, origin, run.refused);
    const issuedAt = startOfDay(addDays(origin, 1), site.timezone);
    await forecastFrom(deps, site, { origin, metrics, issuedAt }, run);
  }
}

/** What is to be forecast of a site. */
interface Asked {
  /** The last day that is known. */
  origin: string;
  metrics: readonly MetricName[];
  issuedAt: Date;
}

async function forecastFrom(
  deps: ForecastDeps,
  site: SiteEntity,
  { origin, metrics, issuedAt }: Asked,
  run: Run,
): Promise<boolean> {
  if (metrics.length === 0) return false;
  const history = await readHistory(deps.pool, site.id, historyPeriod(origin));
  const issued: MetricName[] = [];
  for (const metric of metrics.filter((name) => isEnough(countDays(history, name), MIN_FORECAST_DAYS))) {
    try {
      const answer = await deps.ml.forecast(toSeries(site, metric, history), MAX_HORIZON_DAYS, run.signal);
      const modelAccuracy = await readModelAccuracy(deps.pool, site.id, metric, answer.model_version);
      const forecast = { siteId: site.id, metric, answer, modelAccuracy, issuedAt };
      if (await storeForecast(deps.pool, forecast)) issued.push(metric);
    } catch (error) {
      if (!(error instanceof MlError) || error.isGeneral) throw error;
      run.refused.set(`${site.id} ${metric}`, origin);
      run.logger.warn('a metric was not forecast', { site_id: site.id, metric, origin, reason: error.message });
    }
  }
  if (issued.length > 0) run.logger.info('forecasts were issued', { site_id: site.id, origin, metrics: issued });
  return issued.length > 0;
}

async function findDue(pool: Pool, siteId: number, origin: string, refused: Refused): Promise<MetricName[]> {
  const { rows } = await pool.query<{ metric_name: MetricName }>(SELECT_UNFORECAST, [siteId, metricNames, origin]);
  return rows.map((row) => row.metric_name).filter((metric) => refused.get(`${siteId} ${metric}`) !== origin);
}
