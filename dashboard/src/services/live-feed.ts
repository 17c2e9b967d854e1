import type { RealtimeReport } from '../types/analytics.js';
import { readRealtime, realtimeStreamPath } from './analytics.js';
import { type ApiError, fetchJson, toApiError } from './api.js';
import { followStream } from './event-stream.js';

/** `live`: the stream is open. `stale`: it broke, and what is shown may be old until it is open again. */
export type Connection = 'connecting' | 'live' | 'stale';

export type LiveEvent =
  | { kind: 'report'; report: RealtimeReport }
  | { kind: 'connection'; connection: Connection }
  | { kind: 'failed'; error: ApiError };

const firstDelayMs = 1_000;
const longestDelayMs = 30_000;
const silenceMs = 30_000;

/**
 * Follows a site's realtime report while the page can be seen, until the returned function is called. A browser has six
 * connections to a host for all its tabs: those that nobody looks at leave theirs to the others.
 */
export function followWhileVisible(site: string, notify: (event: LiveEvent) => void): () => void {
  let close: (() => void) | undefined;
  const follow = () => {
    if (document.hidden) {
      close?.();
      close = undefined;
    } else close ??= openLiveFeed(site, notify);
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    close?.();
  };
}

/**
 * Follows a site's realtime report until the returned function is called.
 *
 * A snapshot comes first, so that there's something to see, or the reason why not. A stream that breaks or ends is opened
 * anew, with growing delays. A proxy can also keep a dead stream open: after a silence, which the API never keeps for long,
 * a snapshot is taken and the stream is opened anew.
 */
function openLiveFeed(site: string, notify: (event: LiveEvent) => void): () => void {
  const controller = new AbortController();
  let stream: AbortController | undefined;
  let reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;
  let delayMs = firstDelayMs;

  const receive = (report: RealtimeReport) => {
    notify({ kind: 'report', report });
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(() => {
      takeSnapshot();
      reconnectLater();
    }, silenceMs);
  };

  const takeSnapshot = () => {
    fetchJson<RealtimeReport>(readRealtime(site).path, controller.signal).then(receive, (error: unknown) => {
      if (controller.signal.aborted) return;
      notify({ kind: 'failed', error: toApiError(error) });
      if (stream?.signal.aborted !== true) reconnectLater();
    });
  };

  const reconnectLater = () => {
    stream?.abort();
    clearTimeout(silenceTimer);
    clearTimeout(reconnectTimer);
    notify({ kind: 'connection', connection: 'stale' });
    reconnectTimer = setTimeout(connect, delayMs);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  };

  const connect = () => {
    const opened = new AbortController();
    stream = opened;
    const { signal } = opened;
    const breakOff = () => {
      if (!signal.aborted) reconnectLater();
    };
    followStream(realtimeStreamPath(site), {
      signal,
      onOpen: () => {
        delayMs = firstDelayMs;
        notify({ kind: 'connection', connection: 'live' });
      },
      onData: (data) => {
        receive(JSON.parse(data) as RealtimeReport);
      },
      // Why it broke, the next snapshot tells.
    }).then(breakOff, breakOff);
  };

  takeSnapshot();
  connect();
  return () => {
    controller.abort();
    stream?.abort();
    clearTimeout(reconnectTimer);
    clearTimeout(silenceTimer);
  };
}
