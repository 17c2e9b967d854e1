import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'winston';
import { AppError } from '../../errors.js';
import { answerProblem } from '../../http/problem.js';
import { mayReadMetrics } from './may-read.js';
import type { Telemetry } from './telemetry.js';

interface MetricsDeps {
  telemetry: Telemetry;
  /** What lets in from elsewhere; absent: nothing does. */
  token: string | undefined;
  logger: Logger;
}

/** `GET /metrics`, for Prometheus. It stands before all else, since it must see a request as it came. */
export function createMetricsListener({ telemetry, token, logger }: MetricsDeps): RequestListener {
  return (request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    request.resume();
    answer(request, response).catch((error: unknown) => {
      answerProblem(logger, request, response, error);
    });
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!mayReadMetrics(request, token))
      throw new AppError({
        code: 'unauthenticated',
        detail: 'Metrics are read on this machine, or with METRICS_TOKEN.',
      });
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      throw new AppError({ code: 'method_not_allowed', detail: 'Metrics are read by GET.' });
    }
    const text = await telemetry.render();
    response.setHeader('Content-Type', telemetry.contentType);
    response.end(text);
  }
}
