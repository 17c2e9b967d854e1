import type { RequestHandler } from 'express';
import type { Identify, ReaderWatch } from '../auth/index.js';
import { setShareReader } from '../http/principal.js';
import type { ShareTokens } from './share-tokens.js';

/** All that a share opens, of its one site; what isn't here asks who one is. */
export const SHARED_PATHS = [
  '/api/metrics/daily',
  '/api/metrics/timeseries',
  '/api/metrics/pages',
  '/api/metrics/sources',
  '/api/metrics/breakdown',
  '/api/metrics/realtime',
  '/api/metrics/realtime/stream',
  // `/api/predictions/accuracy`, too; not what lies deeper.
  '/api/predictions/:metric',
];

/** Lets in who brings a share's token; to be mounted on {@link SHARED_PATHS} alone, for reading, before authentication. */
export function admitShares(tokens: ShareTokens): RequestHandler {
  return async (request, response, next) => {
    const reader = await tokens.identify(request.headers.authorization);
    if (reader) setShareReader(response, reader);
    next();
  };
}

/** For streams that shares open, too: looks again and again whether its reader may still read. */
export function watchReaders(auth: { identify: Identify; recheckEveryMs: number }, tokens: ShareTokens): ReaderWatch {
  return {
    identify: async (authorization) => (await tokens.identify(authorization)) ?? auth.identify(authorization),
    recheckEveryMs: auth.recheckEveryMs,
  };
}
