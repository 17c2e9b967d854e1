export { createMetricsListener } from './listener.js';
export { createTelemetry, type Telemetry } from './telemetry.js';
