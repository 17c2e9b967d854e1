/** The whole script: `tracker.js`. */
import { heedDecisions } from './consent.js';
import { offerCustomEvents } from './custom-events.js';
import { readSettings } from './settings.js';
import { start } from './start.js';

start(() => readSettings() && heedDecisions());
offerCustomEvents();
