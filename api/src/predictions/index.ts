export { definePredictionJobs } from './jobs.js';
export { createMlClient, type MlClient } from './ml/index.js';
export { queueForecasts, queueForecastsElsewhere } from './queue-forecasts.js';
export { readForecastAges, type ForecastAge } from './read-forecast-ages.js';
export { createPredictionsRouter } from './routes.js';
