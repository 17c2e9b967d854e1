import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnalyticsOptions } from '../events/index.js';
import { createLogger } from '../logger.js';
import { rollUpAll } from '../rollups/index.js';
import { startServer, type RunningServer } from '../server.js';
import { createTestDatabase } from './test-database.js';

/** A desktop browser's user agent. */
export const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';

/** A running API on a database of its own. */
export interface TestServer extends RunningServer {
  databaseUrl: string;
  /** Waits until all that was written is in the daily metrics. */
  settle(): Promise<void>;
}

/** The read engine as tests have it. */
export function testAnalytics(dataDir: string): AnalyticsOptions {
  return { dataDir, archiveUrl: undefined, archiveCacheMb: 100, memoryMb: 500, threads: 2, timeLimitMs: 60_000 };
}

/** Starts an API for one test file; `stop` ends it and drops its database. */
export async function startTestServer(
  options: { isAutoRegistering?: boolean; now?: () => Date } = {},
): Promise<TestServer> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tidemark-data-'));
  const server = await startServer({
    config: {
      isAutoRegistering: options.isAutoRegistering ?? true,
      trustProxy: undefined,
      analytics: testAnalytics(dataDir),
    },
    databaseUrl: database.url,
    port: 0,
    logger: createLogger('silent'),
    ...(options.now && { now: options.now }),
  });
  return {
    ...server,
    databaseUrl: database.url,
    settle: async () => {
      // The server's own loop may hold the work just now: the queue being empty says that it's done.
      for (;;) {
        await rollUpAll({ pool: server.database.pool, events: server.events });
        const { rows } = await server.database.pool.query<{ waiting: number }>(
          'SELECT count(*) AS waiting FROM event_changes WHERE NOT is_rolled_up',
        );
        if (rows[0]?.waiting === 0) return;
        await sleep(20);
      }
    },
    stop: async () => {
      await server.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
