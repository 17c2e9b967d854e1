import type { RealtimeReport } from '../types/analytics.js';
import { readRealtime, realtimeStreamPath } from './analytics.js';
import { type ApiError, fetchJson, toApiError } from './api.js';

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
 * Follows a site's realtime report until the returned function is called.
 *
 * A snapshot comes first, since a failed one says why and a stream can't. `EventSource` gives up for good on some errors
 * (a proxy's 502, say), so reconnecting is done here, with growing delays. A proxy can also keep a dead stream open:
 * after a silence a snapshot is taken, and if that fails the stream is opened anew.
 */
export function openLiveFeed(site: string, notify: (event: LiveEvent) => void): () => void {
  const controller = new AbortController();
  let source: EventSource | undefined;
  let reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;
  let delayMs = firstDelayMs;

  const receive = (report: RealtimeReport) => {
    notify({ kind: 'report', report });
    clearTimeout(silenceTimer);
    silenceTimer = setTimeout(takeSnapshot, silenceMs);
  };

  const takeSnapshot = () => {
    fetchJson<RealtimeReport>(readRealtime(site).path, controller.signal).then(receive, (error: unknown) => {
      if (controller.signal.aborted) return;
      notify({ kind: 'failed', error: toApiError(error) });
      reconnectLater();
    });
  };

  const reconnectLater = () => {
    source?.close();
    clearTimeout(silenceTimer);
    clearTimeout(reconnectTimer);
    notify({ kind: 'connection', connection: 'stale' });
    reconnectTimer = setTimeout(connect, delayMs);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  };

  const connect = () => {
    const stream = new EventSource(realtimeStreamPath(site));
    source = stream;
    stream.onopen = () => {
      delayMs = firstDelayMs;
      notify({ kind: 'connection', connection: 'live' });
    };
    stream.onmessage = (message: MessageEvent<string>) => {
      receive(JSON.parse(message.data) as RealtimeReport);
    };
    stream.onerror = reconnectLater;
  };

  takeSnapshot();
  connect();
  return () => {
    controller.abort();
    source?.close();
    clearTimeout(reconnectTimer);
    clearTimeout(silenceTimer);
  };
}
