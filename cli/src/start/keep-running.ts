import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '@tidemark/api';
import { RestartLimit, type RestartRules } from './restart-limit.js';

/** One run of a program. */
export interface Attempt {
  child: ChildProcess;
  /** Settles with how it ended. */
  ended: Promise<string>;
}

/** How a program is kept running. */
export interface KeepingOptions {
  /** Such as "The API". */
  name: string;
  restart: () => Attempt;
  /** Told of a crash and of what follows. */
  onCrash: (message: string) => void;
  /** So long it may take to end when told to. */
  drainWithinMs: number;
  rules?: RestartRules;
  /** Ends it at once; default: its process. */
  kill?: (child: ChildProcess) => void;
}

/** A program in a process of its own. */
export interface KeptProcess {
  /** Settles never, or throws when it crashed too often to go on. */
  untilGivenUp: Promise<never>;
  /** Lets it finish what it has begun, and waits for its end. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

/**
 * Waits for a process's end.
 * @param child The process.
 * @returns How it ended.
 */
export async function untilExit(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    // close, not exit: its last words are read by then
    child.once('close', (code, signal) => {
      resolve(signal ?? `exit code ${String(code)}`);
    });
    child.once('error', (error) => {
      resolve(error.message);
    });
  });
}

function describeSpan(ms: number): string {
  return ms === 60_000 ? 'a minute' : `${String(ms / 60_000)} minutes`;
}

/** Of what is stopped on purpose: it's never given up. */
export const forever = new Promise<never>(() => undefined);

/** What is started again whenever it ends. */
export interface Restarted extends Pick<KeepingOptions, 'name' | 'onCrash' | 'rules'> {
  /** Settles with how it ended. */
  untilEnded: () => Promise<string>;
  startAgain: () => void;
  /** Whether it's stopped on purpose by now. */
  isStopping: () => boolean;
}

/**
 * Starts something again whenever it ends by itself, and tells of it.
 * @param kept What, and how.
 * @returns Settles never, or throws a SetupError when it ended too often.
 */
export function untilEndedTooOften(kept: Restarted): Promise<never> {
  const { name, onCrash, isStopping } = kept;
  const limit = new RestartLimit(kept.rules);
  const keep = async (): Promise<never> => {
    for (;;) {
      const how = await kept.untilEnded();
      if (isStopping()) return forever;
      const delayMs = limit.next(Date.now());
      if (delayMs === undefined)
        throw new SetupError(`${name} ended too often within ${describeSpan(limit.windowMs)} (last: ${how}).`);
      onCrash(`${name} ended (${how}); it is started again in ${String(delayMs / 1000)} s.`);
      await sleep(delayMs);
      if (isStopping()) return forever;
      kept.startAgain();
    }
  };
  const untilGivenUp = keep();
  untilGivenUp.catch(() => undefined); // whoever waits for it hears of it; nobody may be waiting yet
  return untilGivenUp;
}

/**
 * Starts a program again whenever it ends by itself, until it has done so too often.
 * @param first Its first run.
 * @param options How it is kept.
 */
export function keepRunning(first: Attempt, options: KeepingOptions): KeptProcess {
  const kill = options.kill ?? ((child: ChildProcess) => child.kill('SIGKILL'));
  let isStopping = false;
  let { child, ended } = first;
  const untilGivenUp = untilEndedTooOften({
    ...options,
    untilEnded: () => ended,
    startAgain: () => {
      ({ child, ended } = options.restart());
    },
    isStopping: () => isStopping,
  });
  return {
    untilGivenUp,
    stop: async () => {
      isStopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const drainLimit = setTimeout(() => {
        kill(child);
      }, options.drainWithinMs);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(drainLimit);
    },
    kill: () => {
      isStopping = true;
      kill(child);
    },
  };
}
