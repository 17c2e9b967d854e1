import type { PoolClient } from 'pg';
import type { MarkedSpan } from '../mark.js';
import { DELETE_GAPS, INSERT_GAP } from './queries.js';

/** Marks days of a site on which visitors came and weren't counted, in the place of what was marked as such within them. */
export async function markGap(
  client: PoolClient,
  { siteId, start, end, reason }: MarkedSpan & { siteId: number },
  now: Date,
): Promise<void> {
  await client.query(DELETE_GAPS, [siteId, start, end]);
  await client.query(INSERT_GAP, [siteId, start, end, reason, now]);
}

/** Takes back what was marked as such within these days: it was none. */
export async function unmarkGaps(
  client: PoolClient,
  { siteId, start, end }: { siteId: number; start: string; end: string },
): Promise<void> {
  await client.query(DELETE_GAPS, [siteId, start, end]);
}
