export { createSavedViewsRouter } from './routes.js';
