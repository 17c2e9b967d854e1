import type { EventStore } from '../events/index.js';
import type { JobDefinition } from '../jobs/index.js';
import { defineAnonymise } from './anonymise-job.js';
import { defineCloseDays } from './close-days-job.js';
import { defineRetention } from './retention-job.js';
import { defineSweep } from './sweep-job.js';
import { defineVerify } from './verify-job.js';

/** The jobs that keep the archive: each runs in one of all API processes at a time. */
export function defineArchiveJobs(
  events: EventStore,
  keeping: { hotDays: number; retentionDays: number; anonymiseAfterDays?: number | undefined },
): JobDefinition[] {
  const { anonymiseAfterDays } = keeping;
  return [
    defineCloseDays(events),
    defineRetention(events, keeping),
    ...(anonymiseAfterDays === undefined ? [] : [defineAnonymise(events, anonymiseAfterDays)]),
    defineSweep(events),
    defineVerify(events),
  ];
}
