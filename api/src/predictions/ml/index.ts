export { createMlClient, type DailyValue, type MlClient, type Series } from './ml-client.js';
export type { ForecastAnswer, JobAnswer } from './ml-answers.js';
export { MlError } from './ml-error.js';
