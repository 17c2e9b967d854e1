import path from 'node:path';
import type { Config } from '@tidemark/api';
import { LogFile } from './log-file.js';
import type { Plan } from './parts.js';
import type { PythonSource } from './start-ml.js';

/** A part that runs, and the two ways to end it. */
export interface Running {
  name: string;
  stop: () => Promise<void> | void;
  /** At once, for the impatient. */
  kill: () => void;
}

/** What a start is told. */
export interface StartContext {
  config: Config;
  dataDir: string;
  plan: Plan;
  /** Where the forecasting service gets its Python. */
  python: PythonSource;
  say: (line: string) => void;
  signal: AbortSignal;
}

/**
 * A part's log, to be closed when everything is stopped.
 * @param part Its name.
 * @param context Where the data lies, and who hears of lines that are lost.
 * @param running Where what runs is noted.
 */
export function openLog(part: string, { dataDir, say }: StartContext, running: Running[]): LogFile {
  const log = new LogFile(path.join(dataDir, 'logs', `${part}.log`), say);
  running.push({
    name: `The log of ${part}`,
    stop: () => {
      log.close();
    },
    kill: () => undefined,
  });
  return log;
}
