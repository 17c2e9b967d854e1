import { metricNames, type MetricName } from '@tidemark/contracts';
import type { Pool } from 'pg';
import { SELECT_FORECAST_AGES } from './queries.js';

/** When a metric was forecast last, for any site. */
export interface ForecastAge {
  metric: MetricName;
  seconds: number;
}

/** Those metrics that were ever forecast. */
export async function readForecastAges(pool: Pool, now: Date): Promise<ForecastAge[]> {
  return (await pool.query<ForecastAge>(SELECT_FORECAST_AGES, [metricNames, now])).rows;
}
