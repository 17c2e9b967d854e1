import type { MetricName } from '../types/analytics.js';
import type {
  AccuracyReport,
  Prediction,
  PredictionMetric,
  RetrainAccepted,
  RetrainState,
} from '../types/predictions.js';
import type { Read } from './analytics.js';
import { sendJson } from './api.js';

/** How addresses name the metrics that are forecast; the others aren't. */
const forecastNames: Partial<Record<MetricName, PredictionMetric>> = {
  unique_visitors: 'unique-visitors',
  sessions: 'sessions',
  page_views: 'page-views',
  page_visits: 'page-visits',
};

/** The name under which a metric is forecast; undefined where it isn't. */
export function forecastNameOf(metric: MetricName): PredictionMetric | undefined {
  return forecastNames[metric];
}

export const readPrediction = (site: string, metric: PredictionMetric, days: number): Read<Prediction> => ({
  path: `/api/predictions/${metric}?${new URLSearchParams({ site, days: String(days) }).toString()}`,
});

export const readAccuracy = (site: string, metric: PredictionMetric, days: number): Read<AccuracyReport> => ({
  path: `/api/predictions/accuracy?${new URLSearchParams({ site, metric, days: String(days) }).toString()}`,
});

export const readRetrain = (jobId: string): Read<RetrainState> => ({ path: `/api/predictions/retrain/${jobId}` });

/** Has a site's forecasts trained anew; while a training runs, it's that one. */
export const retrain = (site: string) => sendJson<RetrainAccepted>('POST', '/api/predictions/retrain', { site });
