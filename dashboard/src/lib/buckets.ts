import type { Figures, TimeseriesInterval } from '../types/analytics.js';
import { addDays, countDays } from './dates.js';
import { formatDay, formatPeriod, formatTime } from './format.js';
import { formatMonth } from './format-time.js';

/** The figures of an hour, a day, a week or a month. */
export type Bucket = Figures & {
  /** Its first day; of an hour its instant, with the offset of the site's time zone. */
  start: string;
};

/** Stretches of time in a row without a gap: what a chart's axis goes along. */
export interface Axis {
  interval: TimeseriesInterval;
  timeZone: string;
  /** The last day. */
  endDate: string;
  buckets: readonly Pick<Bucket, 'start'>[];
}

/** The figures along an axis. */
export interface Timeline extends Axis {
  /** The first day. */
  startDate: string;
  buckets: readonly Bucket[];
}

/** What a bucket is called: on the axis, and in full. */
export interface BucketLabel {
  short: string;
  full: string;
}

const hourMs = 3_600_000;

/** The day on which a bucket begins. */
export const dayOf = (start: string): string => start.slice(0, 10);

/** The names of a line's buckets. */
export function labelBuckets(axis: Axis): readonly BucketLabel[] {
  const { interval, timeZone, buckets } = axis;
  const days = new Set(buckets.map(({ start }) => dayOf(start)));
  // On a day on which the clock is set back an hour comes twice: only the offset tells them apart.
  const hasTwoOffsets = new Set(buckets.map(({ start }) => offsetOf(start))).size > 1;
  return buckets.map(({ start }, index) => {
    const day = dayOf(start);
    switch (interval) {
      case 'hour': {
        const time = formatTime(new Date(start), timeZone);
        const offset = hasTwoOffsets ? ` (UTC${offsetOf(start)})` : '';
        const short = days.size > 1 ? `${formatDay(day)}, ${time}` : time;
        return { short, full: `${formatDay(day, 'full')}, ${time}${offset}` };
      }
      case 'day':
        return { short: formatDay(day), full: formatDay(day, 'full') };
      case 'week':
      case 'month': {
        const short = interval === 'month' ? formatMonth(day) : formatDay(day);
        return { short, full: formatPeriod({ startDate: day, endDate: lastDayOf(axis, index) }) };
      }
    }
  });
}

/** The bucket that is still growing; undefined where the line ends before now. */
export function findRunning({ interval, endDate, buckets }: Axis, today: string, nowMs: number): number | undefined {
  if (interval === 'hour') {
    const index = buckets.findLastIndex(({ start }) => Date.parse(start) <= nowMs);
    const running = buckets[index];
    return running !== undefined && nowMs < Date.parse(running.start) + hourMs ? index : undefined;
  }
  if (interval === 'day') {
    const index = buckets.findIndex(({ start }) => start === today);
    return index < 0 ? undefined : index;
  }
  return endDate >= today && buckets.length > 0 ? buckets.length - 1 : undefined;
}

/**
 * Which bucket each is held against: the one of the compared period that lies as far into it. Hours go by the clock on the wall,
 * as days with 23 and 25 of them do; weeks and months, which may be cut at the ends of a period, by the day in their middle.
 */
export function pairBuckets(line: Timeline, compared: Timeline): readonly (number | undefined)[] {
  const shift = (day: string) => addDays(day, 1 - countDays(compared.startDate, line.startDate));
  if (line.interval === 'hour') {
    const byClock = new Map(compared.buckets.map(({ start }, place) => [start.slice(0, 13), place]));
    return line.buckets.map(({ start }) => byClock.get(shift(dayOf(start)) + start.slice(10, 13)));
  }
  return line.buckets.map(({ start }, index) => {
    const days = countDays(dayOf(start), lastDayOf(line, index));
    return findBucket(compared, shift(addDays(dayOf(start), Math.floor((days - 1) / 2))));
  });
}

/** The last day of a bucket that isn't an hour. */
function lastDayOf({ endDate, buckets }: Axis, index: number): string {
  const next = buckets[index + 1];
  return next === undefined ? endDate : addDays(dayOf(next.start), -1);
}

/** The bucket in which a day lies, of an hourly line its first hour; undefined where none does. */
export function findBucket({ interval, endDate, buckets }: Axis, day: string): number | undefined {
  if (day > endDate) return undefined;
  const index =
    interval === 'hour'
      ? buckets.findIndex(({ start }) => dayOf(start) === day)
      : buckets.findLastIndex(({ start }) => dayOf(start) <= day);
  return index < 0 ? undefined : index;
}

/** From where to where the days of a span lie; undefined where none is on the axis. */
export function findSpan(
  { buckets }: Axis,
  startDate: string,
  endDate: string,
): { from: number; to: number } | undefined {
  const from = buckets.findIndex(({ start }) => dayOf(start) >= startDate);
  const to = buckets.findLastIndex(({ start }) => dayOf(start) <= endDate);
  return from < 0 || to < from ? undefined : { from, to };
}

/** `+01:00` of an instant, or nothing. */
const offsetOf = (start: string): string => start.slice(19);
