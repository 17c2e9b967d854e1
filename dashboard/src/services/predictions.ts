import type { MetricName } from '../types/analytics.js';
import type {
  AccuracyReport,
  ConfidenceLevel,
  MarkedDays,
  MarkedDaysList,
  NewMarkedDays,
  Prediction,
  PredictionMetric,
  RetrainAccepted,
  RetrainState,
} from '../types/predictions.js';
import type { Read } from './analytics.js';
import { sendDelete, sendJson } from './api.js';

/** How addresses name the metrics that are forecast; the others aren't. */
const forecastNames = {
  unique_visitors: 'unique-visitors',
  sessions: 'sessions',
  page_views: 'page-views',
  page_visits: 'page-visits',
} as const satisfies Partial<Record<MetricName, PredictionMetric>>;

/** A metric that is forecast, as answers name it. */
export type ForecastMetric = keyof typeof forecastNames;

/** Those metrics, in the order of the overview's cards. */
export const forecastMetrics = Object.keys(forecastNames) as ForecastMetric[];

/** The name under which a metric is forecast; undefined where it isn't. */
export function forecastNameOf(metric: ForecastMetric): PredictionMetric;
export function forecastNameOf(metric: MetricName): PredictionMetric | undefined;
export function forecastNameOf(metric: MetricName): PredictionMetric | undefined {
  return (forecastNames as Partial<Record<MetricName, PredictionMetric>>)[metric];
}

/** How far back, or ahead, and how sure; 90% where nothing is said. */
interface Wanted {
  days: number;
  level?: ConfidenceLevel | undefined;
}

export const readPrediction = (site: string, metric: PredictionMetric, wanted: Wanted): Read<Prediction> => ({
  path: `/api/predictions/${metric}?${new URLSearchParams({ site, ...toQuery(wanted) }).toString()}`,
});

export const readAccuracy = (site: string, metric: PredictionMetric, wanted: Wanted): Read<AccuracyReport> => ({
  path: `/api/predictions/accuracy?${new URLSearchParams({ site, metric, ...toQuery(wanted) }).toString()}`,
});

export const readRetrain = (jobId: string): Read<RetrainState> => ({
  path: `/api/predictions/retrain/${encodeURIComponent(jobId)}`,
});

/** Has a site's forecasts trained anew; while a training runs, it's that one. */
export const retrain = (site: string) => sendJson<RetrainAccepted>('POST', '/api/predictions/retrain', { site });

/** Days that say nothing of a site's usual traffic. */
export const readMarkedDays = (siteId: number): Read<MarkedDaysList> => ({ path: markedDaysPath(siteId) });
export const markDays = (siteId: number, span: NewMarkedDays) =>
  sendJson<MarkedDays>('POST', markedDaysPath(siteId), span);
export const unmarkDays = (siteId: number, id: number) => sendDelete(`${markedDaysPath(siteId)}/${String(id)}`);

const markedDaysPath = (siteId: number) => `/api/sites/${String(siteId)}/marked-days`;

function toQuery({ days, level }: Wanted): Record<string, string> {
  return { days: String(days), ...(level !== undefined && { confidence_level: String(level) }) };
}
