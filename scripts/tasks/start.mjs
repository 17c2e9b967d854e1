/** `npm start [-- api]`: everything, or only what is named. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../process.mjs';
import { setUp } from '../set-up.mjs';

export async function run(names) {
  const isWhole = names.length === 0;
  await setUp(['contracts', 'tracker', 'api', 'cli', ...(isWhole ? ['dashboard'] : [])]);
  // In this process, so that Ctrl-C and SIGTERM reach it without a go-between.
  const { supervise } = await import(pathToFileURL(path.join(root, 'cli/dist/start/main.js')).href);
  return supervise(names);
}
