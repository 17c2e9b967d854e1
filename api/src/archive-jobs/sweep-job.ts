import { z } from 'zod';
import type { EventStore } from '../events/index.js';
import { defineJob, type JobDefinition } from '../jobs/index.js';

/**
 * Removes archive files that nobody needs any more, and what erased visitors left in PostgreSQL. A file goes when one process
 * has found it twice, so at the second hour at the earliest.
 */
export function defineSweep(events: Pick<EventStore, 'sweepArchive' | 'forgetErased'>): JobDefinition {
  return defineJob<unknown>({
    name: 'sweep-archive',
    payload: z.strictObject({}),
    maxAttempts: 3,
    schedule: '23 * * * *',
    run: async (_payload, { logger }) => {
      const files = await events.sweepArchive();
      if (files > 0) logger.info('archive files nobody needs were removed', { files });
      const forgotten = await events.forgetErased();
      if (forgotten === null) throw new Error('What the erased left could not be forgotten: its tables were in use.');
      if (forgotten > 0) logger.info('what the erased left was forgotten', { entries: forgotten });
    },
  });
}
