/** The forecasting service's Python and what runs in it. */
import { installPython } from './install-python.mjs';
import { PlainError, runVisibly, say } from './process.mjs';
import { mlRoom } from './python-rooms.mjs';

/** MLflow reports its use to its makers unless told not to. */
export const pythonEnv = () => ({ ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true' });

/**
 * The Python of ml/.venv with all that tests and checks need.
 * @param what What is skipped without it. In CI nothing is: a green run there says that all of it ran.
 * @returns Undefined where it's skipped.
 */
export async function openPythonTools(what) {
  const { python, reason } = await installPython('development');
  if (python !== undefined) return python;
  if (process.env.CI) throw new PlainError(`${what} could not run: ${reason}.`);
  say(`SKIPPED ${what}: ${reason}.`);
  return undefined;
}

/** Runs modules of Python in ml/ one after the other until one fails, and gives its exit code. */
export async function runPythonSteps(what, steps) {
  const python = await openPythonTools(what);
  if (python === undefined) return 0;
  for (const step of steps) {
    const code = await runVisibly([python, '-m', ...step], { cwd: mlRoom.folder, env: pythonEnv() });
    if (code !== 0) return code;
  }
  return 0;
}

/**
 * The Python of a room. @throws PlainError where it can not be had.
 * @param options Default: the forecasting service's, with what the service needs.
 */
export async function requirePython({ purpose = 'service', room = mlRoom } = {}) {
  const { python, reason } = await installPython(purpose, { room });
  if (python === undefined) throw new PlainError(`This needs Python: ${reason}.`);
  return python;
}
