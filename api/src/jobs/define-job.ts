import type { Logger } from 'winston';
import type { ZodType } from 'zod';

/**
 * Puts a job in the queue, for any process. With a key there is one at most that waits: a later one replaces its
 * payload and time, and starts its attempts anew. While one of the key runs, one more may wait.
 *
 * @returns The job's id.
 * @throws Error when nothing is known of the name, or the payload is wrong.
 */
export type Enqueue = (name: string, payload: unknown, options?: { key?: string; runAt?: Date }) => Promise<string>;

/** What a job is handed beside its payload. */
export interface JobContext {
  /** Aborted when the process must end, or when the job is no longer this process's: end soon, leave nothing half done. */
  signal: AbortSignal;
  logger: Logger;
  /** For what follows from the job. */
  enqueue: Enqueue;
}

/** Work that runs once among all processes. It may be killed and run again at any point, so it must be idempotent. */
export interface JobDefinition<Payload = unknown> {
  name: string;
  /** What is stored until the job has run; ids of sites and days, never anything about a visitor. */
  payload: ZodType<Payload>;
  maxAttempts: number;
  /** Five fields of cron, in UTC, if it recurs; the payload is then `{}`. */
  schedule?: string;
  run(payload: Payload, context: JobContext): Promise<void>;
}

/** States a job; the type of its payload follows from its schema. */
export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}

/** @throws Error with one line when the payload isn't what the job takes */
export function parsePayload<Payload>(
  job: Pick<JobDefinition<Payload>, 'name' | 'payload'>,
  payload: unknown,
): Payload {
  const parsed = job.payload.safeParse(payload);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(whole)'}: ${message}`);
  throw new Error(`The payload of the job ${job.name} is wrong: ${faults.join('; ')}.`);
}
