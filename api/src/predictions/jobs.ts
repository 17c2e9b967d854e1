import { z } from 'zod';
import { defineJob, type Enqueue, type JobDefinition } from '../jobs/index.js';
import { issueForecasts, type ForecastDeps, type Refused } from './issue-forecasts.js';
import { PLAN_RETRAINING, RETRAIN } from './job-names.js';
import { issueForecastsJob } from './queue-forecasts.js';
import { planRetraining, reviveRetrainings, runRetraining, type RetrainTiming } from './retraining/index.js';

const TIMING: RetrainTiming = { pollMs: 1_000, patienceMs: 5 * 60_000 };

interface PredictionJobDeps extends ForecastDeps {
  timing?: RetrainTiming;
  /** For what waits for the forecasts of a day. */
  afterForecasts?: (enqueue: Enqueue) => Promise<void>;
}

/** The jobs that forecast and train: each runs in one of all API processes at a time. */
export function definePredictionJobs(deps: PredictionJobDeps): JobDefinition[] {
  const refused: Refused = new Map();
  const issue = defineJob<{ siteId?: number | undefined }>({
    ...issueForecastsJob,
    schedule: '*/10 * * * *',
    run: async ({ siteId }, { signal, logger, enqueue }) => {
      await reviveRetrainings(deps.pool, enqueue);
      if (await issueForecasts(deps, { siteId, refused, signal, logger })) await deps.afterForecasts?.(enqueue);
    },
  });
  const retrain = defineJob<{ jobId: string }>({
    name: RETRAIN,
    payload: z.strictObject({ jobId: z.uuid() }),
    maxAttempts: 5,
    run: ({ jobId }, context) => runRetraining({ timing: TIMING, ...deps }, jobId, context),
  });
  const plan = defineJob<unknown>({
    name: PLAN_RETRAINING,
    payload: z.strictObject({}),
    maxAttempts: 5,
    schedule: '35 3 * * *',
    run: (_payload, context) => planRetraining(deps, context),
  });
  return [issue, retrain, plan];
}
