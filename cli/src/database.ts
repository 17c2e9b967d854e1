import {
  chooseDataDir,
  connectDatabase,
  createAudit,
  createEventStore,
  createLogger,
  loadConfig,
  migrate,
  SiteDirectory,
  useEmbeddedServer,
  type Audit,
  type Config,
  type Database,
  type EventStore,
} from '@tidemark/api';
import { CommandError, messageOf } from './command-error.js';
import { stopWhenInterrupted } from './stop-when-interrupted.js';

/** What commands work on: the database that the installation uses, its schema up to date. */
export interface Installation {
  config: Config;
  database: Database;
  events: EventStore;
  sites: SiteDirectory;
  audit: Audit;
}

/**
 * Does some work on the installation's database: the one in DATABASE_URL, else the embedded one, which is started for the
 * time being where it doesn't run, and stopped also where Ctrl-C ends the command.
 *
 * @param options.isLogSilent for commands that tell all of it themselves
 * @throws CommandError with one line that says what to do where the database can't be reached
 */
export async function withInstallation<Result>(
  env: Record<string, string | undefined>,
  work: (installation: Installation) => Promise<Result>,
  options: { isLogSilent?: boolean } = {},
): Promise<Result> {
  const config = readConfig(env);
  if (config.databaseUrl !== undefined) return withDatabase(config.databaseUrl, config, work, options);
  const server = await startEmbedded(config);
  const stopListening = stopWhenInterrupted(server);
  try {
    return await withDatabase(server.url, config, work, options);
  } finally {
    await server.stop();
    stopListening();
  }
}

/** What the environment says, with the embedded database's folder where `npm start` puts it. */
function readConfig(env: Record<string, string | undefined>): Config {
  const config = loadConfig(env);
  if (config.databaseUrl !== undefined) return config;
  const { dataDir } = chooseDataDir(env['TIDEMARK_DATA_DIR'], config.dataDir);
  return { ...config, dataDir, analytics: { ...config.analytics, dataDir } };
}

/** Opens a database for some work, migrated, and closes it again. */
export async function withDatabase<Result>(
  url: string,
  config: Config,
  work: (installation: Installation) => Promise<Result>,
  { isLogSilent = false }: { isLogSilent?: boolean } = {},
): Promise<Result> {
  const database = await connectDatabase(url).catch((error: unknown) => {
    throw new CommandError(`${messageOf(error)} Start Tidemark first with npm start, or set DATABASE_URL.`, {
      cause: error,
    });
  });
  const events = createEventStore({
    pool: database.pool,
    logger: createLogger(isLogSilent ? 'silent' : config.logLevel),
    options: config.analytics,
  });
  try {
    await migrate(database);
    const sites = new SiteDirectory(database.orm, { isAutoRegistering: false });
    const audit = createAudit({ pool: database.pool, dataDir: config.dataDir });
    return await work({ config, database, events, sites, audit });
  } finally {
    await events.close();
    await database.close();
  }
}

async function startEmbedded(config: Config): ReturnType<typeof useEmbeddedServer> {
  try {
    return await useEmbeddedServer({ dataDir: config.dataDir, port: config.pgPort });
  } catch (error) {
    throw new CommandError(`${messageOf(error)} Start Tidemark first with npm start, or set DATABASE_URL.`, {
      cause: error,
    });
  }
}
