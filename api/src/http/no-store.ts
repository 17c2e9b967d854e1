import type { RequestHandler } from 'express';

/** For answers that hold a secret, or tell of people. */
export const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};
