import type { Request, RequestHandler } from 'express';
import { AppError } from '../errors.js';

/**
 * A page of another site can make a browser send a form with our cookie where it counts as the same site (a neighbouring
 * subdomain, another port), which SameSite=Strict doesn't see; but it can't make it send JSON without asking us first, by
 * a CORS preflight that we don't grant. So JSON must be said, even with an empty body.
 */
export const requireJson: RequestHandler = (request, _response, next) => {
  if (request.is('json')) next();
  else throw otherMedia();
};

/** Lets also pass what has no body. */
export function refuseOtherThanJson(request: Request): void {
  if (request.is('json') === false && request.get('content-length') !== '0') throw otherMedia();
}

function otherMedia(): AppError {
  return new AppError({ code: 'unsupported_media_type', detail: 'Content-Type must be application/json.' });
}
