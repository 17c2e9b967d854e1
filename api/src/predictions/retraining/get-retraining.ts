import type { MetricTraining, RetrainState, RetrainStatus } from '@tidemark/contracts';
import type { Pool } from 'pg';
import { AppError } from '../../errors.js';
import { mayReadSite, type Principal } from '../../http/principal.js';
import { SELECT_JOB } from './queries.js';

interface JobRow {
  id: string;
  site_id: number;
  status: RetrainStatus;
  progress: number;
  step: string;
  results: MetricTraining[];
  error: string | null;
}

/** How a retraining stands. @throws AppError `not_found`, also where its site isn't for who asks */
export async function getRetraining(pool: Pool, jobId: string, principal: Principal): Promise<RetrainState> {
  const { rows } = await pool.query<JobRow>(SELECT_JOB, [jobId]);
  const [job] = rows;
  if (!job || !mayReadSite(principal, job.site_id))
    throw new AppError({ code: 'not_found', detail: `There is no retraining ${jobId}.` });
  const trained = job.results.filter((result) => result.status === 'succeeded');
  return {
    job_id: job.id,
    status: job.status,
    progress: job.progress,
    step: job.step,
    ...(job.results.length > 0 && { metrics: job.results }),
    ...(trained.length > 0 && {
      promoted: trained.some(({ promoted }) => promoted),
      reason: trained.map(({ metric_name, reason }) => `${metric_name}: ${reason}`).join('; '),
    }),
    ...(job.error !== null && { error: job.error }),
  };
}
