/** The whole script: `tracker.js`. */
import { offerCustomEvents } from './custom-events.js';
import { start } from './start.js';

start();
offerCustomEvents();
