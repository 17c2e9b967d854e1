import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnServer } from '@tidemark/api';
import { messageOf } from '../command-error.js';
import { untilEndedTooOften, type KeptProcess } from './keep-running.js';
import type { RestartRules } from './restart-limit.js';

/** How the embedded database is kept running. */
export interface DatabaseKeepingOptions {
  /** Told of its end and of what follows. */
  onCrash: (message: string) => void;
  /** How often it's looked at: it isn't our child, so nobody tells us. */
  everyMs?: number;
  rules?: RestartRules;
}

/** A look that fails tells nothing of the database. */
const isGone = async (server: OwnServer): Promise<boolean> => !(await server.isRunning().catch(() => true));

/**
 * Starts the embedded database again whenever it ends by itself, until it has done so too often.
 * @param server The database, running.
 * @param options How it is kept.
 */
export function keepDatabase(server: OwnServer, options: DatabaseKeepingOptions): KeptProcess {
  const { onCrash, everyMs = 2_000, rules } = options;
  let isStopping = false;
  let starting: Promise<string> | undefined;

  const untilEnded = async (): Promise<string> => {
    // How the last start went: one that failed is told by its reason.
    const how = (await starting) ?? 'by itself';
    do await sleep(everyMs, undefined, { ref: false });
    while (!isStopping && !(await isGone(server)));
    return how;
  };
  const untilGivenUp = untilEndedTooOften({
    name: 'The database',
    onCrash,
    ...(rules && { rules }),
    untilEnded,
    startAgain: () => {
      starting = server.startAgain().then(() => 'by itself', messageOf);
    },
    isStopping: () => isStopping,
  });
  return {
    untilGivenUp,
    stop: async () => {
      isStopping = true;
      await starting; // what is about to run couldn't be stopped
      await server.stop();
    },
    kill: () => {
      isStopping = true;
      server.stopNow();
    },
  };
}
