export { REMOVE_SECOND_FACTOR } from './queries.js';
export { createSecondFactorRouter } from './routes.js';
export { useCode } from './use-code.js';
