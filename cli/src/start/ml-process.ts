import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from '../command-error.js';
import { keepRunning, untilExit, type Attempt, type KeptProcess } from './keep-running.js';
import type { RestartRules } from './restart-limit.js';

/** How the forecasting service is run. */
export interface MlProcessOptions {
  /** The Python that has its packages. */
  python: string;
  env: NodeJS.ProcessEnv;
  /** Gets every line that it says. */
  onLine: (line: string) => void;
  /** Told of a crash and of what follows. */
  onCrash: (message: string) => void;
  rules?: RestartRules;
}

const drainWithinMs = 10_000;

/** A start takes up to twenty seconds, so a crash loop is slow: five crashes in a minute may never come. */
const usualRules: RestartRules = { limit: 5, windowMs: 600_000, firstDelayMs: 1_000 };

/**
 * `python -m tidemark_ml` that ends as on SIGTERM when the supervisor is gone, however it went (`kill -9`): the pipe to it is
 * closed then. What doesn't end in time, and what trains beside it, is killed: they are a process group of their own.
 */
const mainWithGuard = `
import os, runpy, signal, sys, threading, time
def end_with_parent():
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(${String(drainWithinMs / 1000)})
    os.killpg(0, signal.SIGKILL)
threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv[0] = "tidemark_ml"
runpy.run_module("tidemark_ml", run_name="__main__", alter_sys=True)
`;

/** Ends the whole group: trainings would outlive the service otherwise. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return; // it never started
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

function spawnMl({ python, env, onLine }: MlProcessOptions): Attempt {
  const child = spawn(python, ['-c', mainWithGuard, 'serve'], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C at the terminal reaches the supervisor alone, which stops things in order.
    detached: true,
  });
  let lastWords = '';
  createInterface({ input: child.stdout }).on('line', onLine);
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.trim() !== '') lastWords = line.trim();
    onLine(line);
  });
  // Whoever still holds its pipes would keep us from hearing of its end.
  child.once('exit', () => {
    killGroup(child);
  });
  return { child, ended: untilExit(child).then((how) => (lastWords === '' ? how : `${how}: ${lastWords}`)) };
}

/**
 * Starts the forecasting service, and starts it again when it crashes.
 * @param options How it is run.
 */
export function startMlProcess(options: MlProcessOptions): KeptProcess {
  return keepRunning(spawnMl(options), {
    name: 'The forecasting service',
    restart: () => spawnMl(options),
    onCrash: options.onCrash,
    drainWithinMs,
    rules: options.rules ?? usualRules,
    kill: killGroup,
  });
}

/**
 * Asks until the service says that it is up, for as long as it takes.
 * @param port Where it listens.
 * @param signal Ends the waiting.
 */
export async function untilMlAnswers(port: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const isUp = await fetch(`http://127.0.0.1:${String(port)}/health`, { signal: AbortSignal.timeout(5_000) }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.ok;
      },
      () => false, // it doesn't listen yet
    );
    if (isUp) return;
    await sleep(200, undefined, { signal });
  }
}
