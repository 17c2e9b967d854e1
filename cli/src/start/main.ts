/**
 * The supervisor behind `npm start`: database → API → demo → dashboard, each when the one before is ready, then forecasting, which
 * nobody waits for; and on Ctrl-C the same way back, so that nothing loses what it depends on while it still has something to write.
 */
import { ConfigError, SetupError, loadConfig, lockDataDir, tryPort, type Config } from '@tidemark/api';
import { findDataDir } from './data-folder.js';
import { planParts } from './parts.js';
import type { Running } from './running.js';
import { startAll } from './start-all.js';
import type { PythonSource } from './start-ml.js';
import { listenForStop, untilAborted } from './stop-signals.js';

/** What stands on the terminal's last line is progress, which gives way. */
const wipe = process.stdout.isTTY ? '\r\x1b[2K' : '';

const say = (line: string): void => {
  process.stdout.write(`${wipe}${line}\n`);
};

/** A terminal that was closed or a pipe that nobody reads any more (`npm start | less`) mustn't end us other than in order. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

async function checkPorts(config: Config, isDashboardWanted: boolean): Promise<void> {
  const wanted: [number, string][] = [[config.apiPort, 'API_PORT']];
  if (isDashboardWanted) wanted.push([config.dashboardPort, 'DASHBOARD_PORT']);
  for (const [port, variable] of wanted) {
    if ((await tryPort(port, config.apiHost)) !== undefined) continue;
    throw new SetupError(`Port ${String(port)} is taken: end what listens there, or set ${variable} to another.`);
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof SetupError || error instanceof ConfigError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function stopAll(running: Running[]): Promise<void> {
  for (const { name, stop } of running.reverse()) {
    try {
      await stop();
    } catch (error) {
      say(`${name} didn't stop cleanly: ${describeFailure(error)}`);
    }
  }
}

/**
 * Starts what is named and keeps it running until it is told to stop.
 * @param names The parts to start; none: everything.
 * @param python Where the forecasting service gets its Python.
 * @returns The exit code.
 */
export async function supervise(names: readonly string[], python: PythonSource): Promise<number> {
  outliveReaders();
  const running: Running[] = [];
  const stopSignals = listenForStop(
    () => {
      say('Stopping (Ctrl-C again to hurry)');
    },
    () => {
      for (const { kill } of running) kill();
      process.exit(1);
    },
  );
  let code = 0;
  try {
    const plan = planParts(names);
    const config = loadConfig(process.env);
    const { dataDir, note } = findDataDir(config, process.env);
    if (note !== undefined) say(note);
    const unlock = await lockDataDir(dataDir);
    running.push({ name: 'The lock', stop: unlock, kill: unlock });
    await checkPorts(config, plan.parts.has('dashboard'));
    const { untilGivenUp } = await startAll(
      { config, dataDir, plan, python, say, signal: stopSignals.signal },
      running,
    );
    await Promise.race([untilAborted(stopSignals.signal), untilGivenUp]);
  } catch (error) {
    if (!stopSignals.signal.aborted) {
      process.stderr.write(`${describeFailure(error)}\n`);
      code = 1;
    }
  }
  await stopAll(running);
  stopSignals.dispose();
  if (code === 0) say('Stopped.');
  // What an interrupted step left open (a demo half made, say) mustn't keep us here.
  setTimeout(() => process.exit(code), 500).unref();
  return code;
}
