import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'winston';
import { createApp } from './app.js';
import { defineArchiveJobs } from './archive-jobs/index.js';
import { createAudit, expireAuditEntries, type Audit } from './audit/index.js';
import { createAuth, createFirstAdmin, forgetOldSignIns, hasUsers, type Auth } from './auth/index.js';
import type { Config } from './config.js';
import { connectDatabase, migrate, type Database } from './db/index.js';
import { createEventStore, type EventStore } from './events/index.js';
import { createHttpServer, type TimeLimits } from './http/http-server.js';
import { createIngest, NO_SITE, type Ingest } from './ingest/index.js';
import { startHousekeeping, startJobs, type Enqueue, type Jobs, type OnJobOutcome } from './jobs/index.js';
import { createLimiters } from './limits/index.js';
import { createHeartbeat } from './marked-days/index.js';
import { createTelemetry } from './ops/index.js';
import { createMlClient, definePredictionJobs, type MlClient } from './predictions/index.js';
import { RealtimeFeed } from './realtime/index.js';
import {
  defineRecommendationJobs,
  findRecommendations,
  queueDueRecommendations,
  type DeliveryDeps,
  type FindRecommendations,
} from './recommendations/index.js';
import { startRollupLoop } from './rollups/index.js';
import { loadSecret } from './secrets.js';
import { createShareTokens } from './shares/index.js';
import { SiteDirectory } from './sites/index.js';

/** What a server needs to know to start. */
export interface ServerOptions {
  config: Pick<
    Config,
    'trustProxy' | 'isAutoRegistering' | 'analytics' | 'hotDays' | 'retentionDays' | 'auditLogDays'
  > &
    Partial<
      Pick<
        Config,
        | 'mlUrl'
        | 'mlToken'
        | 'anonymiseAfterDays'
        | 'jwtSecret'
        | 'admin'
        | 'apiHost'
        | 'tls'
        | 'dashboardToken'
        | 'metricsToken'
        | 'rateLimits'
        | 'smtp'
        | 'dashboardUrl'
        | 'isPrivateWebhookAllowed'
      >
    >;
  databaseUrl: string;
  /** 0: any free one. */
  port: number;
  logger: Logger;
  now?: () => Date;
  /** false: this process takes no part in the jobs, and puts none in the queue. */
  hasJobs?: boolean;
  /** Tests put something of their own in place of parts of it. */
  adaptAuth?: (auth: Auth) => Auth;
  /** Tests find what they like. */
  find?: FindRecommendations;
  /** Tests call webhooks of their own. */
  webhook?: Partial<DeliveryDeps['webhook']>;
  /** How long a client may take, where it differs from the usual. */
  timeLimits?: Partial<TimeLimits>;
}

/** A running API, with its parts at hand for tests and tools. */
export interface RunningServer {
  url: string;
  audit: Audit;
  auth: Auth;
  database: Database;
  events: EventStore;
  ingest: Ingest;
  sites: SiteDirectory;
  /** Absent: this process takes no part in the jobs. */
  enqueue: Enqueue | undefined;
  /** Takes nothing new, answers what was taken, writes what is buffered, and ends. */
  stop(): Promise<void>;
}

interface AuthOfServer extends Pick<ServerOptions, 'config' | 'logger' | 'adaptAuth'> {
  audit: Audit;
  database: Database;
  now: () => Date;
  secret: string;
}

interface JobsOfServer
  extends Pick<ServerOptions, 'config' | 'logger' | 'find'>, Pick<RunningServer, 'database' | 'events' | 'sites'> {
  delivery: DeliveryDeps;
  ml: MlClient | undefined;
  now: () => Date;
  onOutcome: OnJobOutcome;
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
    const audit = createAudit({ pool: database.pool, dataDir: config.analytics.dataDir });
    const secret = config.jwtSecret ?? (await loadSecret(config.analytics.dataDir, 'jwt-secret'));
    const auth = await openAuth({ ...options, audit, database, now, secret });
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
    const telemetry = createTelemetry({ pool: database.pool, events, ingest, logger, now });
    const delivery = {
      pool: database.pool,
      now,
      smtp: config.smtp,
      dashboardUrl: config.dashboardUrl,
      webhook: { isPrivateAllowed: config.isPrivateWebhookAllowed ?? false, ...options.webhook },
    };
    // Before anybody knows that it's there: who is told to stop stops all of it.
    if (options.hasJobs !== false)
      jobs = await startAllJobs({
        ...options,
        database,
        delivery,
        events,
        sites,
        ml,
        now,
        onOutcome: telemetry.countJob,
      });
    const enqueue = jobs?.enqueue;
    const saltOf = (date: string) => ingest.salts.of(NO_SITE, date);
    const limiters = createLimiters(config.rateLimits, { pool: database.pool, saltOf, logger, now });
    const server = await createHttpServer(
      await createApp({
        audit,
        auth,
        config,
        database,
        delivery,
        enqueue,
        events,
        feed,
        ingest,
        limiters,
        logger,
        ml,
        now,
        shareTokens,
        sites,
        telemetry,
      }),
      { tls: config.tls, limits: options.timeLimits, tell: (level, message) => logger.log(level, message) },
    );
    await listen(server, options.port, config.apiHost ?? LOOPBACK);
    const rollups = startRollupLoop({ pool: database.pool, events, logger });
    const housekeeping = startHousekeeping({
      ingest,
      events,
      heartbeat,
      logger,
      forgetOldSignIns: () => forgetOldSignIns(auth),
      forgetOldAudit: () => expireAuditEntries({ pool: database.pool, audit, now }, config.auditLogDays),
    });
    return {
      url: urlOf(server, config.tls ? 'https' : 'http'),
      audit,
      auth,
      database,
      events,
      ingest,
      sites,
      enqueue,
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

async function openAuth({ config, audit, database, logger, now, secret, adaptAuth }: AuthOfServer): Promise<Auth> {
  const { pool } = database;
  if (config.admin && (await createFirstAdmin(pool, config.admin))) logger.info('the first user, an admin, was made');
  // Not a warning: npm start makes one as soon as we are ready.
  if (!(await hasUsers(pool))) logger.info('nobody can sign in yet: start with ADMIN_EMAIL and ADMIN_PASSWORD');
  const auth = await createAuth({ pool, secret, now, record: audit.record });
  return adaptAuth?.(auth) ?? auth;
}

function connectMl({ mlUrl, mlToken }: ServerOptions['config']): MlClient | undefined {
  return mlUrl !== undefined && mlToken !== undefined ? createMlClient({ url: mlUrl, token: mlToken }) : undefined;
}

function startAllJobs(deps: JobsOfServer): Promise<Jobs> {
  const { config, database, delivery, events, logger, sites, ml, now, onOutcome, find = findRecommendations } = deps;
  const { pool } = database;
  const jobs = [
    ...defineArchiveJobs(events, config),
    ...defineRecommendationJobs({ ...delivery, sites, events, find, isForecasting: ml !== undefined }),
  ];
  if (!ml) return startJobs({ pool, logger, jobs, onOutcome });
  // A training takes minutes of waiting: archiving and forecasting go on beside it.
  return startJobs({
    pool,
    logger,
    jobs: [...jobs, ...definePredictionJobs({ pool, sites, ml, now, afterForecasts: queueDueRecommendations })],
    concurrency: JOBS_BESIDE_TRAINING + 1,
    onOutcome,
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
