import type { Pool } from 'pg';
import type { Logger } from 'winston';
import type { JobDefinition } from './define-job.js';
import { enqueueDueJob, readSchedules, registerSchedules } from './queries.js';
import { toStored } from './run-job.js';
import { findLastDue, parseSchedule, type IsDue } from './schedule.js';

/** The key of the jobs that a schedule makes: one waits at most. */
export const SCHEDULE_KEY = 'schedule';

const MINUTE_MS = 60_000;

/** A job that recurs. */
export interface ScheduledJob {
  job: JobDefinition;
  isDue: IsDue;
}

/** The jobs that recur. @throws Error when a schedule can't be read */
export function findScheduled(jobs: readonly JobDefinition[]): ScheduledJob[] {
  return jobs.flatMap((job) =>
    job.schedule === undefined ? [] : [{ job, isDue: parseSchedule({ name: job.name, schedule: job.schedule }) }],
  );
}

/** Puts what is due in the queue, once among all processes. */
export async function enqueueDueJobs(pool: Pool, scheduled: readonly ScheduledJob[], now: Date): Promise<void> {
  const names = scheduled.map(({ job }) => job.name);
  await pool.query(registerSchedules, [names, now]);
  const { rows } = await pool.query<{ name: string; handledUntil: Date }>(readSchedules, [names]);
  const handledUntil = new Map(rows.map((row) => [row.name, row.handledUntil]));
  for (const { job, isDue } of scheduled) {
    const due = findLastDue(isDue, handledUntil.get(job.name) ?? now, now);
    if (due) await pool.query(enqueueDueJob, [job.name, toStored({}), null, job.maxAttempts, SCHEDULE_KEY, due]);
  }
}

/** Looks every minute for what is due. A look that fails is made up for by the next. */
export function startScheduler(deps: {
  pool: Pool;
  logger: Logger;
  scheduled: readonly ScheduledJob[];
  now: () => Date;
}): { stop(): Promise<void> } {
  if (deps.scheduled.length === 0) return { stop: () => Promise.resolve() };
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let look = Promise.resolve();
  const lookAround = () => {
    look = enqueueDueJobs(deps.pool, deps.scheduled, deps.now())
      .catch((error: unknown) => {
        deps.logger.warn('schedules of jobs were not looked at; the next look makes up for it', { error });
      })
      .then(() => {
        if (!isStopped) timer = setTimeout(lookAround, MINUTE_MS - (deps.now().getTime() % MINUTE_MS));
      });
  };
  lookAround();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await look;
    },
  };
}
