import type { MetricName, MetricTraining } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { SiteEntity } from '../../db/index.js';
import { readWholeHistory, toSeries } from '../history.js';
import { MlError, type JobAnswer, type MlClient, type Series } from '../ml/index.js';

/** A training that was handed to the service, as it's remembered over a restart. */
export interface Training {
  metric: MetricName;
  /** Null: the service has forgotten it. */
  mlJobId: string | null;
  submissions: number;
}

interface TrainDeps {
  pool: Pool;
  ml: MlClient;
  now: () => Date;
  timing: { pollMs: number; patienceMs: number };
  signal: AbortSignal;
  /** Writes down how it goes; false: nobody is interested any more. */
  save(training: Training, progress: number, step: string): Promise<boolean>;
  wait(ms: number): Promise<void>;
}

/** The service forgets its jobs when it is started again. */
const MAX_SUBMISSIONS = 3;

/**
 * Has one metric trained, and waits for it: also while the service is away, for a while.
 *
 * @param begun what an earlier run has handed over
 * @returns null where the site was removed meanwhile
 * @throws MlError when the service stays out of reach
 */
export async function trainMetric(
  deps: TrainDeps,
  { site, metric, begun }: { site: SiteEntity; metric: MetricName; begun: Training | null },
): Promise<MetricTraining | null> {
  const training = begun ?? { metric, mlJobId: null, submissions: 0 };
  let step = 'waiting for the ML service';
  let progress = 0;
  let answeredAtMs = performance.now();
  for (;;) {
    if (!(await deps.save(training, progress, step))) {
      await abandon(deps.ml, training);
      return null;
    }
    try {
      const answer = await advance(deps, training, site);
      answeredAtMs = performance.now();
      const outcome = answer && outcomeOf(metric, answer);
      if (outcome) return outcome;
      if (answer && 'progress' in answer) ({ progress, step } = answer);
    } catch (error) {
      if (!(error instanceof MlError)) throw error;
      if (!error.isGeneral) return { metric_name: metric, status: 'failed', reason: error.message };
      const isPatient = error.failure === 'unavailable' && performance.now() - answeredAtMs < deps.timing.patienceMs;
      if (!isPatient) throw error;
      step = 'waiting for the ML service';
    }
    await deps.wait(deps.timing.pollMs);
  }
}

/** Hands the training over, or asks how it goes; null: it has to be handed over again. */
async function advance(deps: TrainDeps, training: Training, site: SiteEntity): Promise<JobAnswer | null> {
  if (training.mlJobId === null) {
    if (training.submissions >= MAX_SUBMISSIONS)
      throw new MlError('failed', `The ML service was restarted ${MAX_SUBMISSIONS} times during the training.`);
    training.mlJobId = await deps.ml.startTraining(await readSeries(deps, site, training.metric), deps.signal);
    training.submissions += 1;
    return { status: 'queued', progress: 0, step: 'waiting' };
  }
  try {
    return await deps.ml.readJob(training.mlJobId, deps.signal);
  } catch (error) {
    if (!(error instanceof MlError) || error.failure !== 'not_found') throw error;
    training.mlJobId = null;
    return null;
  }
}

async function readSeries(deps: TrainDeps, site: SiteEntity, metric: MetricName): Promise<Series> {
  return toSeries(site, metric, await readWholeHistory(deps, site));
}

function outcomeOf(metric: MetricName, answer: JobAnswer): MetricTraining | null {
  switch (answer.status) {
    case 'queued':
    case 'running':
      return null;
    case 'succeeded':
      return { metric_name: metric, status: 'succeeded', ...answer.result };
    case 'failed':
      return {
        metric_name: metric,
        status: 'failed',
        reason: answer.error?.detail ?? 'The ML service gives no reason.',
      };
    case 'cancelled':
      return { metric_name: metric, status: 'failed', reason: 'The training was cancelled in the ML service.' };
  }
}

async function abandon(ml: MlClient, { mlJobId }: Training): Promise<void> {
  if (mlJobId === null) return;
  await ml.cancelJob(mlJobId).catch((error: unknown) => {
    // It ends by itself, and its model is asked for by nobody.
    if (!(error instanceof MlError)) throw error;
  });
}
