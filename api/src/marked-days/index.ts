export { markGap, unmarkGaps } from './gaps/mark-gap.js';
export { listMarks } from './list-marks.js';
export { markDays, MAX_MARKS, type MarkOutcome } from './mark-days.js';
export type { Mark, MarkedSpan } from './mark.js';
export { createHeartbeat, type Heartbeat } from './outages/heartbeat.js';
export { readMarkedSpans } from './read-marked-spans.js';
export { createMarkedDaysRouter } from './routes.js';
export { unmarkDays } from './unmark-days.js';
