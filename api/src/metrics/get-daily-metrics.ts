import type { DailyReport, DailyRow } from '@tidemark/contracts';
import type { DataSource } from 'typeorm';
import { Between } from 'typeorm';
import { DailyMetricsEntity } from '../db/index.js';
import { figuresOf, NO_SUMS, type Sums } from '../domain/figures.js';
import { eachDate } from '../domain/period.js';
import {
  emptyDayDetails,
  type CountedDays,
  type DayDetails,
  type EventStore,
  type SiteRange,
} from '../events/index.js';
import { caveatsOf, rangeOf, type Question } from './report-query.js';

interface DailyDeps {
  orm: DataSource;
  events: EventStore;
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
    ...caveatsOf(before ? [current.caveats, before.caveats] : [current.caveats]),
    ...current.figures,
    ...(compared &&
      before && {
        comparison: { mode: compared.mode, start_date: compared.from, end_date: compared.to, ...before.figures },
      }),
  };
}

interface RangeFigures {
  figures: Pick<DailyReport, 'data' | 'totals'>;
  caveats: Pick<CountedDays, 'missingDays' | 'isApproximate'>;
}

/** Unfiltered, days are stored and add up, but for visitors; filtered, everything is counted from events. */
async function readRange(
  deps: DailyDeps,
  range: SiteRange,
  { filters, signal }: Pick<Question, 'filters' | 'signal'>,
): Promise<RangeFigures> {
  const { days, uniqueVisitors, ...caveats } =
    filters.length === 0
      ? await readStoredDays(deps, range, signal)
      : await deps.events.countDays({ range, filters }, signal);
  const sums = addUp(days);
  return {
    figures: {
      data: eachDate(range).map((date) => toRow(date, days.get(date))),
      totals: figuresOf({ ...sums, uniqueVisitors: atMost(uniqueVisitors, sums.pageViews, caveats) }),
    },
    caveats,
  };
}

async function readStoredDays({ orm, events }: DailyDeps, range: SiteRange, signal: AbortSignal): Promise<CountedDays> {
  const [rows, total] = await Promise.all([
    orm.getRepository(DailyMetricsEntity).findBy({ siteId: range.siteId, date: Between(range.from, range.to) }),
    events.rangeVisitors(range, signal),
  ]);
  return {
    days: new Map(rows.map((row) => [row.date, { sums: sumsOf(row), details: row }])),
    ...total,
  };
}

/** An estimate is no larger than what's possible. */
function atMost(visitors: number, pageViews: number, { isApproximate }: RangeFigures['caveats']): number {
  return isApproximate ? Math.min(visitors, pageViews) : visitors;
}

function addUp(days: CountedDays['days']): Sums {
  const total = { ...NO_SUMS };
  for (const { sums } of days.values()) {
    for (const key of Object.keys(NO_SUMS) as (keyof Sums)[]) total[key] += sums[key];
  }
  return total;
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

function toRow(date: string, day: { sums: Sums; details: DayDetails } | undefined): DailyRow {
  const { topPages, trafficSources, deviceDistribution } = day?.details ?? emptyDayDetails();
  return {
    date,
    ...figuresOf(day?.sums ?? NO_SUMS),
    top_pages: topPages,
    traffic_sources: trafficSources,
    device_distribution: deviceDistribution,
  };
}
