import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'winston';
import { createApp } from './app.js';
import { defineArchiveJobs } from './archive-jobs/index.js';
import type { Config } from './config.js';
import { connectDatabase, migrate, type Database } from './db/index.js';
import { createEventStore, type EventStore } from './events/index.js';
import { createHttpServer, type TimeLimits } from './http/http-server.js';
import { createIngest, type Ingest } from './ingest/index.js';
import { startHousekeeping, startJobs, type Jobs } from './jobs/index.js';
import { createLimiters } from './limits/index.js';
import { createHeartbeat } from './marked-days/index.js';
import { createMlClient, definePredictionJobs, type MlClient } from './predictions/index.js';
import { RealtimeFeed } from './realtime/index.js';
import { startRollupLoop } from './rollups/index.js';
import { SiteDirectory } from './sites/index.js';

/** What a server needs to know to start. */
export interface ServerOptions {
  config: Pick<Config, 'trustProxy' | 'isAutoRegistering' | 'analytics' | 'hotDays' | 'retentionDays'> &
    Partial<Pick<Config, 'mlUrl' | 'mlToken' | 'apiHost' | 'tls' | 'dashboardToken' | 'rateLimits'>>;
  databaseUrl: string;
  /** 0: any free one. */
  port: number;
  logger: Logger;
  now?: () => Date;
  /** false: this process takes no part in the jobs, and puts none in the queue. */
  hasJobs?: boolean;
  /** How long a client may take, where it differs from the usual. */
  timeLimits?: Partial<TimeLimits>;
}

/** A running API, with its parts at hand for tests and tools. */
export interface RunningServer {
  url: string;
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

/** Nobody but this machine may ask, unless it's said otherwise. */
const LOOPBACK = '127.0.0.1';
const DRAIN_WITHIN_MS = 10_000;
const SWEEP_EVERY_MS = 50;
const JOBS_BESIDE_TRAINING = 2;

/** Connects, migrates, and listens. @throws when the database or the certificate can't be used, or the port is taken */
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
    const feed = new RealtimeFeed({ events, logger, now });
    const ml = connectMl(config);
    // Before anybody knows that it's there: who is told to stop stops all of it.
    if (options.hasJobs !== false) jobs = await startAllJobs({ config, database, events, logger, sites, ml, now });
    const enqueue = jobs?.enqueue;
    const saltOf = (date: string) => ingest.salts.of(date);
    const limiters = createLimiters(config.rateLimits, { pool: database.pool, saltOf, logger, now });
    const server = await createHttpServer(
      await createApp({ config, database, enqueue, events, feed, ingest, limiters, logger, ml, now, sites }),
      { tls: config.tls, limits: options.timeLimits, tell: (level, message) => logger.log(level, message) },
    );
    await listen(server, options.port, config.apiHost ?? LOOPBACK);
    const rollups = startRollupLoop({ pool: database.pool, events, logger });
    const housekeeping = startHousekeeping({ ingest, heartbeat, logger, now });
    return {
      url: urlOf(server, config.tls ? 'https' : 'http'),
      database,
      events,
      ingest,
      sites,
      stop: async () => {
        feed.closeAll();
        await Promise.all([drain(server), jobs?.stop()]);
        await limiters.close();
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

function urlOf(server: Server, scheme: string): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
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
    // What is answered from now on leaves its connection idle, which would stay open for the next request.
    const sweep = setInterval(() => {
      server.closeIdleConnections();
    }, SWEEP_EVERY_MS);
    server.close(() => {
      clearTimeout(limit);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}
