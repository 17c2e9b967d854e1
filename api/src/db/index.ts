export { connectDatabase, migrate, type Database } from './database.js';
export { DatabaseError } from './database-error.js';
export { RecommendationEntity, SiteEntity } from './entities/index.js';
export { inTransaction } from './transaction.js';
export { DailyMetricsEntity } from './entities/index.js';
export { tryLocked } from './try-locked.js';
export { isDatabaseAway, isUnanswered } from './is-database-away.js';
