/** Whether what was acknowledged is there: in the database, and in the reports. */
import { setTimeout as sleep } from 'node:timers/promises';
import { toDate } from './overview-reads.mjs';
import { formatCount } from './print.mjs';

const COUNTED_WITHIN_MS = 60_000;
const DAY_MS = 86_400_000;

const SELECT_STORED = `
  SELECT event_id, count(*)::integer AS times, coalesce(max(time_on_page), -1) AS time_on_page
  FROM page_visits WHERE site_id = (SELECT id FROM sites WHERE domain = $1) GROUP BY event_id`;

/**
 * Compares the site's rows with what was acknowledged: each event once, with the longest time on page of those
 * acknowledged.
 *
 * @param acknowledged the longest time on page by event id, -1 where there's none
 * @param unanswered ids that were sent and not acknowledged, which may be there or not
 */
export async function checkStored(pool, { site, acknowledged, unanswered = new Set() }) {
  const { rows } = await pool.query(SELECT_STORED, [site]);
  const stored = new Map(rows.map((row) => [row.event_id, row]));
  const of = { lost: 0, doubled: 0, shortened: 0, unknown: 0 };
  for (const [id, timeOnPage] of acknowledged) {
    const row = stored.get(id);
    if (!row) of.lost += 1;
    else if (row.time_on_page < timeOnPage) of.shortened += 1;
  }
  let total = 0;
  for (const { event_id: id, times } of rows) {
    total += times;
    if (times > 1) of.doubled += 1;
    if (!acknowledged.has(id) && !unanswered.has(id)) of.unknown += 1;
  }
  const summary =
    `${formatCount(acknowledged.size)} events acknowledged, ${formatCount(total)} stored: ` +
    Object.entries(of)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ');
  return { ...of, stored: total, wrong: Object.values(of).reduce((sum, count) => sum + count, 0), summary };
}

/**
 * Asks for the site's page views of these days until they're as many as expected, a minute at most.
 *
 * @returns how many it were in the end
 */
export async function waitUntilCounted({ url, headers, site, expected }) {
  const query = { site, start_date: toDate(Date.now() - 2 * DAY_MS), end_date: toDate(Date.now()) };
  const until = Date.now() + COUNTED_WITHIN_MS;
  for (;;) {
    const response = await fetch(`${url}/api/metrics/daily?${new URLSearchParams(query)}`, { headers });
    if (!response.ok) throw new Error(`the overview answered ${response.status}: ${await response.text()}`);
    const counted = (await response.json()).totals.page_views;
    if (expected === undefined || counted === expected || Date.now() > until) return counted;
    await sleep(500);
  }
}
