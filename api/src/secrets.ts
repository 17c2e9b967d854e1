import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from './db/embedded-server.js';
import { hasCode } from './domain/has-code.js';

const WRITTEN_WITHIN_MS = 2_000;
const LOOK_AGAIN_MS = 20;

/**
 * A secret of this installation, `<data folder>/secrets/<name>`, made at first use for its owner alone.
 *
 * @throws SetupError when what lies there is none
 */
export async function loadSecret(dataDir: string, name: string): Promise<string> {
  const folder = path.join(dataDir, 'secrets');
  const file = path.join(folder, name);
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
  const secret = await readWritten(file);
  if (!/^[\x21-\x7e]{32,}$/.test(secret)) throw new SetupError(`${file} is damaged: delete it, and another is made.`);
  return secret;
}

/** Another process may have made the file an instant ago and not have written it yet. */
async function readWritten(file: string): Promise<string> {
  for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
    const text = await readFile(file, 'utf8');
    if (text !== '' || waitedMs >= WRITTEN_WITHIN_MS) return text.trim();
    await sleep(LOOK_AGAIN_MS);
  }
}
