/** Finds a Python that the forecasting service can be installed with. */
import { spawnSync } from 'node:child_process';

const oldest = [3, 10];
const tooNew = [3, 14];
const range = '3.10 to 3.13';
const names = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3', 'python'];

const isBelow = ([major, minor], [otherMajor, otherMinor]) =>
  major < otherMajor || (major === otherMajor && minor < otherMinor);

// Debian's Python comes without ensurepip until its venv package is installed.
const question = `
import sys
try:
    import ensurepip, venv
    has_venv = 1
except ImportError:
    has_venv = 0
print(sys.version_info[0], sys.version_info[1], has_venv)
`;

/**
 * Asks a Python what it is.
 * @returns `{ version: [3, 12], hasVenv }`, or undefined where there is none that answers.
 */
export function askPython(program) {
  const { status, stdout } = spawnSync(program, ['-I', '-c', question], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'], // a version manager's placeholder says at length what it hasn't got
    timeout: 20_000,
  });
  const numbers = status === 0 ? stdout.trim().split(' ').map(Number) : [];
  return numbers.length === 3 ? { version: numbers.slice(0, 2), hasVenv: numbers[2] === 1 } : undefined;
}

/** @returns Why this Python won't do, or undefined where it will. */
function refuse(program) {
  const found = askPython(program);
  if (!found) return `${program} is no Python that runs`;
  const version = found.version.join('.');
  if (isBelow(found.version, oldest)) return `${program} is ${version}, too old`;
  if (!isBelow(found.version, tooNew)) return `${program} is ${version}, newer than TensorFlow knows`;
  if (!found.hasVenv) return `${program} lacks venv (on Debian and Ubuntu: apt install python${version}-venv)`;
  return undefined;
}

/**
 * Looks at PYTHON first, then at what is on the PATH, the newest that will do before others.
 * @param chosen What the environment's PYTHON names.
 * @returns `{ program, note? }`, or `{ reason }` where none will do; each one line.
 */
export function findPython(chosen = process.env.PYTHON) {
  const refusal = chosen ? refuse(chosen) : undefined;
  if (chosen && refusal === undefined) return { program: chosen };
  const note = refusal && `PYTHON can't be used: ${refusal}.`;
  const refusals = [];
  for (const program of names) {
    const why = refuse(program);
    if (why === undefined) return { program, ...(note && { note }) };
    if (!why.endsWith('that runs')) refusals.push(why);
  }
  const found = [refusal, ...refusals].filter(Boolean);
  return {
    reason: `Python ${range} is needed, and ${found.length > 0 ? found.join('; ') : 'none is installed'}`,
  };
}
