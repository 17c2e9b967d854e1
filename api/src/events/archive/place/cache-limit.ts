import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'winston';
import { walkFiles, type WalkedFile } from './walk-files.js';

/** Making room goes a little further than it must, so that not every new file needs the folder looked through. */
const KEPT_OF_FULL = 0.9;
/** Other processes add files too, so the folder is looked through again whenever this part of the limit was added here. */
const UNSEEN_OF_LIMIT = 0.1;

interface CacheLimitOptions {
  dir: string;
  limitBytes: number;
  logger: Logger;
}

/** Keeps the files of a folder below a limit: the least recently used goes first, one that is pinned (has a second link) never. */
export class CacheLimit {
  private seenBytes = 0;
  private addedBytes = 0;
  private isWanted = false;
  private running: Promise<void> | undefined;

  constructor(private readonly options: CacheLimitOptions) {}

  noteAdded(sizeBytes: number): void {
    const { limitBytes } = this.options;
    this.addedBytes += sizeBytes;
    if (this.isOver() || this.addedBytes > limitBytes * UNSEEN_OF_LIMIT) this.want();
  }

  /** What could not be removed because it was in use may go now. */
  noteRelease(): void {
    if (this.isOver()) this.want();
  }

  /** Resolves when nothing is left to be done. */
  async settle(): Promise<void> {
    while (this.running) await this.running;
  }

  /** Looks the folder through and removes what is too much. */
  async keep(): Promise<void> {
    const { dir, limitBytes } = this.options;
    this.addedBytes = 0;
    const files: WalkedFile[] = [];
    for await (const file of walkFiles(dir)) files.push(file);
    let bytes = files.reduce((sum, { stats }) => sum + stats.size, 0);
    if (bytes > limitBytes) {
      files.sort((a, b) => a.stats.atimeMs - b.stats.atimeMs);
      for (const { key, stats } of files) {
        if (bytes <= limitBytes * KEPT_OF_FULL) break;
        if (stats.nlink > 1) continue;
        await rm(path.join(dir, key), { force: true });
        bytes -= stats.size;
      }
    }
    this.seenBytes = bytes;
  }

  private isOver(): boolean {
    return this.seenBytes + this.addedBytes > this.options.limitBytes;
  }

  private want(): void {
    this.isWanted = true;
    this.running ??= this.run();
  }

  private async run(): Promise<void> {
    try {
      while (this.isWanted) {
        this.isWanted = false;
        await this.keep();
      }
    } catch (error) {
      this.options.logger.warn('the archive cache could not be kept below its limit', { error });
    } finally {
      this.running = undefined;
    }
  }
}
