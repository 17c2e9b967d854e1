import type { MetricName } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { SiteEntity } from '../db/index.js';
import { addDays, eachDate, lastFullDay, type Period } from '../domain/period.js';
import { findFirstMeasuredDay, readImportedDays } from '../imported-days/index.js';
import { readMarkedSpans, type MarkedSpan } from '../marked-days/index.js';
import type { DailyValue, Series } from './ml/index.js';
import { SELECT_MEASURED_DAYS } from './queries.js';

/** Days with a value that a forecast, and a training, take. */
export const MIN_FORECAST_DAYS = 14;
export const MIN_TRAINING_DAYS = 60;

/** What forecasts look back on: older days say little of today's traffic. */
const HISTORY_DAYS = 3 * 365;
/** A history that ends earlier doesn't reach the present. */
const MEMORY_DAYS = 28;

/** What is known of the days of a period. */
export interface History {
  /** The first day with a measured view; null: none yet. */
  firstMeasured: string | null;
  /** By day of the period; null where nothing is known. */
  values: Record<MetricName, readonly DailyValue[]>;
  /** Days that say nothing of usual traffic: they have their values, and count as unknown. */
  marked: readonly MarkedSpan[];
}

/** How many days a metric has. */
export interface KnownDays {
  /** Days with a value that counts. */
  have: number;
  /** Whether one of them lies within the last four weeks. */
  reachesPresent: boolean;
  /** Days with a value that doesn't. */
  marked: number;
}

/** What forecasts of an origin are made of. */
export function historyPeriod(origin: string): Period {
  return { from: addDays(origin, 1 - HISTORY_DAYS), to: origin };
}

/**
 * Measured days, a day without traffic as 0; before the first full one imported ones, as far as they go: the two never mix.
 */
export async function readHistory(db: Pool, siteId: number, period: Period): Promise<History> {
  const firstMeasured = await findFirstMeasuredDay(db, siteId);
  // The first measured day begins with the installation: a part of a day is nothing to learn from.
  const measuredFrom = addDays(firstMeasured ?? period.to, 1);
  const [measured, imported, marked] = await Promise.all([
    db.query<Record<MetricName, number> & { date: string }>(SELECT_MEASURED_DAYS, [siteId, period.from, period.to]),
    readImportedDays(db, siteId, { before: measuredFrom }),
    readMarkedSpans(db, siteId, period),
  ]);
  const measuredDays = new Map(measured.rows.map((row) => [row.date, row]));
  const importedDays = new Map(
    imported.map((day) => [
      day.date,
      {
        page_visits: day.pageVisits,
        page_views: day.pageViews,
        sessions: day.sessions,
        unique_visitors: day.uniqueVisitors,
      },
    ]),
  );
  const dates = eachDate(period);
  const valuesOf = (metric: MetricName) =>
    dates.map((date) => ({
      date,
      value:
        date >= measuredFrom ? (measuredDays.get(date)?.[metric] ?? 0) : (importedDays.get(date)?.[metric] ?? null),
    }));
  const values = {
    page_visits: valuesOf('page_visits'),
    page_views: valuesOf('page_views'),
    sessions: valuesOf('sessions'),
    unique_visitors: valuesOf('unique_visitors'),
  };
  return { firstMeasured, values, marked };
}

/** What forecasts of a site would be made of now. */
export function readWholeHistory(
  { pool, now }: { pool: Pool; now: () => Date },
  { id, timezone }: { id: number; timezone: string },
): Promise<History> {
  return readHistory(pool, id, historyPeriod(lastFullDay(now(), timezone)));
}

/** The marked days, one by one. */
export function datesOf(marked: readonly MarkedSpan[]): ReadonlySet<string> {
  return new Set(marked.flatMap(({ start, end }) => eachDate({ from: start, to: end })));
}

export function countDays({ values, marked }: History, metric: MetricName): KnownDays {
  const dates = datesOf(marked);
  const isMeasured = ({ value }: DailyValue) => value !== null;
  const counts = (day: DailyValue) => isMeasured(day) && !dates.has(day.date);
  const all = values[metric].filter(isMeasured);
  const counting = all.filter(counts);
  const reachesPresent = values[metric].slice(-MEMORY_DAYS).some(counts);
  return { have: counting.length, reachesPresent, marked: all.length - counting.length };
}

/** Whether days are as many as something takes, and tell of the present. */
export function isEnough({ have, reachesPresent }: KnownDays, need: number): boolean {
  return have >= need && reachesPresent;
}

/** What the ML service is told of a metric, from its first known day on. */
export function toSeries(site: SiteEntity, metric: MetricName, { values, marked }: History): Series {
  const firstKnown = values[metric].findIndex(({ value }) => value !== null);
  const history = values[metric].slice(firstKnown);
  return { site: site.domain, metric, country: site.country, history, exclude: marked };
}
