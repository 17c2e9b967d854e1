/** Installs a room's Python packages into its .venv, only when its requirements have changed since. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { askPython, findPython } from './find-python.mjs';
import { takeHold } from './install-hold.mjs';
import { runQuietly, say } from './process.mjs';
import { showProgress } from './progress-line.mjs';
import { mlRoom, nameOf } from './python-rooms.mjs';

const isWindows = process.platform === 'win32';

const inVenv = (folder, ...names) => path.join(folder, '.venv', ...names);
const pythonOf = (folder) => inVenv(folder, ...(isWindows ? ['Scripts', 'python.exe'] : ['bin', 'python']));
const stampOf = (folder) => inVenv(folder, '.tidemark-install');
/** Beside the environment, which may have to be removed while it's held. */
const holderOf = (folder) => path.join(folder, '.venv.installing');

function hashOf(folder, list, version) {
  const hash = createHash('sha256').update(folder); // our own package is found by its path
  for (const name of [list, 'pyproject.toml']) hash.update(readFileSync(path.join(folder, name)));
  return hash.update(`${process.platform}-${process.arch}-${version.join('.')}`).digest('hex');
}

const readIfThere = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** The version of a Python that PYTHON asks for, where it asks for one that will do. */
function wantedVersion() {
  if (!process.env.PYTHON) return undefined;
  const { program } = findPython();
  return program === process.env.PYTHON ? askPython(program)?.version.join('.') : undefined;
}

/** The version of the environment's Python, unless it's gone, or another than was installed for. */
function readVersion(folder) {
  const version = askPython(pythonOf(folder))?.version;
  const made = /^version\s*=\s*(\d+\.\d+)/m.exec(readIfThere(inVenv(folder, 'pyvenv.cfg')) ?? '')?.[1];
  if (!version || made !== version.join('.')) return undefined;
  return [made, undefined].includes(wantedVersion()) ? version : undefined;
}

function isInstalled({ folder, lists }, purpose, version) {
  const stamp = readIfThere(stampOf(folder));
  return stamp !== undefined && lists[purpose].some((list) => hashOf(folder, list, version) === stamp);
}

/** What a killed run began may still be writing for a moment: then it's tried again. */
const removeVenv = (folder) => rm(inVenv(folder), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });

/** @throws An error whose message is one line. */
async function runStep(command, { what, log, signal, onLine }) {
  const { code, output } = await runQuietly(command, { signal, onLine });
  writeFileSync(log, `${output}\n`, { flag: 'a' });
  if (code === 0) return;
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  // What pip says last may be advice; its first error is the reason.
  const reason = lines.find((line) => line.startsWith('ERROR:'))?.slice('ERROR:'.length) ?? lines.at(-1) ?? '';
  throw new Error(`${what}: ${reason.trim().slice(0, 300)}`);
}

async function fillVenv({ folder, hasPackage }, { list, program, signal }) {
  const log = path.join(folder, '.venv.log');
  writeFileSync(log, '');
  let isUnpacking = false;
  let fetched = 0;
  const stopProgress = showProgress(() =>
    isUnpacking ? `Python packages: unpacking ${fetched}` : `Python packages: ${fetched} fetched`,
  );
  try {
    if (program !== undefined) {
      await removeVenv(folder);
      const what = `${program} could not make an environment`;
      await runStep([program, '-I', '-m', 'venv', inVenv(folder)], { what, log, signal });
    }
    // -I: nothing of the surroundings' PYTHONPATH and the like gets in.
    const pip = [pythonOf(folder), '-I', '-u', '-m', 'pip', 'install', '--no-user', '--no-input'];
    const calmly = ['--disable-pip-version-check', '--progress-bar=off', '--no-warn-script-location'];
    const locked = ['--require-hashes', '-r', path.join(folder, list)];
    await runStep([...pip, ...calmly, ...locked], {
      what: 'pip could not install the packages',
      log,
      signal,
      onLine: (line) => {
        if (line.startsWith('Collecting ')) fetched++;
        if (line.startsWith('Installing collected')) isUnpacking = true;
      },
    });
    if (!hasPackage) return;
    // Nothing is fetched for our own package: what builds it is among the locked ones.
    const ownPackage = ['--no-index', '--no-deps', '--no-build-isolation', '--editable', folder];
    await runStep([...pip, ...calmly, ...ownPackage], { what: 'pip could not install our own package', log, signal });
  } finally {
    stopProgress();
  }
}

/** Does the work while nobody else does. @returns The reason why it could not be done, in one line. */
async function installHeld(room, purpose, { program, signal }) {
  const { folder, lists, size } = room;
  // Whom we waited for may have done it, or left nothing to build on.
  const version = readVersion(folder);
  if (version && isInstalled(room, purpose, version)) return undefined;
  const began = Date.now();
  say(`Installing Python packages into ${nameOf(room)}/.venv (${size} on the disk; some minutes the first time)`);
  const list = lists[purpose][0];
  try {
    rmSync(stampOf(folder), { force: true });
    await fillVenv(room, { list, program: version ? undefined : (program ?? findPython().program), signal });
    writeFileSync(stampOf(folder), hashOf(folder, list, askPython(pythonOf(folder)).version));
  } catch (error) {
    if (signal?.aborted) throw error; // pip may still be ending: what holds stays, and tells the next run to clear up
    // What was there before pip leaves as it was; what was begun isn't whole.
    if (!version) await removeVenv(folder);
    return `${error.message} (see ${nameOf(room)}/.venv.log, check the network and that the disk has ${size} left, and run it again)`;
  }
  say(`Python packages installed in ${Math.round((Date.now() - began) / 1000)} s`);
  return undefined;
}

/** @returns Why the packages can't be had however long one waits, in one line, as far as that can be said at once. */
export function findPythonLack({ folder } = mlRoom) {
  return readVersion(folder) ? undefined : findPython().reason;
}

/**
 * Makes a room's .venv match its locked requirements; a stamp with their hash tells the next run that nothing is to do.
 * @param purpose `service`: what `npm start` runs; `development`: what tests and checks it as well.
 * @param options.room Whose; default: the forecasting service's.
 * @param options.onInstalling Told that it is going to take a while.
 * @param options.signal Calls it off.
 * @returns `{ python }`, or `{ reason }` in one line where it can't be had.
 */
export async function installPython(purpose, { signal, onInstalling, room = mlRoom } = {}) {
  const { folder } = room;
  const python = pythonOf(folder);
  const version = readVersion(folder);
  if (!existsSync(holderOf(folder)) && version && isInstalled(room, purpose, version)) return { python };
  const { program, note, reason: lack } = version ? {} : findPython();
  if (lack !== undefined) return { reason: lack };
  if (note) say(note);
  await onInstalling?.();
  // Who was ended while installing leaves an environment that pip takes for whole though files are missing, so it is removed:
  // what was fetched is in pip's cache.
  await takeHold(holderOf(folder), { clearUp: () => removeVenv(folder), signal });
  const reason = await installHeld(room, purpose, { program, signal });
  rmSync(holderOf(folder), { force: true });
  return reason === undefined ? { python } : { reason };
}
