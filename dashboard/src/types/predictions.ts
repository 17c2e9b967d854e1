/** What forecasts are read as. From the contracts, as types alone. */
export type {
  AccuracyReport,
  MetricTraining,
  Prediction,
  PredictionMetric,
  RetrainAccepted,
  RetrainState,
} from '@tidemark/contracts';
