export { DailyMetricsEntity } from './daily-metrics.js';
export { PageVisitEntity } from './page-visit.js';
export { PredictionEntity } from './prediction.js';
export { RecommendationEntity } from './recommendation.js';
export { SiteEntity } from './site.js';
