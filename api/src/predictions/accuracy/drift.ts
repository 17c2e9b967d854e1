import type { MetricName } from '@tidemark/contracts';
import type { Pool } from 'pg';
import { addDays } from '../../domain/period.js';
import { evaluate, evaluateNaive } from './evaluate.js';
import { readOutcomes } from './read-outcomes.js';

const DRIFT_DAYS = 14;
/** Marked days are skipped; older ones don't tell of now. */
const LOOK_BACK_DAYS = 28;
const DRIFT_RATIO = 1.5;
const DRIFT_COVERAGE = 0.7;
const LEVEL = 90;

/**
 * Whether two weeks' predictions were clearly worse than last week's values, and mostly outside their intervals. Marked days
 * don't count: what made them unusual is over, or will be.
 */
export async function isDrifting(pool: Pool, siteId: number, metric: MetricName, lastDay: string): Promise<boolean> {
  const period = { from: addDays(lastDay, 1 - LOOK_BACK_DAYS), to: lastDay };
  const { outcomes: all } = await readOutcomes(pool, { siteId, metric, period, level: LEVEL, isMarkedLeftOut: true });
  const dates = [...new Set(all.map(({ predictedDate }) => predictedDate))].sort().slice(-DRIFT_DAYS);
  const [first] = dates;
  if (first === undefined || dates.length < DRIFT_DAYS) return false;
  const outcomes = all.filter(({ predictedDate }) => predictedDate >= first);
  const { coverage } = evaluate(outcomes, null);
  const compared = outcomes.filter(({ naive }) => naive !== null);
  const { mae } = evaluate(compared, null);
  const naive = evaluateNaive(compared, null).mae;
  if (mae === null || naive === null || coverage === null) return false;
  return mae > DRIFT_RATIO * naive && coverage < DRIFT_COVERAGE;
}
