export { getRetraining } from './get-retraining.js';
export { planRetraining, reviveRetrainings } from './plan-retraining.js';
export { requestRetraining } from './request-retraining.js';
export { runRetraining, type RetrainTiming } from './run-retraining.js';
