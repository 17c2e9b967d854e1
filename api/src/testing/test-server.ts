import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'winston';
import type { Auth } from '../auth/index.js';
import type { AnalyticsOptions } from '../events/index.js';
import type { Principal } from '../http/principal.js';
import { createLogger } from '../logger.js';
import { rollUpAll } from '../rollups/index.js';
import { startServer, type RunningServer, type ServerOptions } from '../server.js';
import { testAnalytics } from './test-analytics.js';
import { createTestDatabase } from './test-database.js';

/** A desktop browser's user agent. */
export const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';

/** Who asks without a token, where a test isn't about signing in. Nothing but a test server knows of it. */
const TEST_ADMIN: Principal = {
  user: { id: 0, email: 'test@localhost', name: null, role: 'admin' },
  by: { kind: 'sign_in', id: '00000000-0000-4000-8000-000000000000' },
  scope: 'write',
  siteIds: null,
};

/** A token that is sent is looked at all the same. */
function admitAnonymous(auth: Auth): Auth {
  return {
    ...auth,
    identify: async (authorization) => (authorization === undefined ? TEST_ADMIN : auth.identify(authorization)),
  };
}

/** A running API on a database of its own. */
export interface TestServer extends RunningServer {
  databaseUrl: string;
  dataDir: string;
  /** Waits until all that was written is in the daily metrics. */
  settle(): Promise<void>;
  /** Stops the API and starts it again, on the same database and folder. */
  restart(): Promise<void>;
  /** A second process's API, on the same database and folder. */
  startAnother(options?: { hasJobs?: boolean }): Promise<RunningServer>;
}

/** Starts an API for one test file; `stop` ends it and drops its database. */
export async function startTestServer(
  options: {
    isAutoRegistering?: boolean;
    trustProxy?: number;
    now?: () => Date;
    hasJobs?: boolean;
    analytics?: Partial<AnalyticsOptions>;
    logger?: Logger;
    ml?: { url: string; token: string };
    /** Default: who asks without a token is an admin. */
    isSignInRequired?: boolean;
    /** What is different about signing in. */
    auth?: Partial<Auth>;
    admin?: { email: string; password: string };
    /** What else the environment may say; requests aren't limited unless it's said here. */
    config?: Partial<ServerOptions['config']>;
    timeLimits?: ServerOptions['timeLimits'];
    /** What is found in a site's figures; default: as in the product. */
    find?: ServerOptions['find'];
    /** How webhooks are called, where it differs. */
    webhook?: ServerOptions['webhook'];
  } = {},
): Promise<TestServer> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tidemark-data-'));
  const start = ({ hasJobs = options.hasJobs ?? false } = {}) =>
    startServer({
      config: {
        isAutoRegistering: options.isAutoRegistering ?? true,
        trustProxy: options.trustProxy,
        hotDays: 7,
        retentionDays: 730,
        auditLogDays: 730,
        analytics: { ...testAnalytics(dataDir), ...options.analytics },
        mlUrl: options.ml?.url,
        mlToken: options.ml?.token,
        admin: options.admin,
        ...options.config,
      },
      databaseUrl: database.url,
      port: 0,
      logger: options.logger ?? createLogger('silent'),
      // Jobs begin when they like: a test that isn't about them goes without.
      hasJobs,
      adaptAuth: (auth) => {
        const adapted = { ...auth, ...options.auth };
        return options.isSignInRequired ? adapted : admitAnonymous(adapted);
      },
      ...(options.now && { now: options.now }),
      ...(options.timeLimits && { timeLimits: options.timeLimits }),
      ...(options.find && { find: options.find }),
      ...(options.webhook && { webhook: options.webhook }),
    });
  const running = await start();
  const server: TestServer = {
    ...running,
    databaseUrl: database.url,
    dataDir,
    settle: () => settle(server),
    restart: async () => {
      await running.stop();
      Object.assign(running, await start());
      Object.assign(server, { ...running, stop: server.stop });
    },
    startAnother: start,
    stop: async () => {
      await running.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return server;
}

/** The server's own loop may hold the work just now: nothing waiting says that it's done. */
async function settle({ database, events }: RunningServer): Promise<void> {
  for (;;) {
    await rollUpAll({ pool: database.pool, events });
    const { rows } = await database.pool.query<{ waiting: number }>(
      'SELECT count(*) AS waiting FROM event_changes WHERE NOT is_rolled_up',
    );
    if (rows[0]?.waiting === 0) break;
    await sleep(20);
  }
  await events.catchUp();
}
