export { createMetricsRouter } from './routes.js';
