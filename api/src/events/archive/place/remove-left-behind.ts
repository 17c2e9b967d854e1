import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { hasCode } from '../../../domain/has-code.js';

/** What lives is touched at least every minute; a clock set forward by less than this does no harm. */
const LEFT_BEHIND_MS = 60 * 60_000;

/** Removes from a folder what processes that were killed left in it: whatever hasn't been touched for an hour. */
export async function removeLeftBehind(dir: string, nowAt: Date): Promise<void> {
  for (const name of await readdir(dir)) {
    const found = path.join(dir, name);
    try {
      const { mtimeMs } = await stat(found);
      if (nowAt.getTime() - mtimeMs > LEFT_BEHIND_MS) await rm(found, { recursive: true, force: true });
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error; // its owner, or another process that tidies, was quicker
    }
  }
}
