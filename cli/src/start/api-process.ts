import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '@tidemark/api';
import { RestartLimit } from './restart-limit.js';

/** How the API is run. */
export interface ApiOptions {
  port: number;
  env: NodeJS.ProcessEnv;
  /** Gets every line that it logs. */
  onLine: (line: string) => void;
  /** Told of a crash and of what follows. */
  onCrash: (message: string) => void;
  /** Ends the waiting when the start is called off. */
  signal: AbortSignal;
}

/** The API in a process of its own. */
export interface ApiProcess {
  /** Settles never, or throws when it crashed too often to go on. */
  untilGivenUp: Promise<never>;
  /** Lets it answer and write what it has taken, and waits for its end. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

const readyWithinMs = 180_000; // migrations of a large database are part of it
const drainWithinMs = 20_000;

/**
 * DuckDB works on libuv's threads, and so do files and host names: with the usual four, three reports and a close of day
 * would keep everything else waiting, ingest's next connection included. Node reads it before any code of ours runs.
 */
const LIBUV_THREADS = '16';

function spawnApi(options: ApiOptions, onError: (line: string) => void): ChildProcess {
  const main = path.join(path.dirname(fileURLToPath(import.meta.resolve('@tidemark/api'))), 'main.js');
  const guard = new URL('end-with-parent.js', import.meta.url).href;
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', guard, main], {
    env: { UV_THREADPOOL_SIZE: LIBUV_THREADS, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A process group of its own: Ctrl-C at the terminal reaches the supervisor alone, which stops things in order.
    detached: true,
  });
  if (child.stdout) createInterface({ input: child.stdout }).on('line', options.onLine);
  if (child.stderr) createInterface({ input: child.stderr }).on('line', onError);
  return child;
}

async function untilExit(child: ChildProcess): Promise<string> {
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

/** Asks until the API says that it can do its work. */
async function untilReady(port: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const isReady = await fetch(`http://127.0.0.1:${String(port)}/api/ready`, {
      signal: AbortSignal.timeout(5_000),
    }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.ok;
      },
      () => false, // it doesn't listen yet
    );
    if (isReady) return;
    await sleep(100, undefined, { signal });
  }
}

/** Waits for the first readiness; what the API says on stderr before it is the reason of its end. */
async function waitForFirstReady(
  child: ChildProcess,
  ended: Promise<string>,
  lastWords: string[],
  options: ApiOptions,
) {
  const limit = AbortSignal.timeout(readyWithinMs);
  const exit = new AbortController();
  const failed = ended.then((how) => {
    throw new SetupError(lastWords.length > 0 ? lastWords.join('\n') : `The API ended before it was ready (${how}).`);
  });
  try {
    await Promise.race([failed, untilReady(options.port, AbortSignal.any([options.signal, limit, exit.signal]))]);
  } catch (error) {
    child.kill('SIGTERM');
    if (!limit.aborted || options.signal.aborted) throw error;
    throw new SetupError(`The API isn't ready after ${String(readyWithinMs / 1000)} s.`, { cause: error });
  } finally {
    exit.abort();
    failed.catch(() => undefined); // from here on its end is handled by the restarts
  }
}

/**
 * Starts the API, waits until it is ready, and from then on restarts it when it crashes.
 * @param options How it is run.
 * @throws SetupError when it doesn't become ready.
 */
export async function startApi(options: ApiOptions): Promise<ApiProcess> {
  const lastWords: string[] = [];
  let onError = (line: string): void => {
    lastWords.push(line);
  };
  let child = spawnApi(options, (line) => {
    onError(line);
  });
  let ended = untilExit(child);
  let isStopping = false;
  await waitForFirstReady(child, ended, lastWords, options);
  onError = options.onLine;
  for (const line of lastWords) options.onLine(line);

  const limit = new RestartLimit();
  const keepRunning = async (): Promise<never> => {
    for (;;) {
      const how = await ended;
      if (isStopping) return new Promise<never>(() => undefined);
      const delayMs = limit.next(Date.now());
      if (delayMs === undefined) throw new SetupError(`The API ended too often within a minute (last: ${how}).`);
      options.onCrash(`The API ended (${how}); it is started again in ${String(delayMs / 1000)} s.`);
      await sleep(delayMs);
      if (stopping()) return new Promise<never>(() => undefined);
      child = spawnApi(options, options.onLine);
      ended = untilExit(child);
    }
  };
  const stopping = (): boolean => isStopping;
  const untilGivenUp = keepRunning();
  untilGivenUp.catch(() => undefined); // whoever waits for it hears of it; nobody may be waiting yet
  return {
    untilGivenUp,
    stop: async () => {
      isStopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const drainLimit = setTimeout(() => child.kill('SIGKILL'), drainWithinMs);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(drainLimit);
    },
    kill: () => {
      isStopping = true;
      child.kill('SIGKILL');
    },
  };
}
