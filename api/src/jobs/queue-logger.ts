import { Logger as QueueLogger } from 'graphile-worker';
import type { Logger } from 'winston';

const TROUBLE: ReadonlySet<string> = new Set(['error', 'warning']);

/** graphile-worker's own lines, without what it attaches: that holds payloads. Failing jobs have their line from us. */
export function createQueueLogger(logger: Logger): QueueLogger {
  return new QueueLogger(() => (level, message, about) => {
    if (about?.['failure'] === true) return;
    logger.log(TROUBLE.has(level) ? 'warn' : 'debug', 'job queue', { detail: message });
  });
}
