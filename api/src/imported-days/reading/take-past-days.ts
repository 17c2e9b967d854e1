import type { ImportedDay } from '../imported-day.js';
import type { DailyHistory } from './day-table.js';
import { ExportProblem, type Place } from './export-problem.js';

/** The days of an export that can be stored. */
export interface PastDays {
  past: ImportedDay[];
  /** The day that is left out, since it isn't over, where it's there. */
  running: { date: string; place: Place } | null;
}

/**
 * The days that are over, and the running one if it's there: its figures aren't whole, and an export mostly ends with it.
 *
 * @param options.today in the site's time zone
 * @throws ExportProblem where a day is in the future, or none is over
 */
export function takePastDays(
  { days }: DailyHistory,
  { today, timeZone }: { today: string; timeZone: string },
): PastDays {
  const future = days.find(({ day }) => day.date > today);
  if (future !== undefined)
    throw new ExportProblem(
      future.place,
      `${future.day.date} is in the future (today is ${today} in ${timeZone}): correct the date or remove the line`,
    );
  const past = days.map(({ day }) => day).filter(({ date }) => date < today);
  if (past.length === 0)
    throw new ExportProblem(null, `its only day, ${today}, isn't over yet: export it again tomorrow`);
  const running = days.find(({ day }) => day.date === today);
  return { past, running: running ? { date: today, place: running.place } : null };
}
