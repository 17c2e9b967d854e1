export { createOpenApiDocument } from './openapi.js';
export { createOpsRouter } from './routes.js';
export { createTrackerScriptRouter } from './tracker-script.js';
