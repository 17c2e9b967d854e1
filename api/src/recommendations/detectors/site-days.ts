import { DateTime } from 'luxon';
import type { DailySums, ObservedDimension, ObservedGroup, Observations } from '../observations/observations.js';
import { measureMovement } from '../statistics/measure-movement.js';
import type { Series } from '../statistics/rhythm.js';
import { mean } from '../statistics/robust.js';
import { findOutages, type Outage } from './outages.js';

/** A site's figures with what all detectors need of them. */
export interface SiteDays {
  observations: Observations;
  /** 0 is Monday. */
  weekdays: readonly number[];
  /** Days that tell of visitors: neither left out nor with an outage, and not before the first view. */
  isUsable: readonly boolean[];
  outages: readonly Outage[];
  lastDay: number;
  /** Page visits of a usual week. */
  usualWeek: number;
  visitsPerSession: number;
}

/** A day with an outage is kept from the other detectors from this probability of silence on, well before it's told. */
const MASKED_BELOW = 0.01;
/** What is new is looked for in so many days ... */
const FRESH_DAYS = 2;
/** ... of the last ones, where a day or two may be left out. */
const FRESH_WITHIN = 4;
const USUAL_DAYS = 28;

export function readSiteDays(observations: Observations): SiteDays {
  const { dates, totals, isLeftOut } = observations;
  const weekdays = dates.map((date) => DateTime.fromISO(date, { zone: 'utc' }).weekday - 1);
  const outages = findOutages(observations, weekdays);
  const begin = totals.pageViews.findIndex((views) => views > 0);
  const isOut = (day: number): boolean =>
    outages.some(({ firstDay, lastDay, pValue }) => pValue < MASKED_BELOW && day >= firstDay && day <= lastDay);
  const isUsable = dates.map((_, day) => begin >= 0 && day >= begin && !isLeftOut[day] && !isOut(day));
  const usual = dates.flatMap((_, day) => (isUsable[day] ? [day] : [])).slice(-USUAL_DAYS);
  const of = (values: readonly number[]): number => mean(usual.map((day) => values[day] ?? 0));
  const sessions = of(totals.sessions);
  return {
    observations,
    weekdays,
    isUsable,
    outages,
    lastDay: dates.length - 1,
    usualWeek: 7 * of(totals.pageVisits),
    visitsPerSession: sessions > 0 ? of(totals.pageVisits) / sessions : 1,
  };
}

/** The last two usable days; null where the newest days aren't usable. */
export function freshDays({ isUsable, lastDay }: SiteDays): number[] | null {
  const days: number[] = [];
  for (let day = lastDay; day > lastDay - FRESH_WITHIN && days.length < FRESH_DAYS; day -= 1) {
    if (isUsable[day]) days.unshift(day);
  }
  return days.length === FRESH_DAYS ? days : null;
}

/** Counts of a figure by themselves, in their own week's rhythm. */
export function ownSeries(site: SiteDays, counts: readonly number[]): Series {
  return { counts, reference: null, weekdays: site.weekdays, isUsable: site.isUsable };
}

/** A group's counts against those of the site's rest, so that what moves the whole site moves nothing here. */
export function relativeSeries(site: SiteDays, group: DailySums, metric: 'pageVisits' | 'sessions'): Series {
  const counts = group[metric];
  const totals = site.observations.totals[metric];
  return { ...ownSeries(site, counts), reference: totals.map((total, day) => Math.max(0, total - (counts[day] ?? 0))) };
}

export function groupsOf(site: SiteDays, dimension: ObservedDimension): readonly ObservedGroup[] {
  return site.observations.groups[dimension];
}

/** The sum of a figure over the usable days of the last `days`. */
export function sumLast(site: SiteDays, values: readonly number[], days: number): number {
  let total = 0;
  for (let day = Math.max(0, site.lastDay - days + 1); day <= site.lastDay; day += 1) {
    if (site.isUsable[day]) total += values[day] ?? 0;
  }
  return total;
}

/** By how much counts lie above or below their own usual level, as a share; null where that isn't known. */
export function ownChange(site: SiteDays, counts: readonly number[], window: readonly number[]): number | null {
  const movement = measureMovement(ownSeries(site, counts), window);
  return movement && movement.observed / movement.expected - 1;
}
