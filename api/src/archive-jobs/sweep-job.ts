import { z } from 'zod';
import type { EventStore } from '../events/index.js';
import { defineJob, type JobDefinition } from '../jobs/index.js';

/** Removes archive files that nobody needs any more. A file goes when one process has found it twice, so at the second hour at the earliest. */
export function defineSweep(events: Pick<EventStore, 'sweepArchive'>): JobDefinition {
  return defineJob<unknown>({
    name: 'sweep-archive',
    payload: z.strictObject({}),
    maxAttempts: 3,
    schedule: '23 * * * *',
    run: async (_payload, { logger }) => {
      const files = await events.sweepArchive();
      if (files > 0) logger.info('archive files nobody needs were removed', { files });
    },
  });
}
