/** `npm run bench -- NAME`: a benchmark of bench/, whose packages are installed apart from the product's. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { install } from '../install.mjs';
import { PlainError, root, runVisibly } from '../process.mjs';
import { setUp } from '../set-up.mjs';

const folder = path.join(root, 'bench');

export async function run([name, ...args]) {
  const names = readdirSync(folder).flatMap((file) => (file.endsWith('.mjs') ? [path.basename(file, '.mjs')] : []));
  if (!name || !names.includes(name)) throw new PlainError(`Which benchmark? npm run bench -- ${names.join(' | ')}`);
  await setUp();
  if (existsSync(path.join(folder, 'package-lock.json'))) await install(folder);
  return runVisibly([process.execPath, path.join(folder, `${name}.mjs`), ...args]);
}
