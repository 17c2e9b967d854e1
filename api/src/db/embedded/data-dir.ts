import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from './make-folder.js';
import type { SystemUser } from './run-program.js';
import { SetupError, explainWriteFailure } from './setup-error.js';
import { canReach, chooseServerUser, findExistingParent } from './system-user.js';

/** Where the data lies when we are root and the server's user can't reach the clone (one in /root, say). */
const systemDataDir = '/var/lib/tidemark';

/**
 * Where the cluster lies in a data folder.
 * @param dataDir The data folder.
 */
export function getClusterDir(dataDir: string): string {
  return path.join(dataDir, 'postgres');
}

/** The data folder, and what to tell the reader where it isn't the expected one. */
export interface ChosenDataDir {
  dataDir: string;
  note?: string;
}

/**
 * The data folder to use: the configured one as it is, else the default, unless the server's user can't reach that.
 * @param configured `TIDEMARK_DATA_DIR`, if set.
 * @param defaultDir The default (`./data`).
 */
export function chooseDataDir(configured: string | undefined, defaultDir: string): ChosenDataDir {
  if (configured) return { dataDir: path.resolve(configured) };
  const dataDir = path.resolve(defaultDir);
  const user = chooseServerUser(getClusterDir(dataDir));
  if (canReach(user, findExistingParent(dataDir))) return { dataDir };
  return {
    dataDir: systemDataDir,
    note: `The database's user (${user?.name ?? ''}) can't reach ${dataDir}: the data lies in ${systemDataDir}.`,
  };
}

/**
 * Makes the data folder, and sees to it that the server's user can pass through it.
 * @param dataDir The data folder, absolute.
 * @param user The server's user; undefined: ourselves.
 */
export async function prepareDataDir(dataDir: string, user: SystemUser | undefined): Promise<void> {
  try {
    if ((await makeFolder(dataDir)) && user) await chmod(dataDir, 0o711);
    await mkdir(path.join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw explainWriteFailure(error, dataDir);
  }
  if (!user || canReach(user, dataDir)) return;
  // A private folder of root itself (mktemp -d makes such): its new owner passes through it, and root still does.
  const { uid } = await stat(dataDir);
  if (uid === 0 && canReach(user, path.dirname(dataDir))) {
    await chown(dataDir, user.uid, user.gid);
    if (canReach(user, dataDir)) return;
  }
  throw new SetupError(
    `The database's user (${user.name}) can't reach ${dataDir}: let it pass through the folders above (chmod o+x), or set TIDEMARK_DATA_DIR to another folder.`,
  );
}
