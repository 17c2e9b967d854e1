import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { SetupError } from '@tidemark/api';
import { hasCode } from '../command-error.js';

/**
 * The secret that the API shows the forecasting service, made at first use for its owner alone.
 * @param dataDir The data folder.
 */
export async function loadMlToken(dataDir: string): Promise<string> {
  const folder = path.join(dataDir, 'secrets');
  const file = path.join(folder, 'ml-token');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    // `wx`: what is there is never replaced.
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(`${randomBytes(32).toString('hex')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  const token = (await readFile(file, 'utf8')).trim();
  if (!/^[\x21-\x7e]{16,}$/.test(token)) throw new SetupError(`${file} is damaged: delete it, and another is made.`);
  return token;
}
