import { randomBytes } from 'node:crypto';
import { appendFile, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Binaries } from './binaries.js';
import { getClusterDir } from './data-dir.js';
import { runProgram, type SystemUser } from './run-program.js';
import { SetupError, getErrorCode } from './setup-error.js';

/** The database superuser, and the database. */
export const databaseName = 'tidemark';

const majorVersion = '15';

const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_connections: '60',
  max_locks_per_transaction: '1024', // a statement over two years locks a partition a day
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse', // the detail of an error may be a whole row of a visitor
  fsync: 'on',
  synchronous_commit: 'on', // 201 means committed to disk
};

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (getErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
}

/**
 * The password of the embedded server, made on first use.
 * @param dataDir The data folder.
 */
export async function readPassword(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'secrets', 'postgres-password');
  const known = (await readIfThere(file))?.trim();
  if (known) return known;
  if (await readIfThere(path.join(getClusterDir(dataDir), 'PG_VERSION'))) {
    throw new SetupError(`${file} is missing, and the database in ${dataDir} can't be opened without it: put it back.`);
  }
  const password = randomBytes(24).toString('hex');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

async function initialise(draft: string, binaries: Binaries, password: string, user: SystemUser | undefined) {
  const passwordFile = `${draft}.password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  const initdb = async (characterType: string) => {
    await mkdir(draft, { mode: 0o700 });
    if (user) await chown(draft, user.uid, user.gid);
    const identity = [`--username=${databaseName}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const locale = ['--encoding=UTF8', '--locale=C', `--lc-ctype=${characterType}`];
    return runProgram(binaries.initdb, [`--pgdata=${draft}`, '--data-checksums', ...identity, ...locale], user);
  };
  try {
    let result = await initdb('C.UTF-8');
    if (result.code !== 0) {
      await rm(draft, { recursive: true, force: true });
      result = await initdb('C'); // systems without C.UTF-8: upper and lower then know ASCII alone
    }
    if (result.code !== 0) {
      const reason =
        result.output.split('\n').find((line) => line.includes('error')) ?? result.output.split('\n').at(-1);
      throw new SetupError(`The database could not be made in ${path.dirname(draft)}: ${reason ?? 'initdb failed'}`);
    }
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * Makes the cluster on first use. It is made under another name and renamed when whole, so an interrupted start leaves no half.
 * @param dataDir The data folder.
 * @param binaries The server's programs.
 * @param user The server's user; undefined: ourselves.
 * @param onProgress Told when a cluster is made.
 */
export async function ensureCluster(
  dataDir: string,
  binaries: Binaries,
  user: SystemUser | undefined,
  onProgress: (message: string) => void,
): Promise<void> {
  const clusterDir = getClusterDir(dataDir);
  const version = (await readIfThere(path.join(clusterDir, 'PG_VERSION')))?.trim();
  if (version === majorVersion) return;
  if (version !== undefined) {
    throw new SetupError(
      `The database in ${clusterDir} is of PostgreSQL ${version}, this is PostgreSQL ${majorVersion}: set TIDEMARK_DATA_DIR to another folder, or DATABASE_URL to a server of version ${version}.`,
    );
  }
  onProgress(`Making a database in ${clusterDir}`);
  for (const name of await readdir(dataDir)) {
    if (name.startsWith('postgres.new')) await rm(path.join(dataDir, name), { recursive: true, force: true });
  }
  const draft = `${clusterDir}.new`;
  await initialise(draft, binaries, await readPassword(dataDir), user);
  await appendFile(path.join(draft, 'postgresql.conf'), "\ninclude 'tidemark.conf' # written anew at each start\n");
  await rename(draft, clusterDir);
}

/**
 * Writes the server's settings; they follow this program's version, so they are written at each start.
 * @param dataDir The data folder.
 * @param port The port to listen on.
 * @param extra Settings that differ from the usual ones.
 * @param user The server's user; undefined: ourselves.
 */
export async function writeSettings(
  dataDir: string,
  port: number,
  extra: Record<string, string>,
  user: SystemUser | undefined,
): Promise<void> {
  const file = path.join(getClusterDir(dataDir), 'tidemark.conf');
  const all = { ...settings, ...extra, port: String(port) };
  await writeFile(
    file,
    Object.entries(all)
      .map(([name, value]) => `${name} = '${value}'\n`)
      .join(''),
    { mode: 0o600 },
  );
  if (user) await chown(file, user.uid, user.gid);
}
