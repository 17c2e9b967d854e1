import { readAccuracy, readPrediction } from '../services/predictions.js';
import type { AccuracyReport, ConfidenceLevel, Prediction, PredictionMetric } from '../types/predictions.js';
import { type Loaded, useAnalytics } from './useAnalytics.js';

/** Forecasts are issued once a day, after its close. */
const refreshEveryMs = 10 * 60_000;

/** The newest forecast of a site's coming days. Without a metric nothing is read. */
export function usePrediction(
  site: string,
  metric: PredictionMetric | undefined,
  days: number,
  level?: ConfidenceLevel,
): Loaded<Prediction> {
  return useAnalytics(metric && readPrediction(site, metric, { days, level }), refreshEveryMs);
}

/** What was forecast over the past days, against what came. */
export function useAccuracy(
  site: string,
  metric: PredictionMetric,
  days: number,
  level?: ConfidenceLevel,
): Loaded<AccuracyReport> {
  return useAnalytics(readAccuracy(site, metric, { days, level }), refreshEveryMs);
}
