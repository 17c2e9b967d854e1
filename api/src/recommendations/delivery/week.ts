import { DateTime } from 'luxon';

const HOUR = 7;

/** The Monday of a site's week, and when its digest leaves. */
export interface DigestWeek {
  /** `YYYY-MM-DD`. */
  monday: string;
  at: Date;
}

/** The last digest that was due in a time zone, and the next one: Mondays at 07:00. */
export function digestWeeks(now: Date, timeZone: string): { last: DigestWeek; next: DigestWeek } {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  const weekOf = (weeks: number): DigestWeek => {
    const at = local.startOf('week').plus({ weeks }).set({ hour: HOUR });
    return { monday: at.toFormat('yyyy-MM-dd'), at: at.toJSDate() };
  };
  const isOver = weekOf(0).at <= now;
  return isOver ? { last: weekOf(0), next: weekOf(1) } : { last: weekOf(-1), next: weekOf(0) };
}
