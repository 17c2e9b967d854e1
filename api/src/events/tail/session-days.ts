import { dayOfNumber } from '../engine/days.js';
import type { Reading } from '../engine/engine.js';
import { keyOfId } from '../engine/event-row.js';
import { datesOfQuarterHours, QUARTER_HOUR_MS } from '../engine/quarter-hours.js';

/** The days of a site, in its time zone, on which these sessions have views now. They must be in the tail. */
export async function listSessionDates(
  engine: Reading,
  { siteId, timeZone }: { siteId: number; timeZone: string },
  sessionIds: readonly string[],
): Promise<string[]> {
  if (sessionIds.length === 0) return [];
  const rows = await engine.read((session) =>
    session.all<{ quarter: number }>(
      `SELECT DISTINCT viewed_at // ${QUARTER_HOUR_MS} AS quarter FROM tail WHERE site_id = ${siteId} AND session_key IN (${keys(sessionIds)})`,
    ),
  );
  return datesOfQuarterHours(
    rows.map(({ quarter }) => quarter),
    timeZone,
  );
}

/** The archived days, in UTC, whose file no longer has these sessions right. */
export async function findSpread(engine: Reading, siteId: number, sessionIds: readonly string[]): Promise<string[]> {
  if (sessionIds.length === 0) return [];
  const rows = await engine.read((session) =>
    session.all<{ day: number }>(
      `SELECT DISTINCT h.day FROM hidden h JOIN archived_days a ON a.site_id = h.site_id AND a.day = h.day
       WHERE h.site_id = ${siteId} AND h.pass > a.known_pass AND h.session_key IN (${keys(sessionIds)})`,
    ),
  );
  return rows.map(({ day }) => dayOfNumber(day));
}

function keys(sessionIds: readonly string[]): string {
  return sessionIds.map((id) => keyOfId(id).toString()).join(', ');
}
