import { Between, type DataSource } from 'typeorm';
import { DailyMetricsEntity } from '../db/index.js';
import type { Sums } from '../domain/figures.js';
import type { SiteRange } from '../events/index.js';

/** The stored days of a range, with all that's stored of them. */
export function readStoredDays(orm: DataSource, range: SiteRange): Promise<DailyMetricsEntity[]> {
  return orm.getRepository(DailyMetricsEntity).findBy(isIn(range));
}

const sumColumns = {
  date: true,
  pageViews: true,
  pageVisits: true,
  uniqueVisitors: true,
  timeOnPageSum: true,
  timeOnPageCount: true,
  sessions: true,
  bounces: true,
  sessionDurationMsSum: true,
} as const;
type StoredSums = Pick<DailyMetricsEntity, keyof typeof sumColumns>;

/** The sums of each stored day of a range, by its date. */
export async function readStoredSums(orm: DataSource, range: SiteRange): Promise<Map<string, Sums>> {
  const rows = await orm.getRepository(DailyMetricsEntity).find({ where: isIn(range), select: sumColumns });
  return new Map(rows.map((row) => [row.date, sumsOf(row)]));
}

/** A bigint comes as text. */
export function sumsOf(row: StoredSums): Sums {
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

function isIn({ siteId, from, to }: SiteRange) {
  return { siteId, date: Between(from, to) };
}
