/** What forecasts are read as. From the contracts, as types alone. */
export type {
  AccuracyReport,
  ConfidenceLevel,
  MarkedDays,
  MarkedDaysList,
  MetricTraining,
  NewMarkedDays,
  Prediction,
  PredictionMetric,
  RetrainAccepted,
  RetrainState,
} from '@tidemark/contracts';
