import type { Evidence } from '@tidemark/contracts';
import { studentHalfWidth } from '../statistics/distributions.js';
import type { Movement } from '../statistics/measure-movement.js';
import type { SiteDays } from './site-days.js';

/** Days of a picture. */
const PICTURE_DAYS = 42;
const LEVEL = 95;

type Span = Evidence['period'];

export function spanOf(site: SiteDays, from: number, to: number): Span {
  const { dates } = site.observations;
  return { start_date: dates[Math.max(0, from)] ?? '', end_date: dates[to] ?? '' };
}

/** What was there and what was expected of the last six weeks; of days that aren't usable neither is said. */
export function pictureOf(
  site: SiteDays,
  observed: readonly number[],
  expected: readonly (number | null)[] | null,
): Evidence['series'] {
  const from = Math.max(0, site.lastDay - PICTURE_DAYS + 1);
  return site.observations.dates.slice(from).map((date, index) => {
    const day = from + index;
    return {
      date,
      observed: site.isUsable[day] ? (observed[day] ?? null) : null,
      expected: expected?.[day] ?? null,
    };
  });
}

/** Where the observed figure would lie if nothing had changed. */
export function intervalOf({ expected, noise, degrees }: Movement): NonNullable<Evidence['interval']> {
  const half = noise * studentHalfWidth(LEVEL / 100, degrees);
  return { level: LEVEL, lower: Math.max(0, expected - half), upper: expected + half };
}
