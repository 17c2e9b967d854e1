import type { DailyReport, DailyRow } from '@tidemark/contracts';
import type { DataSource } from 'typeorm';
import { Between } from 'typeorm';
import { DailyMetricsEntity } from '../db/index.js';
import { figuresOf, NO_SUMS, type Sums } from '../domain/figures.js';
import { eachDate, lengthOf } from '../domain/period.js';
import {
  emptyDayDetails,
  type Aggregate,
  type DayDetails,
  type EventStore,
  type Filter,
  type SiteRange,
} from '../events/index.js';
import { caveatsOf, rangeOf, type Question } from './report-query.js';

interface DailyDeps {
  orm: DataSource;
  events: EventStore;
}

interface Day {
  sums: Sums;
  details: DayDetails;
}

/** Figures of each day and of the whole range, a day without traffic as a row of zeros; and of the compared range. */
export async function getDailyMetrics(deps: DailyDeps, question: Question): Promise<DailyReport> {
  const { range, compared } = question;
  const [current, before] = await Promise.all([
    readRange(deps, range, question),
    compared && readRange(deps, compared, question),
  ]);
  return {
    ...rangeOf(question),
    ...caveatsOf(before ? [current.total, before.total] : [current.total]),
    ...current.figures,
    ...(compared &&
      before && {
        comparison: { mode: compared.mode, start_date: compared.from, end_date: compared.to, ...before.figures },
      }),
  };
}

interface RangeFigures {
  figures: Pick<DailyReport, 'data' | 'totals'>;
  total: Aggregate;
}

/** Unfiltered, days are stored and add up, but for visitors; filtered, everything is counted from events. */
async function readRange(
  { orm, events }: DailyDeps,
  range: SiteRange,
  { filters, signal }: Pick<Question, 'filters' | 'signal'>,
): Promise<RangeFigures> {
  const isStored = filters.length === 0;
  const [days, total] = await Promise.all([
    isStored ? readStoredDays(orm, range) : countDays(events, range, filters, signal),
    events.aggregate({ range, filters, dimension: 'total', orderBy: 'value', limit: 1 }, signal),
  ]);
  const counted = total.groups[0] ?? NO_SUMS;
  return {
    figures: {
      data: eachDate(range).map((date) => toRow(date, days.get(date))),
      totals: figuresOf(isStored ? { ...addUp(days), uniqueVisitors: counted.uniqueVisitors } : counted),
    },
    total,
  };
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

async function countDays(
  events: EventStore,
  range: SiteRange,
  filters: Filter[],
  signal: AbortSignal,
): Promise<Map<string, Day>> {
  const [aggregated, details] = await Promise.all([
    events.aggregate({ range, filters, dimension: 'date', orderBy: 'value', limit: lengthOf(range) }, signal),
    events.dayDetails(range, filters, signal),
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
