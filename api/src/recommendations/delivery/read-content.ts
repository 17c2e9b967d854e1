import type { Pool } from 'pg';
import type { SiteEntity } from '../../db/index.js';
import { addDays, eachDate, lastFullDay } from '../../domain/period.js';
import { readKnownDays } from '../known-days.js';
import type { DigestContent } from './compose-digest.js';
import { SELECT_AHEAD, SELECT_NEW_RECEIPTS, SELECT_PENDING, SELECT_VISITS } from './queries.js';

const DAYS = 7;
const SHOWN = 5;

/** What a site's digest tells now. */
export async function readContent(
  pool: Pool,
  site: SiteEntity,
  { now, dashboardUrl, isTest }: { now: Date; dashboardUrl: string | undefined; isTest: boolean },
): Promise<DigestContent> {
  const to = lastFullDay(now, site.timezone);
  const period = { from: addDays(to, 1 - DAYS), to };
  const before = { from: addDays(period.from, -DAYS), to: addDays(period.from, -1) };
  const spans = [site.id, period.from, period.to, before.from, before.to];
  const figures = await pool.query<{ visits: number; before: number }>(SELECT_VISITS, spans);
  const bothWeeks = { from: before.from, to };
  const isComparable = eachDate(bothWeeks).every(await readKnownDays(pool, site.id, bothWeeks));
  const ahead = await pool.query<{ days: number; visits: number | null }>(SELECT_AHEAD, [
    site.id,
    addDays(to, 1),
    addDays(to, DAYS),
  ]);
  const pending = await pool.query<DigestContent['pending'][number]>(SELECT_PENDING, [site.id, SHOWN]);
  const since = new Date(now.getTime() - DAYS * 86_400_000);
  const receipts = await pool.query<DigestContent['receipts'][number]>(SELECT_NEW_RECEIPTS, [site.id, since]);
  return {
    domain: site.domain,
    period,
    visits: figures.rows[0]?.visits ?? 0,
    visitsBefore: isComparable ? (figures.rows[0]?.before ?? 0) : null,
    // A forecast that ends within the week says nothing of all of it.
    visitsAhead: ahead.rows[0]?.days === DAYS ? ahead.rows[0].visits : null,
    pending: pending.rows,
    receipts: receipts.rows,
    link: dashboardUrl === undefined ? null : `${dashboardUrl}/recommendations?site=${encodeURIComponent(site.domain)}`,
    isTest,
  };
}
