import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { getErrorCode } from './setup-error.js';
import { findExistingParent } from './system-user.js';

/**
 * Makes a folder and those above it. Node's own recursive mkdir never ends below folders that exist but take none, as in
 * /proc; this says ENOENT.
 * @param folder The folder, absolute.
 * @returns Whether it was made now.
 */
export async function makeFolder(folder: string): Promise<boolean> {
  let at = findExistingParent(folder);
  let isMade = false;
  for (const name of path.relative(at, folder).split(path.sep).filter(Boolean)) {
    at = path.join(at, name);
    isMade = await mkdir(at).then(
      () => true,
      (error: unknown) => {
        if (getErrorCode(error) === 'EEXIST') return false;
        throw error;
      },
    );
  }
  return isMade;
}
