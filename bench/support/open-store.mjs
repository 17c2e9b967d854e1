/** The event store as a program of the API opens it, without an API. */
import { connectDatabase, createEventStore, createLogger, loadConfig } from '@tidemark/api';

/**
 * Opens it on what the environment says.
 *
 * @param env `DATABASE_URL`, `TIDEMARK_DATA_DIR` and the limits of the read engine
 */
export async function openStore(env) {
  const { databaseUrl, analytics, logLevel } = loadConfig(env);
  const database = await connectDatabase(databaseUrl);
  const events = createEventStore({ pool: database.pool, logger: createLogger(logLevel), options: analytics });
  const close = async () => {
    await events.close();
    await database.close();
  };
  return { database, events, close };
}
