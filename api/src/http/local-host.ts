import type { RequestHandler } from 'express';
import { AppError } from '../errors.js';

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Until there is sign-in, being on this machine is the only key. A page elsewhere could borrow it by giving its own
 * name this machine's address (DNS rebinding); its requests bear that name, and are refused.
 */
export const refuseForeignHosts: RequestHandler = (request, _response, next) => {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (LOCAL.has(host)) next();
  else
    throw new AppError({ code: 'foreign_host', detail: 'Until there is sign-in, Tidemark answers as localhost only.' });
};
