import { stat } from 'node:fs/promises';
import type { Logger } from 'winston';
import type { ArchivedDay } from './manifest.js';
import { hasCode } from '../../domain/has-code.js';
import { hashFile, type ArchiveObject, type ArchivePlace } from './place/index.js';

/** A file of the archive as it was written, and the day of a site that it begins with. */
export type StoredFile = Pick<ArchivedDay, 'siteId' | 'day' | 'key' | 'sizeBytes' | 'sha256'>;

/** A file that is missing or damaged, and which of both. */
export type Lost<File> = File & { what: string };

/** Files that questions read, as long as they aren't released. */
export interface OpenedFiles {
  /** In the order asked for; null where a file is missing or damaged. */
  paths: (string | null)[];
  release: () => void;
}

/** A day whose file can't be read as it was written. */
export interface LostDay extends ArchivedDay {
  /** `is missing`, or `is damaged: ...`. */
  what: string;
}

/** So many files unknown to this process are hashed before a question is answered; of more, beside it. */
const HASHED_AT_ONCE = 40;

/** Opens the archive's files and makes sure, once a file and whenever it changed, that they're what was written. */
export class ArchiveFiles<File extends StoredFile = ArchivedDay> {
  /** What each local file was like when its hash was right, or wrong. */
  private readonly verdicts = new Map<string, { mark: string; isSound: boolean }>();
  private readonly lost = new Map<string, Lost<File>>();
  /** Keys of damaged files whose local copy was thrown away already. */
  private readonly fetchedAnew = new Set<string>();
  private verifying: Promise<void> = Promise.resolve();

  constructor(
    private readonly place: ArchivePlace,
    private readonly logger: Logger,
  ) {}

  /** Opens files to read them. */
  open(days: readonly File[]): Promise<OpenedFiles> {
    return this.openChecked(days, HASHED_AT_ONCE);
  }

  /** Opens files whose every hash was checked now, whatever was found earlier: disks forget without telling. */
  async openVerified(days: readonly File[]): Promise<OpenedFiles> {
    const opened = await this.place.open(days.map(objectOf));
    for (const path of opened.paths) this.verdicts.delete(path ?? '');
    opened.release();
    return this.openChecked(days, Infinity);
  }

  /**
   * Reads every file anew, one at a time, and compares its hash, whatever was known of it.
   *
   * @returns those that are missing or damaged
   */
  async verifyAnew(
    days: readonly File[],
    { signal, onProgress }: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void } = {},
  ): Promise<Lost<File>[]> {
    for (const [index, day] of days.entries()) {
      signal?.throwIfAborted();
      (await this.openVerified([day])).release();
      onProgress?.(index + 1, days.length);
    }
    return days.flatMap(({ key }) => this.lost.get(key ?? '') ?? []);
  }

  /** The days whose file was found missing or damaged, and is still. */
  listLost(): Lost<File>[] {
    return [...this.lost.values()];
  }

  /** A day has a new file: what became of an earlier one doesn't matter any more. */
  forgetLost(siteId: number, day: string): void {
    for (const [key, lost] of this.lost) if (lost.siteId === siteId && lost.day === day) this.lost.delete(key);
  }

  private async openChecked(days: readonly File[], hashedAtOnce: number): Promise<OpenedFiles> {
    const opened = await this.place.open(days.map(objectOf));
    try {
      const marks = await Promise.all(opened.paths.map(async (path) => (path === null ? null : markOf(path))));
      const isKnown = (index: number) => this.verdicts.get(opened.paths[index] ?? '')?.mark === marks[index];
      const unknown = days.filter((_, index) => marks[index] !== null && !isKnown(index));
      if (unknown.length <= hashedAtOnce) await this.verify(unknown);
      else this.verifyBeside(unknown);
      const isDamaged = (index: number) => {
        const verdict = this.verdicts.get(opened.paths[index] ?? '');
        return marks[index] !== null && verdict?.mark === marks[index] && !verdict?.isSound;
      };
      if (await this.dropCopies(days.filter((_, index) => isDamaged(index)))) {
        opened.release();
        return await this.openChecked(days, hashedAtOnce);
      }
      const isLost = (index: number) => marks[index] === null || isDamaged(index);
      return {
        paths: opened.paths.map((path, index) => {
          const day = days[index];
          if (!isLost(index)) {
            this.lost.delete(day?.key ?? '');
            this.fetchedAnew.delete(day?.key ?? '');
            return path;
          }
          if (day) this.noteLost(day, marks[index] !== null);
          return null;
        }),
        release: () => {
          opened.release();
        },
      };
    } catch (error) {
      opened.release();
      throw error;
    }
  }

  /** A damaged file may be a copy of a sound object: once, it is thrown away. @returns whether any was */
  private async dropCopies(damaged: readonly File[]): Promise<boolean> {
    const untried = damaged.map(({ key }) => key ?? '').filter((key) => !this.fetchedAnew.has(key));
    for (const key of untried) {
      this.fetchedAnew.add(key);
      await this.place.dropCopy(key);
    }
    return untried.length > 0;
  }

  private verifyBeside(days: readonly File[]): void {
    this.verifying = this.verifying
      .then(() => this.verify(days))
      .catch((error: unknown) => {
        this.logger.error('archive files could not be checked', { error });
      });
  }

  /** Hashes files, a few at a time: each is held only while it's read. */
  private async verify(days: readonly File[]): Promise<void> {
    for (let start = 0; start < days.length; start += HASHED_AT_ONCE) {
      const few = days.slice(start, start + HASHED_AT_ONCE);
      const opened = await this.place.open(few.map(objectOf));
      try {
        for (const [index, path] of opened.paths.entries()) {
          const mark = path === null ? null : await markOf(path);
          if (path === null || mark === null || this.verdicts.get(path)?.mark === mark) continue;
          this.verdicts.set(path, { mark, isSound: (await hashFile(path)) === few[index]?.sha256 });
        }
      } finally {
        opened.release();
      }
    }
  }

  private noteLost(day: File, isThere: boolean): void {
    if (this.lost.has(day.key ?? '')) return;
    const what = isThere ? 'is damaged: it is not what was written' : 'is missing';
    this.lost.set(day.key ?? '', { ...day, what });
    this.logger.error(`the archive file ${this.place.name}/${day.key ?? ''} ${what}`, {
      site_id: day.siteId,
      day: day.day,
    });
  }
}

function objectOf(day: StoredFile): ArchiveObject {
  if (day.key === null) throw new Error(`site ${day.siteId} has no file for ${day.day}`);
  return { key: day.key, sizeBytes: day.sizeBytes };
}

/**
 * Tells whether a file is still the one that was looked at; null where there's none. A copy fetched anew within the same second
 * may have everything of the one before but its birth.
 */
async function markOf(path: string): Promise<string | null> {
  try {
    const { size, mtimeMs, birthtimeMs, ino } = await stat(path);
    return `${size} ${mtimeMs} ${birthtimeMs} ${ino}`;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
