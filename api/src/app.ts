import type { RequestListener } from 'node:http';
import express, { type Express } from 'express';
import type { Logger } from 'winston';
import { createAnnotationsRouter } from './annotations/index.js';
import { createAuditRouter, type Audit } from './audit/index.js';
import { authenticate, createAuthRouter, createKeysRouter, createUsersRouter, type Auth } from './auth/index.js';
import type { Config } from './config.js';
import type { Database } from './db/index.js';
import type { EventStore } from './events/index.js';
import { createForwarding, trustSettled } from './http/forwarding.js';
import { refuseChangesByReaders } from './http/principal.js';
import { problemHandler, unknownRoute } from './http/problem.js';
import { readJson } from './http/read-json.js';
import { assignRequestId, logRequests } from './http/request-log.js';
import { NO_PAGE, secureAnswers } from './http/security-headers.js';
import { createImportedDaysRouter } from './imported-days/index.js';
import { createTrackListener, type Ingest } from './ingest/index.js';
import type { Enqueue } from './jobs/index.js';
import { limitRequests, takeOrRefuse, type Limiters } from './limits/index.js';
import { createMarkedDaysRouter } from './marked-days/index.js';
import { createMetricsRouter } from './metrics/index.js';
import {
  admitToMetrics,
  answerOptions,
  createOpsRouter,
  createTelemetryRouter,
  createTrackerScriptRouter,
  refuseOtherMethods,
  type Telemetry,
} from './ops/index.js';
import { createPredictionsRouter, queueForecasts, type MlClient } from './predictions/index.js';
import { createPrivacyRouter } from './privacy/index.js';
import { createRealtimeRouter, type RealtimeFeed } from './realtime/index.js';
import { createDigestRouter, createRecommendationsRouter, type DeliveryDeps } from './recommendations/index.js';
import { createSavedViewsRouter } from './saved-views/index.js';
import {
  admitShares,
  createOpenShareRouter,
  createSharesRouter,
  SHARED_PATHS,
  watchReaders,
  type ShareTokens,
} from './shares/index.js';
import { createSitesRouter, type SiteDirectory } from './sites/index.js';

export interface AppDeps {
  audit: Audit;
  auth: Auth;
  config: Pick<Config, 'trustProxy' | 'analytics'> & Partial<Pick<Config, 'mlUrl' | 'dashboardToken' | 'metricsToken'>>;
  database: Database;
  delivery: DeliveryDeps;
  events: EventStore;
  feed: RealtimeFeed;
  ingest: Ingest;
  /** Absent: no jobs are put in the queue. */
  enqueue: Enqueue | undefined;
  limiters: Limiters;
  logger: Logger;
  /** Absent: forecasting is off. */
  ml: MlClient | undefined;
  now: () => Date;
  shareTokens: ShareTokens;
  sites: SiteDirectory;
  telemetry: Telemetry;
}

const TRACK = /^\/api\/track\/?(?:\?|$)/;

/** Composes the API from its capabilities: collecting on its own, all else by Express. */
export async function createApp(deps: AppDeps): Promise<RequestListener> {
  const app = await createExpressApp(deps);
  const settleForwarding = createForwarding(deps.config);
  const track = createTrackListener({
    ingest: deps.ingest,
    logger: deps.logger,
    takeOrRefuse: (response, address) => takeOrRefuse(deps.limiters.track, response, address),
  });
  return (request, response) => {
    deps.telemetry.countRequest(request, response);
    admitToMetrics(request, deps.config.metricsToken);
    settleForwarding(request);
    assignRequestId(response);
    if (TRACK.test(request.url ?? '')) track(request, response);
    else app(request, response);
  };
}

async function createExpressApp(deps: AppDeps): Promise<Express> {
  const { audit, auth, database, events, logger, now, shareTokens, sites, feed } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', trustSettled);

  app.use(logRequests(logger));
  app.use(secureAnswers(NO_PAGE));
  app.use('/api', limitRequests(deps.limiters));
  app.use('/api', answerOptions);
  app.use(await createTrackerScriptRouter());
  app.use(createTelemetryRouter(deps.telemetry));
  const ml = { url: deps.config.mlUrl, dataDir: deps.config.analytics.dataDir };
  app.use(
    '/api',
    createOpsRouter({ pool: database.pool, writer: deps.ingest.writer, ml, now, identify: auth.identify }),
  );
  app.use('/api/auth', createAuthRouter(auth));
  app.use('/api/shares', createOpenShareRouter({ auth, tokens: shareTokens }));
  app.get(SHARED_PATHS, admitShares(shareTokens));
  // What stands below is closed: to read takes a token or key, to change the right to.
  app.use('/api', authenticate(auth.identify));
  app.use('/api', refuseOtherMethods);
  // Viewers have keys, too, which read, and views that they saved.
  app.use('/api/keys', createKeysRouter(auth));
  app.use('/api/sites', createSavedViewsRouter({ pool: database.pool, sites, now }));
  app.use('/api', refuseChangesByReaders, createUsersRouter(auth));
  const enqueue = deps.ml && deps.enqueue;
  const renewForecasts = enqueue && ((siteId: number) => queueForecasts(enqueue, siteId));
  app.use(
    '/api/sites',
    createSharesRouter({ auth, sites }),
    createImportedDaysRouter({ pool: database.pool, sites, audit, now, renewForecasts }),
    readJson('100kb'),
    createSitesRouter({ pool: database.pool, sites, events, audit }),
    createMarkedDaysRouter({ pool: database.pool, sites, now, renewForecasts }),
    createAnnotationsRouter({ pool: database.pool, sites, audit, now }),
    createDigestRouter({ ...deps.delivery, sites, audit }),
  );
  app.use('/api/privacy', createPrivacyRouter({ sites, events, audit }));
  app.use('/api/audit', createAuditRouter(audit));
  app.use(
    '/api/metrics/realtime',
    createRealtimeRouter({ readers: watchReaders(auth, shareTokens), events, sites, feed, now }),
  );
  app.use('/api/metrics', createMetricsRouter({ orm: database.orm, pool: database.pool, events, sites, now }));
  app.use(
    '/api/predictions',
    readJson('100kb'),
    createPredictionsRouter({ pool: database.pool, sites, now, ml: deps.ml, enqueue: deps.enqueue }),
  );
  app.use(
    '/api/recommendations',
    readJson('100kb'),
    createRecommendationsRouter({ pool: database.pool, sites, audit, now, enqueue: deps.enqueue, renewForecasts }),
  );
  app.use(unknownRoute);
  app.use(problemHandler(logger));
  return app;
}
