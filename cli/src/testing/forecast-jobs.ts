import { queryDatabase } from './query-database.js';

/** Takes the jobs that make forecasts out of the queue, and answers of which sites, of those that are there. */
export function takeForecastJobs(url: string): Promise<Record<string, unknown>[]> {
  return queryDatabase(
    url,
    `DELETE FROM graphile_worker._private_jobs AS jobs USING graphile_worker._private_tasks AS tasks, sites
     WHERE tasks.id = jobs.task_id AND tasks.identifier = 'issue-forecasts'
       AND sites.id = (jobs.payload -> 'payload' ->> 'siteId')::integer
     RETURNING sites.id`,
  );
}
