import type { EventStore } from '../events/index.js';
import type { JobDefinition } from '../jobs/index.js';
import { defineCloseDays } from './close-days-job.js';
import { defineRetention } from './retention-job.js';
import { defineSweep } from './sweep-job.js';
import { defineVerify } from './verify-job.js';

/** The jobs that keep the archive: each runs in one of all API processes at a time. */
export function defineArchiveJobs(
  events: EventStore,
  keeping: { hotDays: number; retentionDays: number },
): JobDefinition[] {
  return [defineCloseDays(events), defineRetention(events, keeping), defineSweep(events), defineVerify(events)];
}
