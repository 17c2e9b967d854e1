/**
 * Runs schemathesis against an API of its own, on an empty database in a temporary folder, with a little of everything in it.
 *
 *   node fuzz/run.mjs PYTHON [schemathesis run's arguments]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { endProcess, withApi, withInstallation } from '../bench/support/api-process.mjs';
import { prepare } from './prepare.mjs';

const [python, ...args] = process.argv.slice(2);
const program = path.join(path.dirname(python), 'schemathesis');

async function fuzz(api, env) {
  const words = ['run', `${api.url}/api/openapi.json`, `--url=${api.url}`, ...args];
  const child = spawn(program, words, { cwd: import.meta.dirname, env, stdio: 'inherit' });
  try {
    const [code] = await once(child, 'exit');
    return code ?? 1;
  } finally {
    await endProcess(child);
  }
}

process.exitCode = await withInstallation(({ env }) =>
  withApi(env, async (api) => fuzz(api, { ...process.env, ...(await prepare(api)) })),
);
