import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { link, mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'winston';
import type { ArchiveObject } from './archive-place.js';
import { CacheLimit } from './cache-limit.js';
import { hasCode } from '../../../domain/has-code.js';
import type { FileHolder } from './open-objects.js';
import { removeLeftBehind } from './remove-left-behind.js';
import { walkFiles } from './walk-files.js';

const MINUTE_MS = 60_000;

export interface FileCacheOptions {
  dir: string;
  limitBytes: number;
  /** Writes the object to a new file, durably; false where the object doesn't exist. */
  fetch: (key: string, toPath: string) => Promise<boolean>;
  logger: Logger;
  now: () => Date;
}

interface Pin {
  readers: number;
  path: Promise<string | null>;
}

/**
 * Files of a remote place on this machine, shared by the processes of a data folder. The folder is the only truth:
 *
 *     objects/<key>            a file others may remove to make room; its access time says when it was last used
 *     pins/<process>/<name>    a hard link to one in use here, so that it stays readable whoever removes the object
 *     incoming/<random>        a file on its way; it is renamed when it is whole
 *
 * The modification time of a file never changes, so that readers can tell by it whether they know the file.
 */
export class FileCache implements FileHolder {
  private readonly pins = new Map<string, Pin>();
  private readonly pinsDir: string;
  private readonly limit: CacheLimit;
  private heartbeat: NodeJS.Timeout | undefined;

  private constructor(private readonly options: FileCacheOptions) {
    this.pinsDir = path.join(options.dir, 'pins', randomUUID());
    this.limit = new CacheLimit({ ...options, dir: path.join(options.dir, 'objects') });
  }

  /** Opens the cache with what is in its folder, and clears away what killed processes left there. */
  static async open(options: FileCacheOptions): Promise<FileCache> {
    const cache = new FileCache(options);
    await cache.start();
    return cache;
  }

  async take({ key, sizeBytes }: ArchiveObject): Promise<string | null> {
    const pin = this.pins.get(key) ?? { readers: 0, path: this.makePin(key, sizeBytes) };
    this.pins.set(key, pin);
    pin.readers++;
    try {
      const found = await pin.path;
      if (found === null) this.letGo(key);
      return found;
    } catch (error) {
      this.letGo(key);
      throw error;
    }
  }

  letGo(key: string): void {
    const pin = this.pins.get(key);
    if (!pin || --pin.readers > 0) return;
    this.pins.delete(key);
    // At once, because the next reader may make the same pin.
    rmSync(this.pinPath(key), { force: true });
    this.limit.noteRelease();
  }

  /** The object is gone from its place, or its file here is damaged; who reads it here may go on. */
  async forget(key: string): Promise<void> {
    await rm(this.objectPath(key), { force: true });
  }

  /** Forgets all objects but these: another machine may have removed them from their place. */
  async forgetBut(keys: ReadonlySet<string>): Promise<void> {
    for await (const { key } of walkFiles(path.join(this.options.dir, 'objects')))
      if (!keys.has(key)) await this.forget(key);
  }

  async close(): Promise<void> {
    clearInterval(this.heartbeat);
    await Promise.allSettled([...this.pins.values()].map((pin) => pin.path));
    await this.limit.settle();
    await rm(this.pinsDir, { recursive: true, force: true });
  }

  private async start(): Promise<void> {
    const { dir, now } = this.options;
    for (const name of ['objects', 'pins', 'incoming'])
      await mkdir(path.join(dir, name), { recursive: true, mode: 0o700 });
    for (const name of ['pins', 'incoming']) await removeLeftBehind(path.join(dir, name), now());
    await this.showLife();
    await this.limit.keep();
    this.heartbeat = setInterval(() => {
      this.showLife().catch((error: unknown) => {
        this.options.logger.warn('the archive cache cannot be written', { error });
      });
    }, MINUTE_MS).unref();
  }

  private async showLife(): Promise<void> {
    await mkdir(this.pinsDir, { recursive: true });
    await utimes(this.pinsDir, this.options.now(), this.options.now());
  }

  private async makePin(key: string, sizeBytes: number): Promise<string | null> {
    const pin = this.pinPath(key);
    if (await this.pinCached(key, sizeBytes, pin)) return pin;
    return (await this.fetchAndPin(key, sizeBytes, pin)) ? pin : null;
  }

  private async pinCached(key: string, sizeBytes: number, pin: string): Promise<boolean> {
    try {
      await link(this.objectPath(key), pin);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return false;
      throw error;
    }
    const { size, atimeMs, mtime } = await stat(pin);
    if (size !== sizeBytes) {
      await rm(pin);
      return false;
    }
    const usedAt = this.options.now();
    if (usedAt.getTime() - atimeMs >= MINUTE_MS) await utimes(pin, usedAt, mtime);
    return true;
  }

  private async fetchAndPin(key: string, sizeBytes: number, pin: string): Promise<boolean> {
    const incoming = path.join(this.options.dir, 'incoming', randomUUID());
    // Also where somebody emptied the folder meanwhile.
    for (const file of [incoming, pin, this.objectPath(key)]) await mkdir(path.dirname(file), { recursive: true });
    try {
      if (!(await this.options.fetch(key, incoming))) return false;
      const { size } = await stat(incoming);
      if (size !== sizeBytes) {
        this.options.logger.warn('an archive file has another size than it was written with', { key, size, sizeBytes });
      }
      await this.stamp(incoming);
      // Pinned first: from the rename on, other processes may remove it.
      await link(incoming, pin);
      await rename(incoming, this.objectPath(key));
      this.limit.noteAdded(size);
      return true;
    } catch (error) {
      await rm(pin, { force: true });
      throw error;
    } finally {
      await rm(incoming, { force: true });
    }
  }

  /** In whole seconds, which every file system and every later change of the access time keep exactly. */
  private async stamp(file: string): Promise<void> {
    const atSeconds = Math.floor(this.options.now().getTime() / 1000);
    await utimes(file, atSeconds, atSeconds);
  }

  private objectPath(key: string): string {
    return path.join(this.options.dir, 'objects', key);
  }

  /** A flat name: no key has a +. */
  private pinPath(key: string): string {
    return path.join(this.pinsDir, key.replaceAll('/', '+'));
  }
}
