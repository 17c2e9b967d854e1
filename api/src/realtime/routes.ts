import { siteQuery } from '@tidemark/contracts';
import { Router } from 'express';
import { watchAccess, type ReaderWatch } from '../auth/index.js';
import type { EventStore } from '../events/index.js';
import { signalOf } from '../http/client-left.js';
import { readerOf } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import { findSite, type SiteDirectory } from '../sites/index.js';
import { getRealtime } from './get-realtime.js';
import type { RealtimeFeed } from './realtime-feed.js';
import { openReportStream } from './report-stream.js';

interface RealtimeDeps {
  readers: ReaderWatch;
  events: EventStore;
  sites: SiteDirectory;
  feed: RealtimeFeed;
  now: () => Date;
}

/** `GET /api/metrics/realtime` and its stream of server-sent events. */
export function createRealtimeRouter(deps: RealtimeDeps): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const site = await findSite(deps.sites, parseOrRefuse(siteQuery, request.query).site, readerOf(response));
    response.json(await getRealtime(deps.events, { site, now: deps.now(), signal: signalOf(response) }));
  });

  router.get('/stream', async (request, response) => {
    const site = await findSite(deps.sites, parseOrRefuse(siteQuery, request.query).site, readerOf(response));
    const signal = signalOf(response);
    const first = await getRealtime(deps.events, { site, now: deps.now(), signal });
    // Who left meanwhile closes nothing any more, and would be watched for ever.
    signal.throwIfAborted();
    const stream = openReportStream(response);
    stream.send(first);
    const unsubscribe = deps.feed.subscribe(site, stream);
    const { authorization } = request.headers;
    const unwatch = watchAccess(deps.readers, { authorization, siteId: site.id }, () => {
      stream.end();
    });
    response.on('close', () => {
      unsubscribe();
      unwatch();
    });
  });

  return router;
}
