import { drawUniform } from './draws.js';
import { MS_PER_DAY } from './simulation-plan.js';

const GROWTH_PER_YEAR = 1.15;
const NOISE = 0.05;
const HALF_HOUR_MS = 1_800_000;
const HALF_HOURS = 48;

/** Sunday first. */
const WEEKDAY_FACTORS = [0.86, 1.05, 1.08, 1.07, 1.04, 0.97, 0.8];
const WORKDAY_HOURS = [14, 8, 5, 4, 4, 7, 16, 30, 44, 54, 58, 58, 60, 58, 56, 55, 54, 56, 62, 70, 76, 72, 52, 28];
const WEEKEND_HOURS = [20, 13, 8, 5, 4, 5, 9, 18, 34, 50, 60, 64, 62, 60, 60, 62, 62, 62, 64, 68, 72, 68, 52, 32];

export interface Rhythm {
  /** The day's page views where the mean day of the run has about 1. */
  factor: number;
  /** How it spreads over the half hours of the UTC day. */
  halfHours: number[];
}

/**
 * The rhythm of UTC days: of the hours, weekdays and dates they have in the site's time zone, which is where its visitors
 * are taken to live. The offset is that of noon, so that on the two days a year when it changes some hours are one off.
 *
 * @param middleDay the day on which growth stands at 1
 */
export function createRhythm(options: { seed: number; timeZone: string; middleDay: number }): (day: number) => Rhythm {
  const offsetMsAt = createOffsets(options.timeZone);
  return (day) => {
    const noonMs = (day + 0.5) * MS_PER_DAY;
    const offsetMs = offsetMsAt(noonMs);
    const halfHours = Array.from({ length: HALF_HOURS }, (_, index) => {
      const localMs = day * MS_PER_DAY + index * HALF_HOUR_MS + offsetMs;
      const localDay = Math.floor(localMs / MS_PER_DAY);
      return factorOf(localDay, options) * hourShare(localDay, Math.floor((localMs % MS_PER_DAY) / (2 * HALF_HOUR_MS)));
    });
    return { factor: halfHours.reduce((sum, weight) => sum + weight, 0) / 2, halfHours };
  };
}

function factorOf(localDay: number, { seed, middleDay }: { seed: number; middleDay: number }): number {
  const growth = GROWTH_PER_YEAR ** ((localDay - middleDay) / 365);
  const noise = 1 + NOISE * (drawUniform(seed, 20, localDay) + drawUniform(seed, 21, localDay) - 1) * 2;
  return growth * noise * (WEEKDAY_FACTORS[weekdayOf(localDay)] ?? 1);
}

function hourShare(localDay: number, hour: number): number {
  const hours = [0, 6].includes(weekdayOf(localDay)) ? WEEKEND_HOURS : WORKDAY_HOURS;
  return (hours[hour] ?? 0) / hours.reduce((sum, weight) => sum + weight, 0);
}

/** 1 January 1970 was a Thursday; 0 is Sunday. */
function weekdayOf(day: number): number {
  return (day + 4) % 7;
}

/** @throws RangeError where the time zone isn't known */
function createOffsets(timeZone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (atMs) => Date.parse(`${format.format(atMs).replace(' ', 'T')}Z`) - atMs;
}

/** Instants between which equal shares of the day's sessions begin, for drawing one by its position. */
export function quantilesOf(day: number, halfHours: readonly number[], count: number): number[] {
  const total = halfHours.reduce((sum, weight) => sum + weight, 0);
  const quantiles = [day * MS_PER_DAY];
  let reached = 0;
  for (const [index, weight] of halfHours.entries()) {
    for (let sought = quantiles.length; (sought / count) * total <= reached + weight && sought < count; sought++) {
      const within = ((sought / count) * total - reached) / weight;
      quantiles.push(Math.round(day * MS_PER_DAY + (index + within) * HALF_HOUR_MS));
    }
    reached += weight;
  }
  return [...quantiles, (day + 1) * MS_PER_DAY];
}
