export { admitShares, SHARED_PATHS, watchReaders } from './admit-shares.js';
export { createOpenShareRouter, createSharesRouter } from './routes.js';
export { createShareTokens, type ShareTokens } from './share-tokens.js';
