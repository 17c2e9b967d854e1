import { metricNames, type MetricName, type RetrainAccepted } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { SiteEntity } from '../../db/index.js';
import { AppError } from '../../errors.js';
import type { Enqueue } from '../../jobs/index.js';
import { countDays, isEnough, MIN_TRAINING_DAYS, readWholeHistory } from '../history.js';
import { MlError, type MlClient } from '../ml/index.js';
import { refuseShortHistory, refuseWithoutMl } from '../refusals.js';
import { findUnfinished, openRetraining } from './open-retraining.js';

interface RequestDeps {
  pool: Pool;
  now: () => Date;
  ml: MlClient;
  enqueue: Enqueue;
}

/**
 * Starts a retraining of a metric, or of all that have enough history; while one of the site isn't finished, it's that one.
 *
 * @throws AppError `not_enough_history`, or `unavailable` where the ML service doesn't answer
 */
export async function requestRetraining(
  deps: RequestDeps,
  { site, metric }: { site: SiteEntity; metric: MetricName | undefined },
): Promise<RetrainAccepted> {
  const unfinished = await findUnfinished(deps.pool, site.id);
  if (unfinished) return unfinished;
  const history = await readWholeHistory(deps, site);
  const known = (metric ? [metric] : metricNames).map((name) => ({ name, ...countDays(history, name) }));
  const metrics = known.filter((days) => isEnough(days, MIN_TRAINING_DAYS)).map(({ name }) => name);
  const [longest] = known.toSorted((a, b) => b.have - a.have);
  if (longest && metrics.length === 0) throw refuseShortHistory('A training', longest, MIN_TRAINING_DAYS);
  await deps.ml.check().catch((error: unknown) => {
    throw error instanceof MlError ? refuseWithoutMl(error) : error;
  });
  const opened = await openRetraining(deps, { siteId: site.id, cause: 'asked', metrics });
  if (opened) return opened;
  // Another request was faster.
  const theirs = await findUnfinished(deps.pool, site.id);
  if (theirs) return theirs;
  throw new AppError({ code: 'unavailable', detail: 'A training has just ended; ask again.', retryAfterSeconds: 1 });
}
