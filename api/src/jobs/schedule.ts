import { parseCronItem } from 'graphile-worker';
import type { JobDefinition } from './define-job.js';

const MINUTE_MS = 60_000;
const LOOK_BACK_MS = 7 * 24 * 60 * MINUTE_MS;

/** Whether a minute is one of the schedule's. */
export type IsDue = (minute: Date) => boolean;

/** @throws Error with one line that names the job when its schedule can't be read */
export function parseSchedule({ name, schedule }: Pick<JobDefinition, 'name'> & { schedule: string }): IsDue {
  try {
    const { match } = parseCronItem({ task: name, match: schedule }, `the schedule "${schedule}"`);
    return (minute) =>
      match({
        min: minute.getUTCMinutes(),
        hour: minute.getUTCHours(),
        date: minute.getUTCDate(),
        month: minute.getUTCMonth() + 1,
        dow: minute.getUTCDay(),
      });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The job ${name} can't be scheduled: ${reason} Give five fields of cron, in UTC.`, { cause });
  }
}

/** The latest due minute after `handledUntil` up to now, within a week: what was missed meanwhile is made up for once. */
export function findLastDue(isDue: IsDue, handledUntil: Date, now: Date): Date | undefined {
  const earliestMs = Math.max(handledUntil.getTime(), now.getTime() - LOOK_BACK_MS);
  const thisMinuteMs = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  for (let atMs = thisMinuteMs; atMs > earliestMs; atMs -= MINUTE_MS) {
    const minute = new Date(atMs);
    if (isDue(minute)) return minute;
  }
  return undefined;
}
