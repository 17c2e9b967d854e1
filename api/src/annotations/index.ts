export { createAnnotationsRouter } from './routes.js';
