import type { Pool } from 'pg';
import { budgetBegins, type ToldCard } from '../alarm-budget.js';
import { adviceTypes } from '../detectors/finding.js';
import { SELECT_TOLD_CARDS } from './queries.js';

/** The alarms that a site's owner was told of in the month up to a day. */
export async function readToldCards(
  pool: Pool,
  { siteId, date }: { siteId: number; date: string },
): Promise<ToldCard[]> {
  return (await pool.query<ToldCard>(SELECT_TOLD_CARDS, [siteId, budgetBegins(date), adviceTypes])).rows;
}
