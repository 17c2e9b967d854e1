/** `npm run mlflow [-- mlflow server's options]`: MLflow's pages on the runs and models of this installation. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, runVisibly, say } from '../process.mjs';
import { pythonEnv, requirePython } from '../python-tools.mjs';
import { setUp } from '../set-up.mjs';

export async function run(args) {
  await setUp(['contracts', 'api', 'cli']);
  const { planMlflow } = await import(pathToFileURL(path.join(root, 'cli/dist/start/mlflow.js')).href);
  const plan = planMlflow(process.env);
  if ('address' in plan) {
    say(`MLFLOW_TRACKING_URI names a server, with pages of its own: ${plan.address}`);
    return 0;
  }
  const python = await requirePython();
  mkdirSync(plan.home, { recursive: true });
  say(
    'MLflow takes some seconds to start; then http://127.0.0.1:5000 shows it, unless --port says otherwise. Ctrl-C stops it.',
  );
  return runVisibly([python, '-m', 'mlflow', ...plan.args, ...args], {
    // Its workers for jobs on language models are seven processes that nothing here uses.
    env: { ...pythonEnv(), MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' },
  });
}
