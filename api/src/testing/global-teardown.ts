import { dropTemplate } from './test-database.js';
import { takeServer } from './test-run.js';

/** Stops the test run's server; on a given server only the run's template is dropped. */
export default async function stopTestServer(): Promise<void> {
  const server = takeServer();
  await (server ? server.stop() : dropTemplate());
}
