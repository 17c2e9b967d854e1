import { z } from 'zod';
import { siteQuery } from './metrics.js';
import { calendarDate, instant, text } from './text.js';

/** What is forecast, as it's named in addresses. */
export const predictionMetrics = ['page-visits', 'page-views', 'sessions', 'unique-visitors'] as const;
export type PredictionMetric = (typeof predictionMetrics)[number];

/** The same as columns and answers name it. */
export const metricNames = ['page_visits', 'page_views', 'sessions', 'unique_visitors'] as const;
export type MetricName = (typeof metricNames)[number];

/** Levels of prediction intervals, in percent. */
export const confidenceLevels = [80, 90, 95] as const;
export type ConfidenceLevel = (typeof confidenceLevels)[number];

const DEFAULT_LEVEL = 90;
export const MAX_HORIZON_DAYS = 28;

const predictionMetric = z.enum(predictionMetrics);
const metricName = z.enum(metricNames);
const askedLevel = z
  .enum(['80', '90', '95'])
  .default('90')
  .transform((level) => Number(level) as ConfidenceLevel)
  .meta({ description: 'Of the intervals, in percent' });
const level = z.literal(confidenceLevels).meta({ description: 'Of the intervals, in percent', example: DEFAULT_LEVEL });

export const predictionPath = z.object({ metric: predictionMetric });

export const predictionQuery = siteQuery.extend({
  days: z.coerce.number().int().min(1).max(MAX_HORIZON_DAYS).default(7),
  confidence_level: askedLevel,
});
export type PredictionQuery = z.infer<typeof predictionQuery>;

const value = z.number().min(0);
const bounds = { lower: value, upper: value };
const modelVersion = z.string().meta({ description: 'Which model; `model_kind` says of what kind it is' });
const modelKind = z.string().meta({ example: 'holt_winters' });

/** The newest forecast of a metric, for the coming days, today included. */
export const prediction = z
  .object({
    site: z.string(),
    metric_name: metricName,
    origin: calendarDate.meta({ description: 'The last day that was known when it was issued' }),
    model_version: modelVersion,
    model_kind: modelKind,
    trained_at: instant.nullable().meta({ description: 'null: a model that was never trained on this site' }),
    generated_at: instant,
    confidence_level: level,
    data: z.array(
      z.object({
        predicted_date: calendarDate,
        predicted_value: value,
        ...bounds,
        confidence_interval: value.meta({ description: 'Half the width of the interval' }),
      }),
    ),
  })
  .meta({ id: 'Prediction' });
export type Prediction = z.infer<typeof prediction>;

export const accuracyQuery = siteQuery.extend({
  metric: predictionMetric.default('page-visits'),
  days: z.coerce.number().int().min(1).max(365).default(28).meta({ description: 'So many past days are evaluated' }),
  confidence_level: askedLevel,
});
export type AccuracyQuery = z.infer<typeof accuracyQuery>;

const figure = (description: string) => z.number().min(0).nullable().meta({ description });

/** How far predictions were off. A figure without data is null. */
const errors = {
  evaluated: z.int().min(0).meta({ description: 'Predictions that are compared: a day has one a horizon' }),
  mae: figure('Mean of |predicted - actual|'),
  mape: figure('Mean of |predicted - actual| / actual, over those with an actual value above 0; a fraction'),
  smape: figure('Mean of 2 |predicted - actual| / (predicted + actual), 0..2; 0 where both are 0'),
  mase: figure('mae / mean |change to the week before| over the 365 days before the first evaluated day'),
};

const accuracyFigures = {
  ...errors,
  relative_mae: figure('mae / that of the baseline, both over the predictions that have a baseline'),
  interval_coverage: z.number().min(0).max(1).nullable().meta({ description: 'Share of days within their interval' }),
};

/** What was predicted up to a week ahead, against what came. */
export const accuracyReport = z
  .object({
    site: z.string(),
    metric_name: metricName,
    start_date: calendarDate,
    end_date: calendarDate,
    confidence_level: level,
    ...accuracyFigures,
    baseline: z.object({ name: z.literal('seasonal_naive'), ...errors }).meta({
      description: 'The last value of the same weekday that was known at the origin',
    }),
    by_horizon: z.array(z.object({ horizon: z.int(), ...accuracyFigures })),
    by_model_version: z.array(z.object({ model_version: modelVersion, model_kind: modelKind, ...accuracyFigures })),
    history: z.array(
      z.object({
        predicted_date: calendarDate,
        origin: calendarDate,
        horizon: z.int(),
        issued_at: instant,
        model_version: modelVersion,
        predicted_value: value,
        ...bounds,
        actual_value: value,
      }),
    ),
  })
  .meta({ id: 'AccuracyReport' });
export type AccuracyReport = z.infer<typeof accuracyReport>;

export const retrainRequest = z
  .object({
    site: text(253).min(1).optional().meta({ description: 'Domain or id; default: the first site' }),
    metric: predictionMetric.optional().meta({ description: 'Default: all, one after the other' }),
  })
  .strict()
  .meta({ id: 'RetrainRequest' });
export type RetrainRequest = z.infer<typeof retrainRequest>;

const retrainStatus = z.enum(['queued', 'running', 'succeeded', 'failed']);
export type RetrainStatus = z.infer<typeof retrainStatus>;

export const retrainAccepted = z.object({ job_id: z.uuid(), status: retrainStatus }).meta({ id: 'RetrainAccepted' });
export type RetrainAccepted = z.infer<typeof retrainAccepted>;

export const retrainPath = z.object({ job_id: z.uuid() });

/** How a candidate did in the backtest of a training. By level in percent where it's about intervals. */
export const candidateFigures = z.object({
  kind: modelKind,
  mae: z.number(),
  relative_mae: z.number().nullable(),
  mase: z.number().nullable(),
  standard_error: z.number().nullable(),
  coverage: z.record(z.string(), z.number()),
  relative_width: z.record(z.string(), z.number().nullable()),
});

/** What became of one metric's training. */
export const metricTraining = z.discriminatedUnion('status', [
  z.object({
    metric_name: metricName,
    status: z.literal('succeeded'),
    model_version: modelVersion,
    model_kind: modelKind,
    promoted: z.boolean().meta({ description: 'It serves from now on' }),
    reason: z.string(),
    candidates: z.array(candidateFigures),
    origins: z.int(),
    epochs: z.int(),
  }),
  z.object({ metric_name: metricName, status: z.literal('failed'), reason: z.string() }),
]);
export type MetricTraining = z.infer<typeof metricTraining>;

export const retrainState = z
  .object({
    job_id: z.uuid(),
    status: retrainStatus,
    progress: z.number().min(0).max(1),
    step: z.string(),
    metrics: z.array(metricTraining).optional().meta({ description: 'Of the metrics that are done' }),
    promoted: z.boolean().optional().meta({ description: 'Whether a new model serves, of any metric' }),
    reason: z.string().optional().meta({ description: 'Why it was promoted, or not' }),
    error: z.string().optional(),
  })
  .meta({ id: 'RetrainState' });
export type RetrainState = z.infer<typeof retrainState>;
