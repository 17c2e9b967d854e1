import { z } from 'zod';
import type { EventStore } from '../events/index.js';
import { defineJob, type JobDefinition } from '../jobs/index.js';

/** Archives the days that are over, and those that changed. A day that failed has the job tried again. */
export function defineCloseDays(events: Pick<EventStore, 'closeDays'>): JobDefinition<unknown> {
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
      // What is computed of archived days follows here, before a failed day has the job tried again.
      if (failed.length > 0)
        throw new Error(`Not archived: ${failed.map(({ siteId, day }) => `site ${siteId}, ${day}`).join('; ')}.`);
    },
  });
}
