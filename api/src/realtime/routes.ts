import { siteQuery, type RealtimeReport } from '@tidemark/contracts';
import { Router, type Response } from 'express';
import { watchAccess, type ReaderWatch } from '../auth/index.js';
import type { EventStore } from '../events/index.js';
import { signalOf } from '../http/client-left.js';
import { readerOf } from '../http/principal.js';
import { parseOrRefuse } from '../http/validation.js';
import { findSite, type SiteDirectory } from '../sites/index.js';
import { getRealtime } from './get-realtime.js';
import type { RealtimeFeed } from './realtime-feed.js';

interface RealtimeDeps {
  readers: ReaderWatch;
  events: EventStore;
  sites: SiteDirectory;
  feed: RealtimeFeed;
  now: () => Date;
}

/** So often something is sent even if nothing changed, so that both ends know the stream lives. */
const REPEAT_MS = 10_000;
/** Who has taken nothing for so long isn't there any more. */
const STALLED_MS = 60_000;

/** `GET /api/metrics/realtime` and its stream of server-sent events. */
export function createRealtimeRouter(deps: RealtimeDeps): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const site = await findSite(deps.sites, parseOrRefuse(siteQuery, request.query).site, readerOf(response));
    response.json(await getRealtime(deps.events, { site, now: deps.now(), signal: signalOf(response) }));
  });

  router.get('/stream', async (request, response) => {
    const site = await findSite(deps.sites, parseOrRefuse(siteQuery, request.query).site, readerOf(response));
    const first = await getRealtime(deps.events, { site, now: deps.now(), signal: signalOf(response) });
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.setTimeout(STALLED_MS);
    response.write('retry: 2000\n\n');
    const send = createSender(response);
    send(first);
    const end = () => response.end();
    const unsubscribe = deps.feed.subscribe(site, { send, end });
    const { authorization } = request.headers;
    const unwatch = watchAccess(deps.readers, { authorization, siteId: site.id }, end);
    response.on('close', () => {
      unsubscribe();
      unwatch();
    });
  });

  return router;
}

/** Writes a report when it says something new, and now and then anyway; not while the reader has yet to take the last. */
function createSender(response: Response): (report: RealtimeReport) => void {
  let lastText = '';
  let lastMs = -Infinity;
  return (report) => {
    const text = JSON.stringify({ ...report, as_of: undefined });
    const nowMs = performance.now();
    if (response.writableNeedDrain || (text === lastText && nowMs - lastMs < REPEAT_MS)) return;
    lastText = text;
    lastMs = nowMs;
    response.write(`data: ${JSON.stringify(report)}\n\n`);
  };
}
