import type { PoolClient } from 'pg';
import { eachDate, joinDates, localDate, localMinute, type Period } from '../../domain/period.js';
import { findFirstMeasuredDay } from '../../imported-days/index.js';
import { INSERT_OUTAGE, SELECT_MEASURED_BETWEEN, SELECT_SITES_OF_THEN } from './queries.js';

/** A time in which nothing could be measured. */
export interface Outage {
  fromAt: Date;
  /** Exclusive, and when it's noticed. */
  toAt: Date;
}

interface SiteOfThen {
  id: number;
  timezone: string;
}

/**
 * Marks the days that an outage touches, in each site's time zone, on the sites that were there when it began. Days wholly
 * in it that have views aren't marked: they came from logs, or it was the clock that jumped.
 *
 * @returns on how many sites
 */
export async function markOutage(client: PoolClient, outage: Outage): Promise<number> {
  const { rows: sites } = await client.query<SiteOfThen>(SELECT_SITES_OF_THEN, [outage.fromAt]);
  let marked = 0;
  for (const site of sites) {
    const spans = joinDates(await findMissedDays(client, site, outage), Infinity);
    const [first, last] = [spans.map(({ from }) => from), spans.map(({ to }) => to)];
    await client.query(INSERT_OUTAGE, [site.id, first, last, tell(outage, site.timezone), outage.toAt]);
    if (spans.length > 0) marked += 1;
  }
  return marked;
}

async function findMissedDays(client: PoolClient, { id, timezone }: SiteOfThen, outage: Outage): Promise<string[]> {
  const firstMeasured = await findFirstMeasuredDay(client, id);
  // What was imported of the days before that lacks nothing.
  if (firstMeasured === null) return [];
  const touched = daysOf(outage, timezone);
  const { rows } = await client.query<{ date: string }>(SELECT_MEASURED_BETWEEN, [id, touched.from, touched.to]);
  const measured = new Set(rows.map(({ date }) => date));
  return eachDate(touched).filter((date) => date >= firstMeasured && !measured.has(date));
}

function daysOf({ fromAt, toAt }: Outage, timeZone: string): Period {
  return { from: localDate(fromAt, timeZone), to: localDate(new Date(toAt.getTime() - 1), timeZone) };
}

function tell({ fromAt, toAt }: Outage, timeZone: string): string {
  const [from, to] = [localMinute(fromAt, timeZone), localMinute(toAt, timeZone)];
  return `Tidemark or its database was down from ${from} to ${to} (${timeZone})`;
}
