export { measuredDays, MEASURED_DAYS, toRecommendation, type Card } from './card.js';
export { changeStatus } from './change-status.js';
export { listCards, readCard } from './list-cards.js';
export { SELECT_TRACK_RECORD, SELECT_UNMEASURED, STORE_RECEIPT } from './queries.js';
export { storeFindings } from './store-findings.js';
export { readToldCards } from './told-cards.js';
