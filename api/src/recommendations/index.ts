export { createDigestRouter, previewDigest, type DeliveryDeps, type SmtpSettings } from './delivery/index.js';
export type { Finding } from './detectors/finding.js';
export { findRecommendations } from './find-recommendations.js';
export { defineRecommendationJobs, queueDueRecommendations } from './jobs.js';
export { recommend, type FindRecommendations, type Recommended } from './recommend.js';
export { createRecommendationsRouter } from './routes.js';
