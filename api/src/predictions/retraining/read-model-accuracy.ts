import type { MetricName } from '@tidemark/contracts';
import type { Pool } from 'pg';
import { SELECT_RELATIVE_ERROR } from './queries.js';

/** 1 - error / error of the same weekday last week, in the backtest of a model's training; null: it wasn't trained here. */
export async function readModelAccuracy(
  pool: Pool,
  siteId: number,
  metric: MetricName,
  modelVersion: string,
): Promise<number | null> {
  const values = [siteId, metric, modelVersion];
  const { rows } = await pool.query<{ relative_mae: number | null }>(SELECT_RELATIVE_ERROR, values);
  const relative = rows[0]?.relative_mae ?? null;
  return relative === null ? null : 1 - relative;
}
