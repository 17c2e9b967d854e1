import type { DailyReport, DailyRow } from '@tidemark/contracts';
import type { DataSource } from 'typeorm';
import { Between } from 'typeorm';
import { DailyMetricsEntity } from '../db/index.js';
import { figuresOf, NO_SUMS, type Sums } from '../domain/figures.js';
import { eachDate, lengthOf } from '../domain/period.js';
import { emptyDayDetails, type DayDetails, type EventStore, type Filter, type SiteRange } from '../events/index.js';
import type { Question } from './report-query.js';

interface DailyDeps {
  orm: DataSource;
  events: EventStore;
}

interface Day {
  sums: Sums;
  details: DayDetails;
}

/** Figures of each day and of the whole range, a day without traffic as a row of zeros; and of the compared range. */
export async function getDailyMetrics(
  deps: DailyDeps,
  { site, range, filters, compared }: Question,
): Promise<DailyReport> {
  const [current, before] = await Promise.all([
    readRange(deps, range, filters),
    compared && readRange(deps, compared, filters),
  ]);
  return {
    site: site.domain,
    timezone: site.timezone,
    start_date: range.from,
    end_date: range.to,
    ...current,
    ...(compared &&
      before && { comparison: { mode: compared.mode, start_date: compared.from, end_date: compared.to, ...before } }),
  };
}

type RangeFigures = Pick<DailyReport, 'data' | 'totals'>;

/** Unfiltered, days are stored and add up, but for visitors; filtered, everything is counted from events. */
async function readRange(deps: DailyDeps, range: SiteRange, filters: Filter[]): Promise<RangeFigures> {
  const [days, total] =
    filters.length === 0
      ? await Promise.all([readStoredDays(deps.orm, range), deps.events.countVisitors(range)])
      : await Promise.all([countDays(deps.events, range, filters), countTotal(deps.events, range, filters)]);
  return {
    data: eachDate(range).map((date) => toRow(date, days.get(date))),
    totals: figuresOf(typeof total === 'number' ? { ...addUp(days), uniqueVisitors: total } : total),
  };
}

async function countTotal(events: EventStore, range: SiteRange, filters: Filter[]): Promise<Sums> {
  const { groups } = await events.aggregate({ range, filters, dimension: 'total', orderBy: 'value', limit: 1 });
  return groups[0] ?? NO_SUMS;
}

function addUp(days: Map<string, Day>): Sums {
  const total = { ...NO_SUMS };
  for (const { sums } of days.values()) {
    for (const key of Object.keys(NO_SUMS) as (keyof Sums)[]) total[key] += sums[key];
  }
  return total;
}

async function readStoredDays(orm: DataSource, range: SiteRange): Promise<Map<string, Day>> {
  const rows = await orm
    .getRepository(DailyMetricsEntity)
    .findBy({ siteId: range.siteId, date: Between(range.from, range.to) });
  return new Map(rows.map((row) => [row.date, { sums: sumsOf(row), details: row }]));
}

/** A bigint comes as text. */
function sumsOf(row: DailyMetricsEntity): Sums {
  return {
    pageViews: row.pageViews,
    pageVisits: row.pageVisits,
    uniqueVisitors: row.uniqueVisitors,
    timeOnPageSum: Number(row.timeOnPageSum),
    timeOnPageCount: row.timeOnPageCount,
    sessions: row.sessions,
    bounces: row.bounces,
    sessionDurationMsSum: Number(row.sessionDurationMsSum),
  };
}

async function countDays(events: EventStore, range: SiteRange, filters: Filter[]): Promise<Map<string, Day>> {
  const [aggregated, details] = await Promise.all([
    events.aggregate({ range, filters, dimension: 'date', orderBy: 'value', limit: lengthOf(range) }),
    events.dayDetails(range, filters),
  ]);
  return new Map(
    aggregated.groups.map((group) => [
      group.value ?? '',
      { sums: group, details: details.get(group.value ?? '') ?? emptyDayDetails() },
    ]),
  );
}

function toRow(date: string, day: Day | undefined): DailyRow {
  const { topPages, trafficSources, deviceDistribution } = day?.details ?? emptyDayDetails();
  return {
    date,
    ...figuresOf(day?.sums ?? NO_SUMS),
    top_pages: topPages,
    traffic_sources: trafficSources,
    device_distribution: deviceDistribution,
  };
}
