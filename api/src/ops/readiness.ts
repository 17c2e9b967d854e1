import type { Readiness } from '@tidemark/contracts';
import type { Pool } from 'pg';
import type { WriterState } from '../ingest/index.js';

const ANSWER_WITHIN_MS = 2_000;

/** Whether the database answers and events can be written. Forecasting isn't part of this release yet: off. */
export async function getReadiness(deps: { pool: Pool; writer: { state: WriterState } }): Promise<Readiness> {
  const isDatabaseUp = await answers(deps.pool);
  // After a failed write the database's answer says whether the next one has a chance.
  const isWriterUp = isDatabaseUp || deps.writer.state.isHealthy;
  return {
    status: isDatabaseUp ? 'ok' : 'unavailable',
    components: { database: isDatabaseUp ? 'ok' : 'down', writer: isWriterUp ? 'ok' : 'down', ml: 'off' },
  };
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
