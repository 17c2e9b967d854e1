/** Where graphile-worker keeps its tables. `add_job` is its public way in; the tables are those of its release 0.16. */
export const SCHEMA = 'graphile_worker';

/**
 * One queue a name: jobs of a name run one after the other, in all processes together. The flag keeps the key on a
 * row whose `key` graphile-worker has given to a later job.
 * Parameters: name, payload, when to run, attempts, key.
 */
const ADD_JOB = `
  ${SCHEMA}.add_job(
    identifier => $1::text,
    payload => $2::json,
    queue_name => $1::text,
    run_at => $3::timestamptz,
    max_attempts => $4::int,
    job_key => $1::text || '/' || $5::text,
    flags => CASE WHEN $5::text IS NOT NULL THEN ARRAY['key:' || $5::text] END
  )`;

export const enqueueJob = `SELECT id::text AS id FROM ${ADD_JOB}`;

/** Jobs under way in this process stay its own. Parameters: their ids, the workers that hold them. Returns the workers that still hold one. */
export const renewLeases = `
  WITH queues AS (
    UPDATE ${SCHEMA}._private_job_queues SET locked_at = now() WHERE locked_by = ANY ($2::text[])
  )
  UPDATE ${SCHEMA}._private_jobs SET locked_at = now()
  WHERE id = ANY ($1::bigint[]) AND locked_by = ANY ($2::text[])
  RETURNING locked_by AS "workerId"`;

/** Jobs whose process was killed or cut off wait again. Parameters: the length of a lease in seconds, the reason. */
export const releaseExpiredLeases = `
  WITH queues AS (
    UPDATE ${SCHEMA}._private_job_queues SET locked_at = NULL, locked_by = NULL
    WHERE locked_at < now() - make_interval(secs => $1)
  )
  UPDATE ${SCHEMA}._private_jobs
  SET locked_at = NULL, locked_by = NULL, run_at = greatest(run_at, now()), last_error = $2
  WHERE locked_at < now() - make_interval(secs => $1)`;

/** Parameter: days that a job which failed for good stays visible. */
export const forgetOldFailures = `
  DELETE FROM ${SCHEMA}._private_jobs
  WHERE attempts >= max_attempts AND locked_at IS NULL AND run_at < now() - make_interval(days => $1)`;

/** A success makes up for what failed under the same key. Parameter: the id of the job that succeeded. */
export const forgetFailuresOfKey = `
  DELETE FROM ${SCHEMA}._private_jobs AS failed USING ${SCHEMA}._private_jobs AS succeeded
  WHERE succeeded.id = $1 AND failed.id <> succeeded.id
    AND failed.task_id = succeeded.task_id AND failed.flags = succeeded.flags
    AND failed.attempts >= failed.max_attempts AND failed.locked_at IS NULL`;

/** The attempt that a stopping process cut short doesn't count. Parameter: the ids. */
export const returnAttempts = `
  UPDATE ${SCHEMA}._private_jobs SET attempts = greatest(attempts - 1, 0), run_at = now()
  WHERE id = ANY ($1::bigint[]) AND locked_at IS NULL`;

/** A schedule counts from when it is first seen, and anew from now when the clock was set back. Parameters: names, now. */
export const registerSchedules = `
  INSERT INTO ${SCHEMA}._private_known_crontabs AS known (identifier, known_since)
  SELECT name, $2::timestamptz FROM unnest($1::text[]) AS name
  ON CONFLICT (identifier) DO UPDATE SET last_execution = $2
  WHERE coalesce(known.last_execution, known.known_since) > $2 + interval '1 hour'`;

export const readSchedules = `
  SELECT identifier AS name, coalesce(last_execution, known_since) AS "handledUntil"
  FROM ${SCHEMA}._private_known_crontabs WHERE identifier = ANY ($1::text[])`;

/** The one process that moves the schedule on adds the job. Parameters: those of the job, the time that was due. */
export const enqueueDueJob = `
  WITH claimed AS (
    UPDATE ${SCHEMA}._private_known_crontabs SET last_execution = $6::timestamptz
    WHERE identifier = $1 AND coalesce(last_execution, known_since) < $6::timestamptz
    RETURNING identifier
  )
  SELECT ${ADD_JOB} FROM claimed`;

export const readStatus = `
  SELECT tasks.identifier AS name,
    count(*) FILTER (WHERE jobs.is_available)::int AS waiting,
    count(*) FILTER (WHERE jobs.locked_at IS NOT NULL)::int AS running,
    count(*) FILTER (WHERE jobs.locked_at IS NULL AND NOT jobs.is_available)::int AS failed,
    (array_agg(jobs.last_error ORDER BY jobs.run_at DESC) FILTER (WHERE jobs.last_error IS NOT NULL))[1] AS "lastError",
    min(jobs.run_at) FILTER (WHERE jobs.is_available) AS "nextAttemptAt",
    max(known.last_execution) AS "lastScheduledAt"
  FROM ${SCHEMA}._private_tasks AS tasks
  LEFT JOIN ${SCHEMA}._private_jobs AS jobs ON jobs.task_id = tasks.id
  LEFT JOIN ${SCHEMA}._private_known_crontabs AS known ON known.identifier = tasks.identifier
  GROUP BY tasks.identifier ORDER BY tasks.identifier`;
