import type { Pool } from 'pg';
import type { SiteEntity } from '../../db/index.js';
import { addDays, eachDate, type Period } from '../../domain/period.js';
import type { CrossedDimension, DailyGroup, EventStore, SiteRange } from '../../events/index.js';
import { findFirstMeasuredDay } from '../../imported-days/index.js';
import { readIgnored } from '../../ingest/index.js';
import { readMarkedSpans } from '../../marked-days/index.js';
import {
  CROSSED_DAYS,
  OBSERVED_DAYS,
  observedDimensions,
  type ByDay,
  type CrossedGroup,
  type DailySums,
  type DayForecast,
  type ObservedDimension,
  type ObservedGroup,
  type Observations,
} from './observations.js';
import { SELECT_AHEAD, SELECT_DAY_AHEAD, SELECT_DAYS } from './queries.js';

/** What is read from. */
export interface ObservationDeps {
  pool: Pool;
  events: Pick<EventStore, 'leadingByDay' | 'crossedEntries' | 'customByDay'>;
}

/** So many groups of a dimension are looked at: what's smaller has too few views to say anything of. */
const LEADING_GROUPS = 200;
const CROSSED_PAGES = 50;
const CROSSED_VALUES = 20;
const NOT_FOUND_PAGES = 50;
const HOURS = 24;
/** A page that wasn't found sends a custom event of this name (docs/recommendations.md). */
const NOT_FOUND = '404';

const crossedDimensions = ['device_type', 'browser', 'country'] as const satisfies CrossedDimension[];

/** One row of daily metrics, as far as it's looked at. */
interface DayRow {
  date: string;
  page_views: number;
  page_visits: number;
  sessions: number;
  bounces: number;
  time_on_page_sum: number;
  time_on_page_count: number;
}

interface ForecastRow {
  predicted_date: string;
  predicted_value: number;
  lower_80: number;
  upper_80: number;
  lower_90: number;
  upper_90: number;
  lower_95: number;
  upper_95: number;
  model_kind: string;
}

/**
 * Reads what detectors look at, up to a day that is over and in the daily metrics.
 *
 * @returns null where nothing was measured until then
 */
export async function readObservations(
  deps: ObservationDeps,
  site: SiteEntity,
  { lastDay, signal }: { lastDay: string; signal?: AbortSignal | undefined },
): Promise<Observations | null> {
  const { pool, events } = deps;
  const firstMeasured = await findFirstMeasuredDay(pool, site.id);
  if (firstMeasured === null || firstMeasured > lastDay) return null;
  const from = later(firstMeasured, addDays(lastDay, 1 - OBSERVED_DAYS));
  const period = { from, to: lastDay };
  const dates = eachDate(period);
  const range: SiteRange = { siteId: site.id, timeZone: site.timezone, ...period };
  const crossedRange = { ...range, from: later(from, addDays(lastDay, 1 - CROSSED_DAYS)) };

  // One after the other: this may wait, who looks at a report may not.
  const groups = {} as Record<ObservedDimension, ObservedGroup[]>;
  const missingDays = new Set<string>();
  for (const dimension of observedDimensions) {
    const leading = await events.leadingByDay({ range, dimension, limit: LEADING_GROUPS }, signal);
    for (const day of leading.missingDays) missingDays.add(day);
    groups[dimension] = leading.groups.map((group) => ({ value: group.value, ...sumsByDay(dates, group) }));
  }
  const hours = await events.leadingByDay({ range, dimension: 'hour_of_day', limit: HOURS }, signal);
  const crossed = await events.crossedEntries(
    { range: crossedRange, dimensions: crossedDimensions, pages: CROSSED_PAGES, valuesPerPage: CROSSED_VALUES },
    signal,
  );
  const notFound = await events.customByDay(range, { name: NOT_FOUND, pages: NOT_FOUND_PAGES });
  const days = await pool.query<DayRow>(SELECT_DAYS, [site.id, from, lastDay]);
  const dayAhead = await pool.query<ForecastRow>(SELECT_DAY_AHEAD, [site.id, from, lastDay]);
  const ahead = await pool.query<ForecastRow>(SELECT_AHEAD, [site.id, lastDay]);
  const forecasts = new Map(dayAhead.rows.map((row) => [row.predicted_date, toForecast(row)]));

  return {
    domain: site.domain,
    timeZone: site.timezone,
    dates,
    isLeftOut: await findLeftOut(pool, site.id, { period, dates, firstMeasured, missingDays }),
    totals: totalsByDay(dates, days.rows),
    hours: hoursOfDays(dates, hours.groups),
    groups,
    crossed: Object.fromEntries(
      crossedDimensions.map((dimension) => [dimension, crossed.groups.get(dimension) ?? []]),
    ) as Record<CrossedDimension, CrossedGroup[]>,
    ...(crossed.factor > 1 && { crossedFactor: crossed.factor }),
    forecasts: dates.map((date) => forecasts.get(date) ?? null),
    ahead: ahead.rows.map(toForecast),
    ignored: ignoredByDay(dates, await readIgnored(pool, site.id, period)),
    notFound: seriesBy(notFound, ({ page }) => page).map(([page, rows]) => ({ page, views: countsByDay(dates, rows) })),
  };
}

/** Marked days, the first one measured, which begins with the installation, and those whose archive can't be read. */
async function findLeftOut(
  pool: Pool,
  siteId: number,
  about: { period: Period; dates: readonly string[]; firstMeasured: string; missingDays: ReadonlySet<string> },
): Promise<boolean[]> {
  const { period, dates, firstMeasured, missingDays } = about;
  // Gaps are looked for anew each time: left out, they would be found no more.
  const spans = await readMarkedSpans(pool, siteId, period, { isWithGaps: false });
  const isMarked = (date: string) => spans.some(({ start, end }) => start <= date && date <= end);
  // A UTC day that's missing touches the local day of its date and those beside it.
  const isMissing = (date: string) => [-1, 0, 1].some((days) => missingDays.has(addDays(date, days)));
  return dates.map((date) => date === firstMeasured || isMarked(date) || (missingDays.size > 0 && isMissing(date)));
}

function sumsByDay(dates: readonly string[], { days }: DailyGroup): DailySums {
  const series = (field: keyof DailySums): ByDay => dates.map((date) => days.get(date)?.[field] ?? 0);
  return {
    pageViews: series('pageViews'),
    pageVisits: series('pageVisits'),
    sessions: series('sessions'),
    bounces: series('bounces'),
    timeOnPageSum: series('timeOnPageSum'),
    timeOnPageCount: series('timeOnPageCount'),
    exits: series('exits'),
  };
}

function totalsByDay(dates: readonly string[], rows: readonly DayRow[]): DailySums {
  const byDate = new Map(rows.map((row) => [row.date, row]));
  const series = (field: Exclude<keyof DayRow, 'date'>): ByDay => dates.map((date) => byDate.get(date)?.[field] ?? 0);
  return {
    pageViews: series('page_views'),
    pageVisits: series('page_visits'),
    sessions: series('sessions'),
    bounces: series('bounces'),
    timeOnPageSum: series('time_on_page_sum'),
    timeOnPageCount: series('time_on_page_count'),
    exits: dates.map(() => 0),
  };
}

function hoursOfDays(dates: readonly string[], groups: readonly DailyGroup[]): Observations['hours'] {
  const byHour = new Map(groups.map((group) => [group.value, group]));
  return dates.map((date) =>
    Array.from({ length: HOURS }, (_, hour) => byHour.get(String(hour))?.days.get(date)?.pageViews ?? 0),
  );
}

function ignoredByDay(
  dates: readonly string[],
  rows: readonly { date: string; reason: string; count: number }[],
): Observations['ignored'] {
  return seriesBy(rows, ({ reason }) => reason).map(([reason, days]) => ({ reason, views: countsByDay(dates, days) }));
}

function seriesBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): [string, Row[]][] {
  const byKey = new Map<string, Row[]>();
  for (const row of rows) byKey.set(keyOf(row), [...(byKey.get(keyOf(row)) ?? []), row]);
  return [...byKey];
}

function countsByDay(dates: readonly string[], rows: readonly { date: string; count: number }[]): ByDay {
  const byDate = new Map(rows.map(({ date, count }) => [date, count]));
  return dates.map((date) => byDate.get(date) ?? 0);
}

function toForecast(row: ForecastRow): DayForecast {
  return {
    date: row.predicted_date,
    value: row.predicted_value,
    intervals: {
      80: { lower: row.lower_80, upper: row.upper_80 },
      90: { lower: row.lower_90, upper: row.upper_90 },
      95: { lower: row.lower_95, upper: row.upper_95 },
    },
    modelKind: row.model_kind,
  };
}

const later = (one: string, other: string): string => (one > other ? one : other);
