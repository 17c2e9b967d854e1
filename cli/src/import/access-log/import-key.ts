import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, hasCode } from '../../command-error.js';

const KEY_BYTES = 32;

/** The key of an installation's imports, made at first use in `<dataDir>/secrets/import.key`, for its owner alone. */
export async function loadImportKey(dataDir: string): Promise<Buffer> {
  const folder = join(dataDir, 'secrets');
  const path = join(folder, 'import.key');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // `wx`: of two imports that start together one makes the key and both use it.
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(randomBytes(KEY_BYTES));
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!hasCode(error, 'EEXIST'))
      throw new CommandError(`can't write ${path}: set TIDEMARK_DATA_DIR to a folder you may write to`, {
        cause: error,
      });
  }
  const key = await readFile(path);
  if (key.length !== KEY_BYTES)
    throw new CommandError(
      `${path} is damaged: restore it from a backup, or delete it (lines imported before would then be added again)`,
    );
  return key;
}
