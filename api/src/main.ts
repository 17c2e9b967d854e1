import { ConfigError, loadConfig, type Config } from './config.js';
import { SetupError } from './db/embedded-server.js';
import { DatabaseError } from './db/index.js';
import { ArchiveUrlError } from './events/index.js';
import { createLogger } from './logger.js';
import { startServer } from './server.js';

/** Starts the API of one process: `DATABASE_URL` says on which database. SIGTERM and SIGINT drain and end it. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  if (config.databaseUrl === undefined)
    throw new ConfigError('DATABASE_URL is not set: npm start sets it, or give it yourself.');
  const logger = createLogger(config.logLevel);
  const server = await startServer({ config, databaseUrl: config.databaseUrl, port: config.apiPort, logger }).catch(
    (error: unknown) => {
      throw explain(error, config);
    },
  );
  logger.info('listening', { url: server.url });

  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) return;
    isStopping = true;
    logger.info('stopping', { signal });
    server.stop().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error('could not stop cleanly', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** No address of this machine, no name that is known, or a port that only root may use. */
const UNUSABLE_PLACE = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EACCES'];

function explain(error: unknown, config: Config): unknown {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return new ConfigError(`Port ${config.apiPort} is taken: end what listens there, or set API_PORT.`);
  }
  if (error instanceof Error && 'code' in error && UNUSABLE_PLACE.includes(String(error.code))) {
    const place = `API_HOST ${config.apiHost} with API_PORT ${config.apiPort}`;
    return new ConfigError(`Nothing may listen at ${place} on this machine (${String(error.code)}).`);
  }
  return error;
}

main().catch((error: unknown) => {
  const isExpected = [ConfigError, DatabaseError, ArchiveUrlError, SetupError].some((kind) => error instanceof kind);
  process.stderr.write(`${String(error instanceof Error ? error[isExpected ? 'message' : 'stack'] : error)}\n`);
  process.exit(1);
});
