export { buildPageView } from './build-page-view.js';
export { testAnalytics } from './test-analytics.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
export { CHROME, startTestServer, type TestServer } from './test-server.js';
