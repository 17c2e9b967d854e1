export { createOpsRouter } from './routes.js';
export { createTrackerScriptRouter } from './tracker-script.js';
