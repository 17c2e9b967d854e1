import { rmSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveObject, ArchivePlace, OpenedObjects } from './archive-place.js';
import { moveDurably } from './durable-file.js';
import { hasCode } from '../../../domain/has-code.js';
import { checkKey, checkPrefix } from './keys.js';
import { openObjects, type FileHolder } from './open-objects.js';
import { removeLeftBehind } from './remove-left-behind.js';
import { walkFiles } from './walk-files.js';

/** Hidden, so that nothing in it has a key. */
const ASIDE = '.incoming';

/** Opens the archive in a folder, made where it doesn't exist, for its owner alone: events name visitors. */
export async function openFolderPlace({ dir, now }: { dir: string; now: () => Date }): Promise<ArchivePlace> {
  const asideDir = path.join(dir, ASIDE);
  await mkdir(asideDir, { recursive: true, mode: 0o700 });
  await removeLeftBehind(asideDir, now());
  return new FolderPlace(dir, asideDir);
}

class FolderPlace implements ArchivePlace, FileHolder {
  private readonly readers = new Map<string, number>();
  private readonly removedWhileRead = new Set<string>();

  constructor(
    readonly name: string,
    private readonly asideDir: string,
  ) {}

  async put(key: string, localPath: string): Promise<void> {
    checkKey(key);
    this.removedWhileRead.delete(key);
    await moveDurably(localPath, this.pathOf(key), this.asideDir);
  }

  async open(objects: readonly ArchiveObject[]): Promise<OpenedObjects> {
    return openObjects(this, objects);
  }

  async remove(key: string): Promise<void> {
    checkKey(key);
    if (this.readers.has(key)) this.removedWhileRead.add(key);
    else await rm(this.pathOf(key), { force: true });
  }

  dropCopy(): Promise<void> {
    return Promise.resolve(); // there are no copies: the objects are here
  }

  dropCopiesBut(): Promise<void> {
    return Promise.resolve();
  }

  async *list(prefix: string): AsyncGenerator<ArchiveObject> {
    checkPrefix(prefix);
    for await (const { key, stats } of walkFiles(this.name, prefix)) yield { key, sizeBytes: stats.size };
  }

  async close(): Promise<void> {
    for (const key of this.removedWhileRead) await rm(this.pathOf(key), { force: true });
  }

  async take({ key }: ArchiveObject): Promise<string | null> {
    const path = this.pathOf(key);
    this.readers.set(key, (this.readers.get(key) ?? 0) + 1);
    if (!this.removedWhileRead.has(key) && (await isFile(path))) return path;
    this.letGo(key);
    return null;
  }

  letGo(key: string): void {
    const readers = (this.readers.get(key) ?? 0) - 1;
    if (readers > 0) {
      this.readers.set(key, readers);
      return;
    }
    this.readers.delete(key);
    if (this.removedWhileRead.delete(key)) rmSync(this.pathOf(key), { force: true });
  }

  private pathOf(key: string): string {
    return path.join(this.name, key);
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
