import { metricNames, type MetricName } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { SiteEntity } from '../../db/index.js';
import { lastFullDay } from '../../domain/period.js';
import type { Enqueue } from '../../jobs/index.js';
import type { SiteDirectory } from '../../sites/index.js';
import { isDrifting } from '../accuracy/index.js';
import { countDays, isEnough, MIN_TRAINING_DAYS, readWholeHistory } from '../history.js';
import type { MlClient } from '../ml/index.js';
import { openRetraining, queueRetraining } from './open-retraining.js';
import { SELECT_ABANDONED_JOBS, SELECT_LAST_TRIALS } from './queries.js';

interface PlanDeps {
  pool: Pool;
  sites: SiteDirectory;
  ml: MlClient;
  now: () => Date;
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** After a training predictions need some days to show what they're worth. */
const REST_MS = 3 * DAY_MS;
/** A run writes down how it goes every other second, also while it waits. */
const ABANDONED_AFTER_S = 300;

/**
 * Retrains each site once a week, and earlier where its predictions have become bad.
 *
 * @throws MlError when the service is out of reach: then there's no use in it now
 */
export async function planRetraining(
  deps: PlanDeps,
  { signal, enqueue }: { signal: AbortSignal; enqueue: Enqueue },
): Promise<void> {
  await deps.ml.check();
  for (const site of await deps.sites.list()) {
    signal.throwIfAborted();
    const { weekly, drifting } = await findDue(deps, site);
    const metrics = metricNames.filter((metric) => weekly.includes(metric) || drifting.includes(metric));
    if (metrics.length === 0) continue;
    const cause = weekly.length > 0 ? 'weekly' : 'drift';
    await openRetraining({ ...deps, enqueue }, { siteId: site.id, cause, metrics });
  }
}

/** Puts retrainings in the queue again whose process was killed before it could, or which the queue has given up. */
export async function reviveRetrainings(pool: Pool, enqueue: Enqueue): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(SELECT_ABANDONED_JOBS, [ABANDONED_AFTER_S]);
  for (const { id } of rows) await queueRetraining(enqueue, id);
}

async function findDue(deps: PlanDeps, site: SiteEntity) {
  const { pool, now } = deps;
  const lastDay = lastFullDay(now(), site.timezone);
  const history = await readWholeHistory(deps, site);
  const { rows } = await pool.query<{ metric: MetricName; created_at: Date }>(SELECT_LAST_TRIALS, [site.id]);
  const triedAt = new Map(rows.map(({ metric, created_at }) => [metric, created_at.getTime()]));
  const weekly: MetricName[] = [];
  const drifting: MetricName[] = [];
  for (const metric of metricNames) {
    if (!isEnough(countDays(history, metric), MIN_TRAINING_DAYS)) continue;
    const agoMs = now().getTime() - (triedAt.get(metric) ?? -Infinity);
    if (agoMs >= WEEK_MS) weekly.push(metric);
    else if (agoMs >= REST_MS && (await isDrifting(pool, site.id, metric, lastDay))) drifting.push(metric);
  }
  return { weekly, drifting };
}
