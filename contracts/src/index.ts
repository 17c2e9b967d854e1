export * from './health.js';
export * from './marked-days.js';
export * from './metrics.js';
export * from './predictions.js';
export * from './problem.js';
export * from './sites.js';
export * from './text.js';
export * from './track.js';
