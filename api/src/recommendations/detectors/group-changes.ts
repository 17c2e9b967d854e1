import type { EvidenceDimension } from '@tidemark/contracts';
import type { ObservedDimension, ObservedGroup } from '../observations/observations.js';
import { studentTwoSided } from '../statistics/distributions.js';
import { measureMovement, type Movement } from '../statistics/measure-movement.js';
import { measureTrend, type Trend } from '../statistics/measure-trend.js';
import type { Cause } from './candidate.js';
import { freshDays, groupsOf, ownChange, ownSeries, relativeSeries, type SiteDays } from './site-days.js';

/** What a group's last two days are, of what the rest of the site let expect. */
export interface GroupMovement {
  group: ObservedGroup;
  window: readonly number[];
  movement: Movement;
  /** 0.3 is 30% more. */
  change: number;
}

/** A group's rise or fall over six weeks, relative to the rest of the site. */
export interface GroupTrend {
  group: ObservedGroup;
  trend: Trend;
}

/** Where it can't be told from noise at three standard deviations, nothing is asked: a question that can't be answered costs power. */
const VISIBLE_AT = 3;
/** A halving within two days must be visible ... */
const HALVING = 0.5;
/** ... as must a loss or gain of two fifths within six weeks. */
const TREND_VISIBLE = Math.log(1 / 0.6);
/** A trend of fewer a day is never that visible. */
const LEAST_TREND_MEAN = 8;
/** A change relative to the site must be at least two fifths as large by itself: else it's the site that changed. */
const OWN_PART = 0.4;

/** Of the chance of a false alarm losses have this part: what is gained can wait until it's clearer. */
const PART_OF_LOSSES = 0.8;
const MEAN_DAYS = 42;

/** The movements of all groups of a dimension that are large enough to show a halving. */
export function measureGroups(
  site: SiteDays,
  dimension: ObservedDimension,
  metric: 'pageVisits' | 'sessions',
  visibleLoss = HALVING,
): GroupMovement[] {
  const window = freshDays(site);
  if (window === null) return [];
  return groupsOf(site, dimension).flatMap((group) => {
    // Even without any noise but chance.
    if (window.length * meanOf(site, group[metric]) < (VISIBLE_AT / visibleLoss) ** 2) return [];
    const movement = measureMovement(relativeSeries(site, group, metric), window);
    if (movement === null || visibleLoss * movement.expected < VISIBLE_AT * movement.noise) return [];
    return [{ group, window, movement, change: movement.observed / movement.expected - 1 }];
  });
}

/** The trends of all groups of a dimension that are large enough to show one. */
export function measureGroupTrends(
  site: SiteDays,
  dimension: ObservedDimension,
  metric: 'pageVisits' | 'sessions',
): GroupTrend[] {
  return groupsOf(site, dimension).flatMap((group) => {
    if (meanOf(site, group[metric]) < LEAST_TREND_MEAN) return [];
    const trend = measureTrend(relativeSeries(site, group, metric));
    return trend === null || VISIBLE_AT * trend.changeError > TREND_VISIBLE ? [] : [{ group, trend }];
  });
}

/** How often chance alone gives as much either way, the ways weighed. */
export function weighSides({ score, pValue }: Movement): number {
  return Math.min(1, score < 0 ? pValue('down') / PART_OF_LOSSES : pValue('up') / (1 - PART_OF_LOSSES));
}

/** How often chance alone would change the level by so much over the days of a trend. */
export function chanceOfTrend({ changeError, degrees }: Trend, change: number): number {
  return studentTwoSided(Math.log1p(change) / changeError, degrees);
}

/** Counts a day, over the usable ones of the last six weeks. */
function meanOf(site: SiteDays, counts: readonly number[]): number {
  let [total, days] = [0, 0];
  for (let day = Math.max(0, site.lastDay - MEAN_DAYS + 1); day <= site.lastDay; day += 1) {
    if (!site.isUsable[day]) continue;
    total += counts[day] ?? 0;
    days += 1;
  }
  return days > 0 ? total / days : 0;
}

/** Whether the group itself changed at least two fifths as much as it did relative to the site. */
export function changedItself(
  site: SiteDays,
  { group, window, change }: GroupMovement,
  metric: 'pageVisits' | 'sessions',
): boolean {
  const own = ownChange(site, group[metric], window);
  return own !== null && Math.sign(own) === Math.sign(change) && Math.abs(own) >= OWN_PART * Math.abs(change);
}

export function trendedItself(
  site: SiteDays,
  { group, trend }: GroupTrend,
  metric: 'pageVisits' | 'sessions',
): boolean {
  const own = measureTrend(ownSeries(site, group[metric]));
  return own !== null && own.slope / trend.slope >= OWN_PART;
}

/** What moved, for telling causes from consequences. */
export function causeOf(
  site: SiteDays,
  dimension: EvidenceDimension,
  value: string | null,
  figures: { observed: number; expected: number; days: number; metric: 'pageVisits' | 'sessions' },
): Cause {
  const perDay = (figures.observed - figures.expected) / figures.days;
  const usual = site.usualWeek / 7 / (figures.metric === 'sessions' ? site.visitsPerSession : 1);
  return {
    of: 'visits',
    direction: perDay < 0 ? 'down' : 'up',
    dimension,
    value,
    share: usual > 0 ? Math.abs(perDay) / usual : 0,
  };
}
