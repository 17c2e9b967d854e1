/**
 * graphile-worker gives a worker up for good when it can't write down how a job ended, and never looks for jobs again
 * when its first question fails. So the database being away must not reach it: here its questions wait.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, QueryConfig, QueryResult } from 'pg';
import type { Logger } from 'winston';

const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 5_000;

/**
 * A pool for graphile-worker's statements, each of which stands alone and may be said twice. They are tried until they
 * succeed; also after errors that don't look like an absence, as a stand-by that is still read-only gives them. Once the
 * signal is aborted they are never answered: nobody is left to hear it, and graphile-worker would print a trace. Its
 * connection for notifications passes through: that one it renews itself.
 */
export function createPatientPool(pool: Pool, deps: { signal: AbortSignal; logger: Logger }): Pool {
  const client = {
    query: (query: QueryConfig) => insist(() => pool.query(query), deps),
    release: () => undefined,
  };
  const connect = (onConnect?: Parameters<Pool['connect']>[0]) => {
    if (!onConnect) return Promise.resolve(client);
    pool.connect(onConnect);
    return undefined;
  };
  // All that graphile-worker's workers use of a pool.
  return { connect } as unknown as Pool;
}

async function insist(
  ask: () => Promise<QueryResult>,
  { signal, logger }: { signal: AbortSignal; logger: Logger },
): Promise<QueryResult> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      const answer = await ask();
      if (attempt > 0) logger.info('job queue is back');
      return answer;
    } catch (error) {
      if (attempt === 0) logger.warn('job queue has no answer from the database; it keeps trying', { error });
      await rest(Math.min(FIRST_WAIT_MS * 2 ** attempt, MAX_WAIT_MS), signal);
    }
  }
  return new Promise(() => undefined);
}

function rest(ms: number, signal: AbortSignal): Promise<unknown> {
  // Being woken early is no failure: the loop looks at the signal.
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
