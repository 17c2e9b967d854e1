import type { ServerResponse } from 'node:http';
import type { RealtimeReport } from '@tidemark/contracts';
import type { Watcher } from './realtime-feed.js';

/** So often something is sent even if nothing changed, so that both ends know the stream lives. */
const REPEAT_MS = 10_000;
/** Who has taken nothing for so long isn't there any more. */
const STALLED_MS = 60_000;

/**
 * Begins a stream of server-sent events. A reader that stops reading is sent nothing more once the buffers are full, so that
 * no report waits in memory for it, and loses its connection when nothing has moved for `stalledMs`.
 */
export function openReportStream(
  response: ServerResponse,
  { stalledMs = STALLED_MS }: { stalledMs?: number } = {},
): Watcher {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  response.setTimeout(stalledMs, () => {
    response.destroy();
  });
  response.write('retry: 2000\n\n');
  return { send: createSender(response), end: () => response.end() };
}

/** Writes a report when it says something new, and now and then anyway; not while the reader has yet to take the last. */
function createSender(response: ServerResponse): (report: RealtimeReport) => void {
  let lastText = '';
  let lastMs = -Infinity;
  return (report) => {
    const text = JSON.stringify({ ...report, as_of: undefined });
    const nowMs = performance.now();
    if (response.writableNeedDrain || (text === lastText && nowMs - lastMs < REPEAT_MS)) return;
    lastText = text;
    lastMs = nowMs;
    response.write(`data: ${JSON.stringify(report)}\n\n`);
  };
}
