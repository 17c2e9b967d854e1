import { z } from 'zod';
import type { EventStore } from '../events/index.js';
import { defineJob, type JobDefinition } from '../jobs/index.js';

/** Archives the days that are over, and those that changed, and sums up their months. A day that failed has the job tried again. */
export function defineCloseDays(events: Pick<EventStore, 'closeDays' | 'summarize'>): JobDefinition {
  return defineJob<unknown>({
    name: 'close-days',
    payload: z.strictObject({}),
    maxAttempts: 5,
    schedule: '*/5 * * * *',
    run: async (_payload, { signal, logger }) => {
      const { written, failed } = await events.closeDays({ signal });
      for (const { siteId, day, rows, sizeBytes } of written)
        logger.info('a day was archived', { site_id: siteId, day, rows, bytes: sizeBytes });
      signal.throwIfAborted();
      const months = await events.summarize({ signal });
      if (months > 0) logger.info('months were summarized', { months });
      signal.throwIfAborted();
      if (failed.length > 0)
        throw new Error(`Not archived: ${failed.map(({ siteId, day }) => `site ${siteId}, ${day}`).join('; ')}.`);
    },
  });
}
