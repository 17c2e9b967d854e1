import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnServer } from '@tidemark/api';
import { messageOf } from '../command-error.js';
import { forever, waitForRestart, type KeptProcess } from './keep-running.js';
import { RestartLimit, type RestartRules } from './restart-limit.js';

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
  const limit = new RestartLimit(rules);
  let isStopping = false;
  const stopping = (): boolean => isStopping; // it changes while something is awaited
  let starting: Promise<string> | undefined;

  const keep = async (): Promise<never> => {
    let how = 'by itself';
    for (;;) {
      await sleep(everyMs, undefined, { ref: false });
      if (stopping()) return forever;
      if (!(await isGone(server))) continue;
      if (stopping()) return forever;
      await waitForRestart(limit, { name: 'The database', onCrash }, how);
      if (stopping()) return forever;
      starting = server.startAgain().then(() => 'by itself', messageOf);
      how = await starting;
    }
  };
  const untilGivenUp = keep();
  untilGivenUp.catch(() => undefined); // whoever waits for it hears of it; nobody may be waiting yet
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
