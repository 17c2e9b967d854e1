import type { RequestHandler } from 'express';
import { AppError } from '../errors.js';
import { findKnownPath } from './known-paths.js';

/** What is there, but not by this method, is answered 405, and what it's there by is told (RFC 9110, 15.5.6). */
export const refuseOtherMethods: RequestHandler = (request, response, next) => {
  const known = findKnownPath(request.baseUrl + request.path);
  if (!known || known.methods.includes(request.method)) {
    next();
    return;
  }
  response.setHeader('Allow', [...known.methods, 'OPTIONS'].join(', '));
  if (request.method === 'OPTIONS') response.status(204).end();
  else throw new AppError({ code: 'method_not_allowed', detail: `${known.template} knows no ${request.method}.` });
};
