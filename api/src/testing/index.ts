export { buildPageView } from './build-page-view.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
export { CHROME, startTestServer, testAnalytics, type TestServer } from './test-server.js';
