export { RealtimeFeed } from './realtime-feed.js';
export { createRealtimeRouter } from './routes.js';
