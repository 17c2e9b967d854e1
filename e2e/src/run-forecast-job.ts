import type { RunningServer } from '@tidemark/api';
import { until } from './until.js';

/** Runs the job that forecasts after a close of day, as the schedule does, to its end. @throws Error when a run of it fails */
export async function runForecastJob({ database, enqueue }: RunningServer): Promise<void> {
  if (!enqueue) throw new Error('The server takes no part in the jobs.');
  const id = await enqueue('issue-forecasts', {});
  const isDone = async () => {
    const { rows } = await database.pool.query<{ last_error: string | null }>(
      'SELECT last_error FROM graphile_worker.jobs WHERE id = $1',
      [id],
    );
    if (rows[0]?.last_error) throw new Error(rows[0].last_error);
    return rows.length === 0;
  };
  await until('the forecasts are issued', isDone, { everyMs: 20 });
}
