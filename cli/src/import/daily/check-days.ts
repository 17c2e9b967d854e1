import type { ImportedDay } from '@tidemark/api';
import type { DailyHistory } from './day-table.js';
import { fileProblem } from './file-problem.js';

/**
 * The days that are over, and the running one if it's there: its figures aren't whole, and an export mostly ends with it.
 *
 * @param options.today in the site's time zone
 * @throws CommandError where a day is in the future, or none is over
 */
export function takePastDays(
  file: string,
  { days }: DailyHistory,
  { today, timeZone }: { today: string; timeZone: string },
): { past: ImportedDay[]; running: string | null } {
  const future = days.find(({ day }) => day.date > today);
  if (future !== undefined)
    throw fileProblem(
      file,
      future.place,
      `${future.day.date} is in the future (today is ${today} in ${timeZone}): correct the date or remove the line`,
    );
  const past = days.map(({ day }) => day).filter(({ date }) => date < today);
  if (past.length === 0)
    throw fileProblem(file, null, `its only day, ${today}, isn't over yet: export it again tomorrow`);
  return { past, running: past.length < days.length ? today : null };
}
