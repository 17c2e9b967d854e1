import { readdir, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import path from 'node:path';
import { hasCode } from '../../../domain/has-code.js';
import { isKey } from './keys.js';

/** A file below a folder: its path from there, which is its key, and what the system says of it. */
export interface WalkedFile {
  key: string;
  stats: Stats;
}

/** The files below a folder whose paths are keys beginning with the prefix. One that goes meanwhile may be left out. */
export async function* walkFiles(root: string, prefix = ''): AsyncGenerator<WalkedFile> {
  yield* walkFolder(root, prefix.slice(0, prefix.lastIndexOf('/') + 1), prefix);
}

async function* walkFolder(root: string, folder: string, prefix: string): AsyncGenerator<WalkedFile> {
  for (const name of await unlessGone(readdir(path.join(root, folder)), [])) {
    const key = folder + name;
    if (!isKey(key) || !key.startsWith(prefix)) continue;
    const stats = await unlessGone(stat(path.join(root, key)), undefined);
    if (stats?.isDirectory()) yield* walkFolder(root, `${key}/`, prefix);
    if (stats?.isFile()) yield { key, stats };
  }
}

async function unlessGone<T, U>(reading: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await reading;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return otherwise;
    throw error;
  }
}
