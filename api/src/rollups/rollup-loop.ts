import type { Logger } from 'winston';
import { rollUpChanges, type RollupDeps } from './roll-up.js';

const IDLE_MS = 500;
/** So old the reports' events may be before it's seen to, and no reader waits for that. */
const FRESH_MS = 1_000;
/** A pass may take about a fifth of the time, so that a large day can't keep the database busy; yet figures stay fresh. */
const REST_RATIO = 4;
const MAX_REST_MS = 2_000;

/** Keeps daily metrics fresh until stopped. */
export interface RollupLoop {
  /** Ends after the pass under way. */
  stop(): Promise<void>;
}

/** Starts rolling up what changes. A failing pass is logged and tried again: the queue keeps what it was about. */
export function startRollupLoop(deps: RollupDeps & { logger: Logger }): RollupLoop {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const began = performance.now();
      // Also where another process rolls up.
      const taken = await deps.events
        .freshen(FRESH_MS)
        .then(() => rollUpChanges(deps))
        .catch((error: unknown) => {
          deps.logger.error('rollup failed; it will be tried again', { error });
          return 0;
        });
      const tookMs = performance.now() - began;
      await rest(taken > 0 ? Math.min(Math.max(tookMs * REST_RATIO, IDLE_MS), MAX_REST_MS) : IDLE_MS, stopping.signal);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
