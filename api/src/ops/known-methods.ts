import type { RequestHandler } from 'express';
import { AppError } from '../errors.js';
import { findKnownPath, type KnownPath } from './known-paths.js';

const allowedBy = ({ methods }: KnownPath) => [...methods, 'OPTIONS'].join(', ');

/** Says by which methods a path is there, to anybody: the OpenAPI document tells it as well. No other origin is let in by it. */
export const answerOptions: RequestHandler = (request, response, next) => {
  const known = request.method === 'OPTIONS' ? findKnownPath(request.baseUrl + request.path) : undefined;
  if (known) response.status(204).setHeader('Allow', allowedBy(known)).end();
  else next();
};

/** What is there, but not by this method, is answered 405, and what it's there by is told (RFC 9110, 15.5.6). */
export const refuseOtherMethods: RequestHandler = (request, response, next) => {
  const known = findKnownPath(request.baseUrl + request.path);
  if (known && !known.methods.includes(request.method)) {
    response.setHeader('Allow', allowedBy(known));
    throw new AppError({ code: 'method_not_allowed', detail: `${known.template} knows no ${request.method}.` });
  }
  next();
};
