/** `npm start [-- api dashboard ml]`: everything, or only what is named. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { findPythonLack, installPython } from '../install-python.mjs';
import { root } from '../process.mjs';
import { setUp } from '../set-up.mjs';

/** Python's packages are installed once everything else runs, since that takes minutes. */
const python = {
  findLack: () => findPythonLack(),
  install: (options) => installPython('service', options),
};

export async function run(names) {
  const hasDashboard = names.length === 0 || names.includes('dashboard');
  await setUp(['contracts', 'tracker', 'api', 'cli', ...(hasDashboard ? ['dashboard'] : [])]);
  // In this process, so that Ctrl-C and SIGTERM reach it without a go-between.
  const { supervise } = await import(pathToFileURL(path.join(root, 'cli/dist/start/main.js')).href);
  return supervise(names, python);
}
