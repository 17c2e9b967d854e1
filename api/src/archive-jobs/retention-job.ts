import { z } from 'zod';
import type { EventStore } from '../events/index.js';
import { defineJob, type JobDefinition } from '../jobs/index.js';

/** Lets go of what needn't be kept, in the small hours. */
export function defineRetention(
  events: Pick<EventStore, 'applyRetention'>,
  keeping: { hotDays: number; retentionDays: number },
): JobDefinition {
  return defineJob<unknown>({
    name: 'apply-retention',
    payload: z.strictObject({}),
    maxAttempts: 5,
    schedule: '40 2 * * *',
    run: async (_payload, { logger }) => {
      const { partitions, kept, days } = await events.applyRetention(keeping);
      for (const { name, sizeBytes } of partitions) logger.info('a partition was dropped', { name, bytes: sizeBytes });
      for (const { siteId, day, rows, sizeBytes } of days)
        logger.info('an archived day was removed', { site_id: siteId, day, rows, bytes: sizeBytes });
      for (const { name, reason } of kept)
        logger.warn('a partition is older than HOT_DAYS and was kept', { name, reason });
    },
  });
}
