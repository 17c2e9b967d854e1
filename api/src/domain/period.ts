import { DateTime } from 'luxon';
import type { ComparisonMode } from '@tidemark/contracts';

const DAY_MS = 86_400_000;
const DAYS_OF_52_WEEKS = 364;

/** Calendar days `from`..`to` inclusive, `YYYY-MM-DD`. Which instants they cover depends on a time zone. */
export interface Period {
  from: string;
  to: string;
}

/** The calendar day of an instant in a time zone. */
export function localDate(at: Date, timeZone: string): string {
  return isoDate(DateTime.fromJSDate(at, { zone: timeZone }));
}

/** The last day of a time zone that is over. */
export function lastFullDay(now: Date, timeZone: string): string {
  return addDays(localDate(now, timeZone), -1);
}

/** What a clock on the wall shows at an instant: day and time to the minute. */
export function localMinute(at: Date, timeZone: string): string {
  return DateTime.fromJSDate(at, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm');
}

/** The first instant of a calendar day: the first that exists where midnight is skipped, the earlier where it comes twice. */
export function startOfDay(date: string, timeZone: string): Date {
  const start = DateTime.fromISO(date, { zone: timeZone }).startOf('day');
  const hourBefore = start.minus({ hours: 1 });
  return (isoDate(hourBefore) === date ? hourBefore : start).toJSDate();
}

/** The instants of a period: `fromAt` inclusive, `toAt` exclusive. Days of 23 and 25 h come out as such. */
export function instantsOf(period: Period, timeZone: string): { fromAt: Date; toAt: Date } {
  return { fromAt: startOfDay(period.from, timeZone), toAt: startOfDay(addDays(period.to, 1), timeZone) };
}

/** Calendar days are counted in UTC, where each has 24 hours. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** Days in the period, both ends counted. */
export function lengthOf(period: Period): number {
  return (Date.parse(period.to) - Date.parse(period.from)) / DAY_MS + 1;
}

export function eachDate(period: Period): string[] {
  return Array.from({ length: lengthOf(period) }, (_, index) => addDays(period.from, index));
}

/** The period to hold against this one. */
export function comparedPeriod(period: Period, mode: Exclude<ComparisonMode, 'none'>): Period {
  switch (mode) {
    case 'previous_period': {
      const length = lengthOf(period);
      return { from: addDays(period.from, -length), to: addDays(period.from, -1) };
    }
    case 'previous_year':
      return { from: yearBefore(period.from), to: yearBefore(period.to) };
    case 'previous_year_weekdays':
      return { from: addDays(period.from, -DAYS_OF_52_WEEKS), to: addDays(period.to, -DAYS_OF_52_WEEKS) };
  }
}

/** Sorts days and joins neighbours into periods of at most `maxDays`. */
export function joinDates(dates: Iterable<string>, maxDays: number): Period[] {
  const periods: Period[] = [];
  for (const date of [...new Set(dates)].sort()) {
    const last = periods.at(-1);
    if (last && addDays(last.to, 1) === date && lengthOf(last) < maxDays) last.to = date;
    else periods.push({ from: date, to: date });
  }
  return periods;
}

function yearBefore(date: string): string {
  return isoDate(DateTime.fromISO(date, { zone: 'utc' }).minus({ years: 1 }));
}

function isoDate(at: DateTime): string {
  return at.toFormat('yyyy-MM-dd');
}
