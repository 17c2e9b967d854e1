import type { ServerResponse } from 'node:http';
import { AppError } from '../errors.js';

/** Aborted when the client leaves before it has its answer, also when it left before anybody asked for this. */
export function signalOf(response: ServerResponse): AbortSignal {
  const leaving = new AbortController();
  const leave = (): void => {
    if (!response.writableFinished)
      leaving.abort(new AppError({ code: 'unavailable', detail: 'The client left before its answer.' }));
  };
  if (response.destroyed) leave();
  else response.once('close', leave);
  return leaving.signal;
}
