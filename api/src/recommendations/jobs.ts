import { z } from 'zod';
import { defineJob, type Enqueue, type JobDefinition } from '../jobs/index.js';
import { deliverDue, type DeliveryDeps } from './delivery/index.js';
import { recommendSites, type RecommendJobDeps } from './recommend-sites.js';

const RECOMMEND = 'recommend';

/** Looks for recommendations after each close of day, and sends their digests, in one of all API processes at a time. */
export function defineRecommendationJobs(deps: RecommendJobDeps & DeliveryDeps): JobDefinition[] {
  const job = defineJob<{ siteId?: number | undefined }>({
    name: RECOMMEND,
    payload: z.strictObject({ siteId: z.int().optional() }),
    maxAttempts: 3,
    // Between the looks for what is to be forecast.
    schedule: '5,15,25,35,45,55 * * * *',
    run: ({ siteId }, context) => recommendSites(deps, { siteId, ...context }),
  });
  const digests = defineJob<unknown>({
    name: 'send-digests',
    payload: z.strictObject({}),
    // A digest that couldn't leave is tried again by a later run.
    maxAttempts: 1,
    schedule: '*/10 * * * *',
    run: (_payload, context) => deliverDue(deps, context),
  });
  return [job, digests];
}

/** Has the sites looked at that are due, such as those that waited for their forecasts. */
export async function queueDueRecommendations(enqueue: Enqueue): Promise<void> {
  await enqueue(RECOMMEND, {}, { key: 'due' });
}

/** Has a site looked at anew. */
export async function queueRecommendations(enqueue: Enqueue, siteId: number): Promise<void> {
  await enqueue(RECOMMEND, { siteId }, { key: `site-${siteId}` });
}
