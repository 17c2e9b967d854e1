import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { Logger } from 'winston';
import { requestIdOf } from './problem.js';

/** Gives a request an id, which its answer and its log lines bear. */
export function assignRequestId(response: ServerResponse): void {
  response.setHeader('X-Request-Id', randomUUID());
}

/** One line a request: its route, not its URL, which may hold personal data. */
export function logRequests(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    response.on('finish', () => {
      const { path } = (request.route ?? { path: '(none)' }) as { path: string | string[] };
      logger.info('request', {
        request_id: requestIdOf(response),
        method: request.method,
        route: request.baseUrl + String(path),
        status: response.statusCode,
        duration_ms: Math.round(performance.now() - began),
      });
    });
    next();
  };
}
