import type { ServerResponse } from 'node:http';
import { AppError } from '../errors.js';

/** Aborted when the client leaves before it has its answer. */
export function signalOf(response: ServerResponse): AbortSignal {
  const leaving = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished)
      leaving.abort(new AppError({ code: 'unavailable', detail: 'The client left before its answer.' }));
  });
  return leaving.signal;
}
