export { readClosedDays } from './closed-days.js';
export { rollUpAll, type RollupDeps } from './roll-up.js';
export { queueWholeSite } from './queue-whole-site.js';
export { readRollupLag, type RollupLag } from './read-rollup-lag.js';
export { startRollupLoop, type RollupLoop } from './rollup-loop.js';
