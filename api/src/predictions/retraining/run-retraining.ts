import { setTimeout as sleep } from 'node:timers/promises';
import type { MetricName, MetricTraining } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { Logger } from 'winston';
import type { SiteEntity } from '../../db/index.js';
import type { Enqueue } from '../../jobs/index.js';
import type { SiteDirectory } from '../../sites/index.js';
import { MlError, type MlClient } from '../ml/index.js';
import { queueForecasts } from '../queue-forecasts.js';
import { APPEND_RESULT, BEGIN_RUN, FINISH_JOB, SAVE_PROGRESS } from './queries.js';
import { trainMetric, type Training } from './train-metric.js';

/** How long to wait, for tests to be quick. */
export interface RetrainTiming {
  /** Between two looks at a training. */
  pollMs: number;
  /** For a service that is out of reach, before the retraining is given up. */
  patienceMs: number;
}

export interface RetrainDeps {
  pool: Pool;
  sites: SiteDirectory;
  ml: MlClient;
  now: () => Date;
  timing: RetrainTiming;
}

interface RetrainContext {
  signal: AbortSignal;
  logger: Logger;
  enqueue: Enqueue;
}

interface RetrainRun {
  id: string;
  site_id: number;
  metrics: MetricName[];
  runs: number;
  training: Training | null;
  results: MetricTraining[];
}

/** A retraining that so many processes have begun and none has ended is at fault itself. */
const MAX_RUNS = 20;

/**
 * Trains the metrics of a job one after the other. Killed at any point and run again it goes on where it was: what is
 * trained stays trained, and a training that still runs in the service is waited for.
 */
export async function runRetraining(deps: RetrainDeps, jobId: string, context: RetrainContext): Promise<void> {
  const { rows } = await deps.pool.query<RetrainRun>(BEGIN_RUN, [jobId]);
  const [job] = rows;
  const site = job && (await deps.sites.find(String(job.site_id)));
  if (!job || !site) return;
  if (job.runs > MAX_RUNS) {
    await finish(deps, job, `It was begun ${MAX_RUNS} times and never ended.`, context.logger);
    return;
  }
  try {
    if (!(await trainAll(deps, job, site, context))) return;
  } catch (error) {
    if (!(error instanceof MlError)) throw error;
    await finish(deps, job, error.message, context.logger);
    return;
  }
  if (job.results.some(({ status }) => status === 'succeeded')) {
    // Before the job is finished: else, killed in between, the new model would issue nothing before tomorrow.
    await queueForecasts(context.enqueue, site.id);
  }
  const failed = job.results.filter((result) => result.status === 'failed');
  const reasons = failed.map(({ metric_name, reason }) => `${metric_name}: ${reason}`);
  await finish(deps, job, reasons.length > 0 ? reasons.join('; ') : null, context.logger);
}

/** @returns false where the site was removed meanwhile */
async function trainAll(
  deps: RetrainDeps,
  job: RetrainRun,
  site: SiteEntity,
  { signal }: RetrainContext,
): Promise<boolean> {
  for (const [index, metric] of job.metrics.entries()) {
    if (job.results.some(({ metric_name }) => metric_name === metric)) continue;
    const save = async (training: Training, progress: number, step: string) => {
      const share = (index + progress) / job.metrics.length;
      const { rowCount } = await deps.pool.query(SAVE_PROGRESS, [
        job.id,
        share,
        job.metrics.length > 1 ? `${metric}: ${step}` : step,
        JSON.stringify(training),
      ]);
      return rowCount === 1;
    };
    const wait = (ms: number) => sleep(ms, undefined, { signal });
    const begun = job.training?.metric === metric ? job.training : null;
    const result = await trainMetric({ ...deps, save, wait, signal }, { site, metric, begun });
    if (!result) return false;
    await deps.pool.query(APPEND_RESULT, [job.id, JSON.stringify([result])]);
    job.results.push(result);
  }
  return true;
}

async function finish(deps: RetrainDeps, job: RetrainRun, error: string | null, logger: Logger): Promise<void> {
  await deps.pool.query(FINISH_JOB, [job.id, error === null ? 'succeeded' : 'failed', error, deps.now()]);
  if (error !== null) logger.warn('a retraining failed', { site_id: job.site_id, reason: error });
}
