export { describeEvents, EVENT_COLUMNS } from '../events/engine/event-row.js';
export { buildPageView } from './build-page-view.js';
export { testAnalytics } from './test-analytics.js';
export { addInvite, addKey, addShare, addUser, PASSWORD, signInAs } from './people.js';
export { openDuckDb, type TestDuckDb } from './duck-db.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
export { CHROME, startTestServer, type TestServer } from './test-server.js';
export { findRecommendations } from '../recommendations/find-recommendations.js';
export { measureGain } from '../recommendations/receipts/measure-gain.js';
export {
  adviceTypes,
  askInDip,
  askOf,
  askOfForecast,
  buildWorld,
  forecastDays,
  injectionKinds,
  nameOf,
} from '../recommendations/testing/index.js';
