import type { ServerResponse } from 'node:http';
import { AppError } from '../errors.js';
import type { RateLimiter } from './rate-limiter.js';

/**
 * Counts a request and tells in its answer what is left: by the fields of draft-ietf-httpapi-ratelimit-headers-11, and by
 * those of its earlier versions, which programs know.
 *
 * @throws AppError `too_many_requests` when nothing was left
 */
export function takeOrRefuse(limiter: RateLimiter, response: ServerResponse, address: string | undefined): void {
  const { name, perMinute } = limiter;
  if (perMinute === 0) return;
  const { isExceeded, remaining, resetSeconds } = limiter.take(address);
  response.setHeader('RateLimit-Policy', `"${name}";q=${perMinute};w=60`);
  response.setHeader('RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`);
  response.setHeader('RateLimit-Limit', perMinute);
  response.setHeader('RateLimit-Remaining', remaining);
  response.setHeader('RateLimit-Reset', resetSeconds);
  if (!isExceeded) return;
  throw new AppError({
    code: 'too_many_requests',
    detail: `This address may make ${perMinute} requests a minute; try again in ${resetSeconds} s.`,
    retryAfterSeconds: resetSeconds,
  });
}
