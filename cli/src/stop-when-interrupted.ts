import { constants } from 'node:os';
import type { EmbeddedServer } from '@tidemark/api';
import { stopSignals } from './start/stop-signals.js';

/**
 * Stops a database that was started for a command when a signal ends the command: it would run on without an owner. A command
 * that heeds the signal itself finishes its work, and is let.
 * @param server The database.
 * @returns Stops listening.
 */
export function stopWhenInterrupted(server: EmbeddedServer): () => void {
  const hear = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 1) return;
    server.stopNow();
    process.exit(128 + constants.signals[signal]);
  };
  // Before a command's own listener, which is for once and would be gone by the time that we look for it.
  for (const signal of stopSignals) process.prependListener(signal, hear);
  return () => {
    for (const signal of stopSignals) process.off(signal, hear);
  };
}
