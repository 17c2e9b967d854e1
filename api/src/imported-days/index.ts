export { findFirstMeasuredDay } from './first-measured-day.js';
export type { ImportedDay, ImportSource } from './imported-day.js';
export { readImportedDays } from './read-imported-days.js';
export { removeImportedDays } from './remove-imported-days.js';
export { countImportedDays, storeImportedDays, type StoreOutcome } from './store-imported-days.js';
