import type { Readiness } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { WriterState } from '../ingest/index.js';
import { readMlState, type MlPlace } from './ml-state.js';

const ANSWER_WITHIN_MS = 2_000;
/** So long a write that the database didn't take speaks for the next one: where no event comes, nothing else takes it back. */
const BLOCKED_FOR_MS = 60_000;

/** What readiness is read from. */
export interface ReadinessDeps {
  pool: Pool;
  writer: { state: WriterState };
  ml: MlPlace;
  now: () => Date;
}

/** Whether the database answers and events can be written; forecasting may be missing. */
export async function getReadiness(deps: ReadinessDeps): Promise<Readiness> {
  const [isDatabaseUp, ml] = await Promise.all([answers(deps.pool), readMlState(deps.ml)]);
  const isWriterUp = deps.writer.state.isHealthy || (isDatabaseUp && !isBlocked(deps));
  return {
    status: isDatabaseUp ? 'ok' : 'unavailable',
    components: { database: isDatabaseUp ? 'ok' : 'down', writer: isWriterUp ? 'ok' : 'down', ml: ml.state },
    ...(ml.state !== 'ok' && { reasons: { ml: ml.reason } }),
  };
}

/**
 * After a failed write the database's answer says whether the next one has a chance; not so where it answered that one, too,
 * and wrote nothing, since its disk is full or it's only to be read.
 */
function isBlocked({ writer, now }: Pick<ReadinessDeps, 'writer' | 'now'>): boolean {
  const { blockedAt } = writer.state;
  return blockedAt !== null && now().getTime() - blockedAt.getTime() < BLOCKED_FOR_MS;
}

async function answers(pool: Pool): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, ANSWER_WITHIN_MS);
  });
  const asked = pool.query('SELECT 1').then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([asked, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
