import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'winston';
import { createApp } from './app.js';
import { defineArchiveJobs } from './archive-jobs/index.js';
import { createAudit, type Audit } from './audit/index.js';
import type { Config } from './config.js';
import { connectDatabase, migrate, type Database } from './db/index.js';
import { createEventStore, type EventStore } from './events/index.js';
import { createIngest, type Ingest } from './ingest/index.js';
import { startHousekeeping, startJobs, type Jobs } from './jobs/index.js';
import { createHeartbeat } from './marked-days/index.js';
import { createMlClient, definePredictionJobs, type MlClient } from './predictions/index.js';
import { RealtimeFeed } from './realtime/index.js';
import { startRollupLoop } from './rollups/index.js';
import { SiteDirectory } from './sites/index.js';

/** What a server needs to know to start. */
export interface ServerOptions {
  config: Pick<Config, 'trustProxy' | 'isAutoRegistering' | 'analytics' | 'hotDays' | 'retentionDays'> &
    Partial<Pick<Config, 'mlUrl' | 'mlToken' | 'anonymiseAfterDays'>>;
  databaseUrl: string;
  /** 0: any free one. */
  port: number;
  logger: Logger;
  now?: () => Date;
  /** false: this process takes no part in the jobs, and puts none in the queue. */
  hasJobs?: boolean;
}

/** A running API, with its parts at hand for tests and tools. */
export interface RunningServer {
  url: string;
  audit: Audit;
  database: Database;
  events: EventStore;
  ingest: Ingest;
  sites: SiteDirectory;
  /** Takes nothing new, answers what was taken, writes what is buffered, and ends. */
  stop(): Promise<void>;
}

interface JobsOfServer
  extends Pick<ServerOptions, 'config' | 'logger'>, Pick<RunningServer, 'database' | 'events' | 'sites'> {
  ml: MlClient | undefined;
  now: () => Date;
}

/** Until there is sign-in, nobody but this machine may ask. */
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
    const audit = createAudit({ pool: database.pool, dataDir: config.analytics.dataDir });
    const feed = new RealtimeFeed({ events, logger, now });
    const ml = connectMl(config);
    // Before anybody knows that it's there: who is told to stop stops all of it.
    if (options.hasJobs !== false) jobs = await startAllJobs({ config, database, events, logger, sites, ml, now });
    const enqueue = jobs?.enqueue;
    const server = createServer(
      await createApp({ config, audit, database, enqueue, events, feed, ingest, logger, ml, now, sites }),
    );
    await listen(server, options.port);
    const rollups = startRollupLoop({ pool: database.pool, events, logger });
    const housekeeping = startHousekeeping({ ingest, events, heartbeat, logger });
    return {
      url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
      audit,
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
