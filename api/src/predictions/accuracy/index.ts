export { getAccuracy } from './get-accuracy.js';
export { isDrifting } from './drift.js';
