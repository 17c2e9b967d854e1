import winston, { type Logger } from 'winston';
import type { Config } from './config.js';

/** JSON lines on standard output. Callers pass request ids and routes, never addresses, agents, URLs or ids of visitors. */
export function createLogger(level: Config['logLevel'] | 'silent'): Logger {
  return winston.createLogger({
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: winston.format.combine(winston.format(describeError)(), winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Console()],
  });
}

/** An Error is an empty object in JSON; its name, message and stack are what a reader of the log needs. */
function describeError(info: winston.Logform.TransformableInfo): winston.Logform.TransformableInfo {
  if (info['error'] instanceof Error) {
    const { name, message, stack } = info['error'];
    info['error'] = { name, message, stack };
  }
  return info;
}
