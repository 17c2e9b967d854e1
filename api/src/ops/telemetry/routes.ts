import type { IncomingMessage } from 'node:http';
import { Router } from 'express';
import { AppError } from '../../errors.js';
import { noStore } from '../../http/no-store.js';
import { mayReadMetrics } from './may-read.js';
import type { Telemetry } from './telemetry.js';

const METRICS = /^\/metrics\/?(?:\?|$)/i;

const admitted = new WeakSet<IncomingMessage>();

/**
 * Lets in who may read the metrics. To be asked as a request came: once it's settled who a request is from, every one looks as
 * if it came through a proxy.
 *
 * @param token what lets in from elsewhere; absent: nothing does
 */
export function admitToMetrics(request: IncomingMessage, token: string | undefined): void {
  if (METRICS.test(request.url ?? '') && mayReadMetrics(request, token)) admitted.add(request);
}

/** `GET /metrics`, for Prometheus. */
export function createTelemetryRouter(telemetry: Telemetry): Router {
  const router = Router();
  router.all('/metrics', noStore, (request, _response, next) => {
    if (!admitted.has(request))
      throw new AppError({
        code: 'unauthenticated',
        detail: 'Metrics are read on this machine, or with METRICS_TOKEN.',
      });
    next();
  });
  router.get('/metrics', async (_request, response) => {
    const text = await telemetry.render();
    response.setHeader('Content-Type', telemetry.contentType);
    response.end(text);
  });
  router.all('/metrics', (_request, response) => {
    response.setHeader('Allow', 'GET, HEAD');
    throw new AppError({ code: 'method_not_allowed', detail: 'Metrics are read by GET.' });
  });
  return router;
}
