import type { Pool } from 'pg';
import type { Logger } from 'winston';
import { z } from 'zod';
import { openQueue, type Enqueue } from '../jobs/index.js';
import { ISSUE_FORECASTS } from './job-names.js';

/** The job as those know it who put it in the queue. */
export const issueForecastsJob = {
  name: ISSUE_FORECASTS,
  payload: z.strictObject({ siteId: z.int().optional() }),
  // The fourth comes half a minute after the first: by then a service that crashed is up again.
  maxAttempts: 5,
};

/** Has a site's forecasts made anew: its model, or what it's told, is another. */
export async function queueForecasts(enqueue: Enqueue, siteId: number): Promise<void> {
  await enqueue(issueForecastsJob.name, { siteId }, { key: `site-${siteId}` });
}

/** The same from a process that runs no jobs, such as a command: the next one that does finds it. */
export async function queueForecastsElsewhere(deps: { pool: Pool; logger: Logger }, siteId: number): Promise<void> {
  const enqueue = await openQueue({ ...deps, jobs: [issueForecastsJob] });
  await queueForecasts(enqueue, siteId);
}
