import type { IncomingMessage, ServerResponse } from 'node:http';
import { Histogram, type Registry } from 'prom-client';
import { findKnownPath } from '../known-paths.js';

/** Counts a request, and how long it took, once its answer is out. To be called before anything else changes its URL. */
export type CountRequest = (request: IncomingMessage, response: ServerResponse) => void;

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** What isn't in the OpenAPI document: scripts, the documentation's own files, and whatever somebody tries. */
const OTHER = 'other';

/** Labels are out of closed lists: a path holds ids, and whoever makes paths up must not fill the memory. */
export function createRequestCounts(registry: Registry): CountRequest {
  const durations = new Histogram({
    name: 'tidemark_http_request_duration_seconds',
    help: 'Requests, by how long they took until their answer was out',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: [registry],
  });
  return ({ method = '', url = '' }, response) => {
    const beganMs = performance.now();
    response.once('close', () => {
      const labels = {
        method: METHODS.has(method) ? method : OTHER,
        route: findKnownPath(url.split('?', 1)[0] ?? '')?.template ?? OTHER,
        status: response.statusCode,
      };
      durations.observe(labels, (performance.now() - beganMs) / 1_000);
    });
  };
}
