import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '@tidemark/api';
import { askStatus } from './ask-status.js';
import { keepRunning, untilExit, type Attempt, type KeptProcess } from './keep-running.js';

/** How the API is run. */
export interface ApiOptions {
  /** Where this machine reaches it. */
  url: string;
  env: NodeJS.ProcessEnv;
  /** Gets every line that it logs. */
  onLine: (line: string) => void;
  /** Told of a crash and of what follows. */
  onCrash: (message: string) => void;
  /** Ends the waiting when the start is called off. */
  signal: AbortSignal;
}

const readyWithinMs = 180_000; // migrations of a large database are part of it
const drainWithinMs = 20_000;

/**
 * DuckDB works on libuv's threads, and so do files and host names: with the usual four, three reports and a close of day
 * would keep everything else waiting, ingest's next connection included. Node reads it before any code of ours runs.
 */
const LIBUV_THREADS = '16';

function spawnApi(options: ApiOptions, onError: (line: string) => void): Attempt {
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
  return { child, ended: untilExit(child) };
}

/** Asks until the API says that it can do its work. */
async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    if ((await askStatus(`${url}/api/ready`)) === 200) return;
    await sleep(100, undefined, { signal });
  }
}

/** Waits for the first readiness; what the API says on stderr before it is the reason of its end. */
async function waitForFirstReady({ child, ended }: Attempt, lastWords: string[], options: ApiOptions): Promise<void> {
  const limit = AbortSignal.timeout(readyWithinMs);
  const exit = new AbortController();
  const failed = ended.then((how) => {
    throw new SetupError(lastWords.length > 0 ? lastWords.join('\n') : `The API ended before it was ready (${how}).`);
  });
  try {
    await Promise.race([failed, untilReady(options.url, AbortSignal.any([options.signal, limit, exit.signal]))]);
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
export async function startApi(options: ApiOptions): Promise<KeptProcess> {
  const lastWords: string[] = [];
  let onError = (line: string): void => {
    lastWords.push(line);
  };
  const first = spawnApi(options, (line) => {
    onError(line);
  });
  await waitForFirstReady(first, lastWords, options);
  onError = options.onLine;
  for (const line of lastWords) options.onLine(line);
  return keepRunning(first, {
    name: 'The API',
    restart: () => spawnApi(options, options.onLine),
    onCrash: options.onCrash,
    drainWithinMs,
  });
}
