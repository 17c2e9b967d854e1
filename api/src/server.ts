import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'winston';
import { createApp } from './app.js';
import { defineArchiveJobs } from './archive-jobs/index.js';
import { createAuth, createFirstAdmin, forgetOldSignIns, hasUsers, type Auth } from './auth/index.js';
import type { Config } from './config.js';
import { connectDatabase, migrate, type Database } from './db/index.js';
import { cutAddress } from './domain/address.js';
import { createEventStore, type EventStore } from './events/index.js';
import type { RecordAccess } from './http/audit-note.js';
import { createIngest, type Ingest } from './ingest/index.js';
import { startHousekeeping, startJobs, type Jobs } from './jobs/index.js';
import { createHeartbeat } from './marked-days/index.js';
import { createMlClient, definePredictionJobs, type MlClient } from './predictions/index.js';
import { RealtimeFeed } from './realtime/index.js';
import { startRollupLoop } from './rollups/index.js';
import { loadSecret } from './secrets.js';
import { createShareTokens } from './shares/index.js';
import { SiteDirectory } from './sites/index.js';

/** What a server needs to know to start. */
export interface ServerOptions {
  config: Pick<Config, 'trustProxy' | 'isAutoRegistering' | 'analytics' | 'hotDays' | 'retentionDays'> &
    Partial<Pick<Config, 'mlUrl' | 'mlToken' | 'jwtSecret' | 'admin'>>;
  databaseUrl: string;
  /** 0: any free one. */
  port: number;
  logger: Logger;
  now?: () => Date;
  /** false: this process takes no part in the jobs, and puts none in the queue. */
  hasJobs?: boolean;
  /** Tests put something of their own in place of parts of it. */
  adaptAuth?: (auth: Auth) => Auth;
}

/** A running API, with its parts at hand for tests and tools. */
export interface RunningServer {
  url: string;
  auth: Auth;
  database: Database;
  events: EventStore;
  ingest: Ingest;
  sites: SiteDirectory;
  /** Takes nothing new, answers what was taken, writes what is buffered, and ends. */
  stop(): Promise<void>;
}

interface AuthOfServer extends Pick<ServerOptions, 'config' | 'logger' | 'adaptAuth'> {
  database: Database;
  now: () => Date;
  secret: string;
}

interface JobsOfServer
  extends Pick<ServerOptions, 'config' | 'logger'>, Pick<RunningServer, 'database' | 'events' | 'sites'> {
  ml: MlClient | undefined;
  now: () => Date;
}

/** Who would be reached from elsewhere stands behind a proxy. */
const HOST = '127.0.0.1';
const DRAIN_WITHIN_MS = 10_000;
const JOBS_BESIDE_TRAINING = 2;

/** Connects, migrates, and listens on loopback. @throws when the database can't be used or the port is taken */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { logger, config } = options;
  const now = options.now ?? (() => new Date());
  const database = await connectDatabase(options.databaseUrl);
  let jobs: Jobs | undefined;
  try {
    await migrate(database);
    const heartbeat = createHeartbeat({ pool: database.pool, logger, now });
    // Before anything is forecast: the days of an outage are left out.
    await heartbeat.beat();
    const secret = config.jwtSecret ?? (await loadSecret(config.analytics.dataDir, 'jwt-secret'));
    const auth = await openAuth({ ...options, database, now, secret });
    const shareTokens = createShareTokens({ pool: database.pool, secret, now });
    const events = createEventStore({
      pool: database.pool,
      ingestPool: database.ingestPool,
      logger,
      options: config.analytics,
    });
    const sites = new SiteDirectory(database.orm, {
      isAutoRegistering: config.isAutoRegistering,
      ingestOrm: database.ingestOrm,
    });
    const ingest = await createIngest({ pool: database.ingestPool, events, sites, logger, now });
    const feed = new RealtimeFeed({ events, logger, now });
    const ml = connectMl(config);
    // Before anybody knows that it's there: who is told to stop stops all of it.
    if (options.hasJobs !== false) jobs = await startAllJobs({ config, database, events, logger, sites, ml, now });
    const enqueue = jobs?.enqueue;
    const server = createServer(
      await createApp({ auth, config, database, enqueue, events, feed, ingest, logger, ml, now, shareTokens, sites }),
    );
    await listen(server, options.port);
    const rollups = startRollupLoop({ pool: database.pool, events, logger });
    const housekeeping = startHousekeeping({
      ingest,
      heartbeat,
      logger,
      now,
      forgetOldSignIns: () => forgetOldSignIns(auth),
    });
    return {
      url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
      auth,
      database,
      events,
      ingest,
      sites,
      stop: async () => {
        feed.closeAll();
        await Promise.all([drain(server), jobs?.stop()]);
        await ingest.writer.close();
        await housekeeping.stop();
        await rollups.stop();
        await events.close();
        await database.close();
      },
    };
  } catch (error) {
    await jobs?.stop();
    await database.close();
    throw error;
  }
}

async function openAuth({ config, database, logger, now, secret, adaptAuth }: AuthOfServer): Promise<Auth> {
  const { pool } = database;
  if (config.admin && (await createFirstAdmin(pool, config.admin))) logger.info('the first user, an admin, was made');
  // Not a warning: npm start makes one as soon as we are ready.
  if (!(await hasUsers(pool))) logger.info('nobody can sign in yet: start with ADMIN_EMAIL and ADMIN_PASSWORD');
  const auth = await createAuth({ pool, secret, now, record: recordInLog(logger) });
  return adaptAuth?.(auth) ?? auth;
}

/** Who did what, in the log, its address cut. */
function recordInLog(logger: Logger): RecordAccess {
  return ({ actor, ...note }) => {
    logger.info('access', { ...note, actor: { ...actor, address: cutAddress(actor.address) } });
    return Promise.resolve();
  };
}

function connectMl({ mlUrl, mlToken }: ServerOptions['config']): MlClient | undefined {
  return mlUrl !== undefined && mlToken !== undefined ? createMlClient({ url: mlUrl, token: mlToken }) : undefined;
}

function startAllJobs({ config, database, events, logger, sites, ml, now }: JobsOfServer): Promise<Jobs> {
  const { pool } = database;
  const archiveJobs = defineArchiveJobs(events, config);
  if (!ml) return startJobs({ pool, logger, jobs: archiveJobs });
  // A training takes minutes of waiting: archiving and forecasting go on beside it.
  return startJobs({
    pool,
    logger,
    jobs: [...archiveJobs, ...definePredictionJobs({ pool, sites, ml, now })],
    concurrency: JOBS_BESIDE_TRAINING + 1,
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Waits for the requests under way, within a limit. */
function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => {
      server.closeAllConnections();
    }, DRAIN_WITHIN_MS);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });
}
