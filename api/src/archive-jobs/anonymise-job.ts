import { z } from 'zod';
import type { EventStore } from '../events/index.js';
import { defineJob, type JobDefinition } from '../jobs/index.js';

/** Makes the visitors of old months nobody's, after the night's retention. */
export function defineAnonymise(events: Pick<EventStore, 'anonymise'>, afterDays: number): JobDefinition {
  return defineJob<unknown>({
    name: 'anonymise',
    payload: z.strictObject({}),
    maxAttempts: 5,
    schedule: '10 3 * * *',
    run: async (_payload, { signal, logger }) => {
      const { months, customEvents } = await events.anonymise({ afterDays, signal });
      for (const { siteId, month } of months) logger.info('a month was anonymised', { site_id: siteId, month });
      if (customEvents > 0) logger.info('custom events were anonymised', { events: customEvents });
      signal.throwIfAborted();
    },
  });
}
