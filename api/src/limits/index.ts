export { createLimiters, type Limiters } from './create-limiters.js';
export { limitRequests } from './limit-requests.js';
export { takeOrRefuse } from './take-or-refuse.js';
