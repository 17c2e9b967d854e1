export { defineJob, type Enqueue, type JobContext, type JobDefinition } from './define-job.js';
export { startHousekeeping } from './housekeeping.js';
export { openQueue } from './open-queue.js';
export type { OnJobOutcome } from './run-job.js';
export { readJobStatus, type JobStatus } from './read-job-status.js';
export { startJobs, type Jobs, type JobsDeps } from './start-jobs.js';
