/** `npm run tidemark -- COMMAND ...`: the command line. */
import path from 'node:path';
import { root, runVisibly } from '../process.mjs';
import { setUp } from '../set-up.mjs';

export async function run(args) {
  await setUp(['contracts', 'api', 'cli']);
  return runVisibly([process.execPath, path.join(root, 'cli/dist/tidemark.js'), ...args]);
}
