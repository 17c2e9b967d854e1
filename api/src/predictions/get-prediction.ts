import type { MetricName, Prediction, PredictionQuery } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { SiteEntity } from '../db/index.js';
import { addDays, localDate } from '../domain/period.js';
import { AppError } from '../errors.js';
import type { Enqueue } from '../jobs/index.js';
import { countDays, isEnough, MIN_FORECAST_DAYS, readWholeHistory } from './history.js';
import { selectForecast } from './queries.js';
import { queueForecasts } from './queue-forecasts.js';
import { refuseShortHistory } from './refusals.js';

interface PredictionDeps {
  pool: Pool;
  now: () => Date;
  /** Absent: this process can't have a forecast made. */
  enqueue: Enqueue | undefined;
}

interface Asked extends Pick<PredictionQuery, 'days' | 'confidence_level'> {
  site: SiteEntity;
  metric: MetricName;
}

interface ForecastRow {
  origin: string;
  predicted_date: string;
  predicted_value: number;
  lower: number;
  upper: number;
  model_version: string;
  model_kind: string;
  trained_at: Date | null;
  created_at: Date;
}

const RETRY_AFTER_SECONDS = 30;

/**
 * The newest forecast, from today on: where none could be made for days, the days that are over are left out.
 *
 * @throws AppError when there is none: `not_enough_history`, or `unavailable` while the first one is being made
 */
export async function getPrediction(deps: PredictionDeps, asked: Asked): Promise<Prediction> {
  const { site, metric, days, confidence_level } = asked;
  const today = localDate(deps.now(), site.timezone);
  const place = [site.id, metric, today, addDays(today, days - 1)];
  const { rows } = await deps.pool.query<ForecastRow>(selectForecast(confidence_level), place);
  const [first] = rows;
  if (!first) throw await explainAbsence(deps, asked);
  return {
    site: site.domain,
    metric_name: metric,
    origin: first.origin,
    model_version: first.model_version,
    model_kind: first.model_kind,
    trained_at: first.trained_at?.toISOString() ?? null,
    generated_at: first.created_at.toISOString(),
    confidence_level,
    data: rows.map(({ predicted_date, predicted_value, lower, upper }) => ({
      predicted_date,
      predicted_value,
      lower,
      upper,
      confidence_interval: (upper - lower) / 2,
    })),
  };
}

async function explainAbsence(deps: PredictionDeps, { site, metric }: Asked): Promise<AppError> {
  const { enqueue } = deps;
  const days = countDays(await readWholeHistory(deps, site), metric);
  if (!isEnough(days, MIN_FORECAST_DAYS)) return refuseShortHistory('A forecast', days, MIN_FORECAST_DAYS);
  if (enqueue) await queueForecasts(enqueue, site.id);
  const detail = enqueue
    ? 'There is no forecast yet; one is being made.'
    : 'There is no forecast yet, and forecasting is off here.';
  return new AppError({ code: 'unavailable', detail, retryAfterSeconds: RETRY_AFTER_SECONDS });
}
