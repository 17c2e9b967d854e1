import type { MetricName } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { ForecastAnswer } from './ml/index.js';
import { INSERT_FORECAST, SELECT_LATEST_REVISION } from './queries.js';

/** A forecast to be issued. */
export interface NewForecast {
  siteId: number;
  metric: MetricName;
  answer: ForecastAnswer;
  /** How much better the model is than last week's values, by its own training; null: it has none. */
  modelAccuracy: number | null;
  issuedAt: Date;
}

interface Revision {
  revision: number;
  model_version: string;
  model_kind: string;
  /** Of each, in order: the value, and the bounds by level. */
  days: number[][];
}

/**
 * Issues a forecast. A second one of its origin becomes the next revision, if it differs: so a job that is run again
 * issues nothing twice.
 *
 * @returns whether it was issued
 */
export async function storeForecast(pool: Pool, forecast: NewForecast): Promise<boolean> {
  const { siteId, metric, answer } = forecast;
  const place = [siteId, metric, answer.origin];
  const { rows } = await pool.query<Revision>(SELECT_LATEST_REVISION, place);
  const latest = rows[0];
  if (latest && isSame(latest, answer)) return false;
  const model = {
    version: answer.model_version,
    kind: answer.model_kind,
    accuracy: forecast.modelAccuracy,
    trained_at: answer.trained_at,
  };
  const days = answer.data.map(({ value, intervals }, index) => ({
    horizon: index + 1,
    value,
    lower_80: intervals[80][0],
    upper_80: intervals[80][1],
    lower_90: intervals[90][0],
    upper_90: intervals[90][1],
    lower_95: intervals[95][0],
    upper_95: intervals[95][1],
  }));
  const values = [
    ...place,
    (latest?.revision ?? 0) + 1,
    JSON.stringify(model),
    JSON.stringify(days),
    forecast.issuedAt,
  ];
  const { rowCount } = await pool.query(INSERT_FORECAST, values);
  return rowCount === days.length;
}

function isSame(latest: Revision, answer: ForecastAnswer): boolean {
  const stored = latest.days.flat();
  const told = answer.data.flatMap(({ value, intervals }) => [
    value,
    ...intervals[80],
    ...intervals[90],
    ...intervals[95],
  ]);
  return (
    latest.model_version === answer.model_version &&
    latest.model_kind === answer.model_kind &&
    stored.length === told.length &&
    stored.every((value, index) => value === told[index])
  );
}
