import { ignoreReasons, type IgnoreReason } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { Period } from '../domain/period.js';

/** Events of a site that were left out on a day. */
export interface IgnoredDay {
  date: string;
  reason: IgnoreReason;
  count: number;
}

/** What was left out, and why. $1: site; $2: from; $3: to; $4: reasons. */
const SELECT_IGNORED = `
  SELECT date, reason, count FROM uncounted_events
  WHERE site_id = $1 AND date BETWEEN $2 AND $3 AND reason = ANY($4::text[]) ORDER BY date, reason`;

/** What a site's tracker or visitors sent and was left out, by its days; those without any are absent. Refused events are no part of it. */
export async function readIgnored(pool: Pool, siteId: number, { from, to }: Period): Promise<IgnoredDay[]> {
  return (await pool.query<IgnoredDay>(SELECT_IGNORED, [siteId, from, to, ignoreReasons])).rows;
}
