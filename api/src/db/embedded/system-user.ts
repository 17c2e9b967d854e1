import { statSync } from 'node:fs';
import path from 'node:path';
import { runProgramSync, type SystemUser } from './run-program.js';
import { SetupError, getErrorCode } from './setup-error.js';

/** Whether we run as root, which PostgreSQL refuses to. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function findUser(name: string): SystemUser | undefined {
  const uid = runProgramSync('id', ['-u', name]);
  const gid = runProgramSync('id', ['-g', name]);
  if (uid.code !== 0 || gid.code !== 0) return undefined;
  return { name, uid: Number(uid.output), gid: Number(gid.output) };
}

function makeUser(name: string): SystemUser | undefined {
  try {
    runProgramSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', name]);
  } catch (error) {
    if (getErrorCode(error) !== 'ENOENT') throw error; // no useradd here: the caller says what to do
  }
  return findUser(name);
}

/**
 * The user the server runs as when we are root: who owns the cluster already, else `postgres`, else `tidemark`, made if missing.
 * @param clusterDir The cluster's folder; it may not exist yet.
 * @returns Undefined when we are not root: the server then runs as us.
 */
export function chooseServerUser(clusterDir: string): SystemUser | undefined {
  if (!isRoot()) return undefined;
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { name: `uid ${String(owner.uid)}`, uid: owner.uid, gid: owner.gid };
  const user = findUser('postgres') ?? findUser('tidemark') ?? makeUser('tidemark');
  if (user) return user;
  throw new SetupError(
    "PostgreSQL doesn't run as root, and no user could be made for it: create a system user named tidemark, or start as another user.",
  );
}

/**
 * Whether that user can use a file or pass through a folder, asked of the system itself.
 * @param user Who asks; undefined (ourselves) always can.
 * @param target The file or folder.
 */
export function canReach(user: SystemUser | undefined, target: string): boolean {
  if (!user) return true;
  try {
    return runProgramSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', target], user).code === 0;
  } catch (error) {
    throw new SetupError(
      `No process can run as the user ${user.name} here: start Tidemark as a user other than root.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * The nearest folder above `target` that exists.
 * @param target Any path.
 */
export function findExistingParent(target: string): string {
  const parent = path.dirname(target);
  if (parent === target || statSync(parent, { throwIfNoEntry: false })?.isDirectory()) return parent;
  return findExistingParent(parent);
}
