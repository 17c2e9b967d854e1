/** The script without custom events: `tracker.core.js`. */
import { start } from './start.js';

start();
