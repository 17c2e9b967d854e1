import type { RequestHandler } from 'express';
import { isFromDashboard, readClientAddress } from '../http/forwarding.js';
import type { Limiters } from './create-limiters.js';
import { takeOrRefuse } from './take-or-refuse.js';

/** Whoever watches over the process asks these as often as it likes. */
const UNLIMITED = new Set(['/health', '/ready']);

/** Limits the requests below `/api`, where this is mounted. What the dashboard reads has a limit of its own. */
export function limitRequests({ api, dashboard }: Limiters): RequestHandler {
  return (request, response, next) => {
    const limiter = request.method === 'GET' && isFromDashboard(request) ? dashboard : api;
    if (!UNLIMITED.has(request.path)) takeOrRefuse(limiter, response, readClientAddress(request));
    next();
  };
}
