export { writeMlNotice, type MlNotice } from './ml-notice.js';
export { createOpsRouter } from './routes.js';
export { createTrackerScriptRouter } from './tracker-script.js';
