/** The script without custom events, and so without anything that could be told of consent: `tracker.core.js`. */
import { readSettings } from './settings.js';
import { start } from './start.js';

start(readSettings);
