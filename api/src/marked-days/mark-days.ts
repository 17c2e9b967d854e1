import type { Pool } from 'pg';
import type { Mark, MarkedSpan } from './mark.js';
import { INSERT_MARK, SELECT_SAME_MARK } from './queries.js';

/** More of them would leave little to learn from. */
export const MAX_MARKS = 500;

/** What came of marking days. */
export type MarkOutcome =
  { kind: 'marked'; mark: Mark } | { kind: 'already_marked'; id: number } | { kind: 'too_many' };

/** Marks days for a site's owner. The span must be one that `newMarkedDays` of the contracts takes. */
export async function markDays(
  pool: Pool,
  { siteId, start, end, reason }: MarkedSpan & { siteId: number },
  now: Date,
): Promise<MarkOutcome> {
  const { rows } = await pool.query<Mark>(INSERT_MARK, [siteId, start, end, reason, now, MAX_MARKS]);
  if (rows[0]) return { kind: 'marked', mark: rows[0] };
  const same = await pool.query<{ id: number }>(SELECT_SAME_MARK, [siteId, start, end]);
  return same.rows[0] ? { kind: 'already_marked', id: same.rows[0].id } : { kind: 'too_many' };
}
