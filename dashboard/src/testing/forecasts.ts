import { addDays } from '../lib/dates.js';
import type { AccuracyReport, Prediction, RetrainState } from '../types/predictions.js';

type Outcome = AccuracyReport['history'][number];

/** A forecast of the days from 2026-03-10 on: a hundred and a few each. */
export function buildPrediction(change: Partial<Prediction> = {}): Prediction {
  return {
    site: 'harbour.example',
    metric_name: 'page_visits',
    origin: '2026-03-09',
    model_version: 'v7',
    model_kind: 'blend',
    trained_at: '2026-03-02T03:40:00Z',
    generated_at: '2026-03-10T00:10:00Z',
    confidence_level: 90,
    data: Array.from({ length: 7 }, (_, index) => ({
      predicted_date: addDays('2026-03-10', index),
      predicted_value: 100 + index,
      lower: 80 + index,
      upper: 120 + index,
      confidence_interval: 20,
    })),
    ...change,
  };
}

export function buildOutcome(change: Partial<Outcome> = {}): Outcome {
  return {
    predicted_date: '2026-03-09',
    origin: '2026-03-08',
    horizon: 1,
    issued_at: '2026-03-09T00:10:00Z',
    model_version: 'v7',
    predicted_value: 100,
    lower: 80,
    upper: 120,
    actual_value: 100,
    ...change,
  };
}

/** Four weeks of forecasts a day ahead; on the last day 150 came, which is above the range. */
export function buildAccuracy(change: Partial<AccuracyReport> = {}): AccuracyReport {
  const history = Array.from({ length: 28 }, (_, index) =>
    buildOutcome({
      predicted_date: addDays('2026-02-10', index),
      origin: addDays('2026-02-09', index),
      issued_at: `${addDays('2026-02-10', index)}T00:10:00Z`,
      actual_value: index === 27 ? 150 : 110,
    }),
  );
  const figures = { evaluated: 28, mae: 11.4, mape: 0.092, smape: 0.1, mase: 0.8 };
  return {
    site: 'harbour.example',
    metric_name: 'page_visits',
    start_date: '2026-02-10',
    end_date: '2026-03-09',
    confidence_level: 90,
    ...figures,
    relative_mae: 0.66,
    interval_coverage: 27 / 28,
    baseline: { name: 'seasonal_naive', ...figures, mape: 0.14 },
    by_horizon: [{ horizon: 1, ...figures, relative_mae: 0.66, interval_coverage: 27 / 28 }],
    by_model_version: [],
    history,
    ...change,
  };
}

export function buildRetrain(change: Partial<RetrainState> = {}): RetrainState {
  return {
    job_id: 'job-1',
    status: 'running',
    progress: 0.25,
    step: 'page_visits: fine-tuning, epoch 3 of 20',
    ...change,
  };
}
