import type { TimeseriesInterval } from '@tidemark/contracts';
import { DateTime, FixedOffsetZone } from 'luxon';
import { offsetsOf } from './local-time.js';
import { eachDate, instantsOf, type Period } from './period.js';

const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;
const MONDAY = 1;

/** A period cut where days, weeks (on Monday) or months begin: the first and the last part may be cut short. */
export function cutPeriod(period: Period, interval: Exclude<TimeseriesInterval, 'hour'>): Period[] {
  const parts: Period[] = [];
  for (const date of eachDate(period)) {
    const last = parts.at(-1);
    if (last && !beginsOn(date, interval)) last.to = date;
    else parts.push({ from: date, to: date });
  }
  return parts;
}

/** An hour as clocks on the wall show it. */
export interface LocalHour {
  /** Milliseconds since the epoch. */
  startMs: number;
  /** RFC 3339, with the offset that holds then. */
  start: string;
}

/**
 * The hours of a period: 23 or 25 on a day on which clocks are set by one. Where they're set by half an hour, the hour in which that
 * happens is told as begun before and after.
 */
export function hoursOf(period: Period, timeZone: string): LocalHour[] {
  const { fromAt, toAt } = instantsOf(period, timeZone);
  const offsets = offsetsOf(period, timeZone);
  const hours: LocalHour[] = [];
  for (let atMs = fromAt.getTime(), index = 0; atMs < toAt.getTime();) {
    while ((offsets[index + 1]?.fromMs ?? Infinity) <= atMs) index++;
    const offsetMs = offsets[index]?.offsetMs ?? 0;
    const startMs = atMs - ((atMs + offsetMs) % MS_PER_HOUR);
    hours.push({ startMs, start: formatLocal(startMs, offsetMs) });
    atMs = Math.min(startMs + MS_PER_HOUR, offsets[index + 1]?.fromMs ?? Infinity);
  }
  return hours;
}

function beginsOn(date: string, interval: 'day' | 'week' | 'month'): boolean {
  switch (interval) {
    case 'day':
      return true;
    case 'week':
      return new Date(date).getUTCDay() === MONDAY;
    case 'month':
      return date.endsWith('-01');
  }
}

function formatLocal(atMs: number, offsetMs: number): string {
  const zone = FixedOffsetZone.instance(offsetMs / MS_PER_MINUTE);
  return DateTime.fromMillis(atMs, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
}
