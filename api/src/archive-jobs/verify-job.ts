import { z } from 'zod';
import type { EventStore } from '../events/index.js';
import { defineJob, type JobDefinition } from '../jobs/index.js';

/**
 * Reads the whole archive once a week and makes lost files anew where PostgreSQL still has their rows: here, since only
 * the process that found a file lost knows of it. Lost for good is logged file by file, and isn't tried again.
 */
export function defineVerify(events: Pick<EventStore, 'verifyArchive' | 'closeDays'>): JobDefinition {
  return defineJob<unknown>({
    name: 'verify-archive',
    payload: z.strictObject({}),
    maxAttempts: 3,
    schedule: '20 3 * * 0',
    run: async (_payload, { signal, logger }) => {
      const { checked, lost } = await events.verifyArchive({ signal });
      logger.info('the archive was verified', { files: checked, lost: lost.length });
      for (const { siteId, day, key, what, isHot } of lost.filter((one) => !one.isHot))
        logger.error(`the archive file ${key ?? ''} ${what}`, { site_id: siteId, day, is_in_postgresql: isHot });
      if (!lost.some(({ isHot }) => isHot)) return;
      const { failed } = await events.closeDays({ signal });
      signal.throwIfAborted();
      if (failed.length > 0)
        throw new Error(`Not made anew: ${failed.map(({ siteId, day }) => `site ${siteId}, ${day}`).join('; ')}.`);
    },
  });
}
