import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadConfig } from '@tidemark/api';
import { findDataDir } from './data-folder.js';

/** MLflow's own server on the store that the forecasting service writes, or the address of the server it writes to. */
export type MlflowPlan = { args: string[]; home: string } | { address: string };

/**
 * Says how MLflow's pages are shown: on loopback, from the data folder unless MLFLOW_TRACKING_URI names another store.
 * @param env The environment.
 */
export function planMlflow(env: NodeJS.ProcessEnv): MlflowPlan {
  const config = loadConfig(env);
  const given = config.mlflowTrackingUri;
  if (given !== undefined && /^https?:/.test(given)) return { address: given };
  const home = path.join(findDataDir(config, env).dataDir, 'mlflow');
  const store = given ?? `sqlite:///${path.join(home, 'mlflow.db')}`;
  const artifacts = pathToFileURL(path.join(home, 'artifacts')).href;
  return {
    args: [
      ...['server', '--host', '127.0.0.1', '--workers', '1'],
      ...['--backend-store-uri', store, '--artifacts-destination', artifacts],
    ],
    home,
  };
}
