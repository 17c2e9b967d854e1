import type { Config } from '@tidemark/api';

/** What the forecasting service has no business with: it knows nothing of the database, sends no e-mail, and asks the API nothing. */
const secretsOfOthers = [
  'DATABASE_URL',
  'JWT_SECRET',
  'ADMIN_PASSWORD',
  'SMTP_URL',
  'METRICS_TOKEN',
  'DASHBOARD_TOKEN',
];

/**
 * The environment of the forecasting service.
 * @param env The surroundings', which TensorFlow and others are set by, too.
 * @param options.config What they say.
 * @param options.dataDir Where models and MLflow's store lie.
 * @param options.token What the API shows it.
 */
export function createMlEnv(
  env: NodeJS.ProcessEnv,
  { config, dataDir, token }: { config: Pick<Config, 'mlPort' | 'logLevel'>; dataDir: string; token: string },
): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !secretsOfOthers.includes(name)));
  return {
    ...own,
    ML_HOST: '127.0.0.1', // where the API looks for it
    ML_PORT: String(config.mlPort),
    ML_TOKEN: token,
    TIDEMARK_DATA_DIR: dataDir,
    LOG_LEVEL: config.logLevel,
    MLFLOW_DISABLE_TELEMETRY: 'true',
    DO_NOT_TRACK: 'true',
    PYTHONUNBUFFERED: '1',
  };
}
