import type { RequestHandler } from 'express';
import { readClientAddress } from '../http/forwarding.js';
import type { RateLimiter } from './rate-limiter.js';
import { takeOrRefuse } from './take-or-refuse.js';

/** Whoever watches over the process asks these as often as it likes. */
const UNLIMITED = new Set(['/health', '/ready']);

/** Limits the requests below `/api`, where this is mounted. */
export function limitRequests(limiter: RateLimiter): RequestHandler {
  return (request, response, next) => {
    if (!UNLIMITED.has(request.path)) takeOrRefuse(limiter, response, readClientAddress(request));
    next();
  };
}
