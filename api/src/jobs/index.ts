export { startHousekeeping } from './housekeeping.js';
