import path from 'node:path';
import { chooseDataDir, type Config } from '@tidemark/api';

/**
 * The data folder of this installation; only an embedded database cares who can reach it.
 * @param config What the environment says.
 * @param env The environment.
 */
export function findDataDir(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  env: NodeJS.ProcessEnv,
): { dataDir: string; note?: string } {
  if (config.databaseUrl !== undefined) return { dataDir: path.resolve(config.dataDir) };
  return chooseDataDir(env['TIDEMARK_DATA_DIR'], config.dataDir);
}
