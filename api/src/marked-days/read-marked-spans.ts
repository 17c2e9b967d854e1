import type { Pool } from 'pg';
import type { Period } from '../domain/period.js';
import { joinSpans } from './join-spans.js';
import type { MarkedSpan } from './mark.js';
import { SELECT_SPANS } from './queries.js';

/**
 * What of a period is marked, in order, each day in one span at most.
 *
 * @param isWithGaps false: but for days that were marked because visitors weren't counted
 */
export async function readMarkedSpans(
  pool: Pool,
  siteId: number,
  period: Period,
  { isWithGaps = true } = {},
): Promise<MarkedSpan[]> {
  const { rows } = await pool.query<MarkedSpan>(SELECT_SPANS, [siteId, period.from, period.to, isWithGaps]);
  return joinSpans(rows);
}
