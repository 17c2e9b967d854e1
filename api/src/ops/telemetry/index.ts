export { admitToMetrics, createTelemetryRouter } from './routes.js';
export { createTelemetry, type Telemetry } from './telemetry.js';
