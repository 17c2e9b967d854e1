import type { MetricName } from '@tidemark/contracts';
import type { Pool } from 'pg';
import { addDays } from '../../domain/period.js';
import { evaluate, evaluateNaive } from './evaluate.js';
import { readOutcomes } from './read-outcomes.js';

const DRIFT_DAYS = 14;
const DRIFT_RATIO = 1.5;
const DRIFT_COVERAGE = 0.7;
const LEVEL = 90;

/** Whether two weeks' predictions were clearly worse than last week's values, and mostly outside their intervals. */
export async function isDrifting(pool: Pool, siteId: number, metric: MetricName, lastDay: string): Promise<boolean> {
  const period = { from: addDays(lastDay, 1 - DRIFT_DAYS), to: lastDay };
  const { outcomes } = await readOutcomes(pool, { siteId, metric, period, level: LEVEL });
  if (new Set(outcomes.map(({ predictedDate }) => predictedDate)).size < DRIFT_DAYS) return false;
  const { mae, coverage } = evaluate(outcomes, null);
  const naive = evaluateNaive(outcomes, null).mae;
  if (mae === null || naive === null || coverage === null) return false;
  return mae > DRIFT_RATIO * naive && coverage < DRIFT_COVERAGE;
}
