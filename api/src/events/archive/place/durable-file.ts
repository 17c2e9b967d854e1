import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { hasCode } from '../../../domain/has-code.js';

/**
 * Moves a file so that after a power cut it is either wholly at `to` or not there.
 *
 * @param asideDir on the file system of `to`: where a file from another file system is copied first
 */
export async function moveDurably(from: string, to: string, asideDir: string): Promise<void> {
  await makeFolderDurably(path.dirname(to));
  await sync(from);
  try {
    await rename(from, to);
  } catch (error) {
    if (!hasCode(error, 'EXDEV')) throw error;
    await copyAndRename(from, to, asideDir);
    await rm(from);
  }
  await sync(path.dirname(to));
}

async function copyAndRename(from: string, to: string, asideDir: string): Promise<void> {
  await mkdir(asideDir, { recursive: true });
  const aside = path.join(asideDir, randomUUID());
  try {
    await copyFile(from, aside);
    await sync(aside);
    await rename(aside, to);
  } finally {
    await rm(aside, { force: true });
  }
}

/** A file is only as durable as the entry of its folder in the folder above. */
async function makeFolderDurably(dir: string): Promise<void> {
  const firstMade = await mkdir(dir, { recursive: true });
  if (firstMade === undefined) return;
  const top = path.dirname(firstMade);
  for (let above = path.dirname(dir); above.length >= top.length; above = path.dirname(above)) {
    await sync(above);
    if (above === top) return;
  }
}

async function sync(fileOrFolder: string): Promise<void> {
  const handle = await open(fileOrFolder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
