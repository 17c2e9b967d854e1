export { writeMlNotice, type MlNotice } from './ml-notice.js';
export { answerOptions, refuseOtherMethods } from './known-methods.js';
export { createOpsRouter } from './routes.js';
export { admitToMetrics, createTelemetry, createTelemetryRouter, type Telemetry } from './telemetry/index.js';
export { createTrackerScriptRouter } from './tracker-script.js';
