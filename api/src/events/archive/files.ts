import { stat } from 'node:fs/promises';
import type { Logger } from 'winston';
import type { ArchivedDay } from './manifest.js';
import { hashFile, type ArchivePlace } from './place/index.js';

/** Files that questions read, as long as they aren't released. */
export interface OpenedFiles {
  /** In the order asked for; null where a file is missing or damaged. */
  paths: (string | null)[];
  release(): void;
}

/** So many files unknown to this process are hashed before a question is answered; of more, beside it. */
const HASHED_AT_ONCE = 40;

/** Opens the files of archived days and makes sure, once a file and whenever it changed, that they're what was written. */
export class ArchiveFiles {
  /** What each local file was like when its hash was right, or wrong. */
  private readonly verdicts = new Map<string, { mark: string; isSound: boolean }>();
  private verifying: Promise<void> = Promise.resolve();

  constructor(
    private readonly place: ArchivePlace,
    private readonly logger: Logger,
  ) {}

  async open(days: readonly ArchivedDay[]): Promise<OpenedFiles> {
    const opened = await this.place.open(days.map((day) => ({ key: day.key ?? '', sizeBytes: day.sizeBytes })));
    try {
      const marks = await Promise.all(opened.paths.map((path) => (path === null ? null : markOf(path))));
      const isKnown = (index: number) => this.verdicts.get(opened.paths[index] ?? '')?.mark === marks[index];
      const unknown = days.flatMap((_, index) => (marks[index] === null || isKnown(index) ? [] : [index]));
      const verify = async () => {
        for (const index of unknown) await this.verify(opened.paths[index] ?? '', marks[index] ?? '', days[index]);
      };
      if (unknown.length <= HASHED_AT_ONCE) await verify();
      else this.verifyBeside(verify);
      return {
        paths: opened.paths.map((path, index) => {
          const day = days[index];
          if (path === null || marks[index] === null) {
            if (day) this.report(day, 'is missing');
            return null;
          }
          const verdict = this.verdicts.get(path);
          return verdict && verdict.mark === marks[index] && !verdict.isSound ? null : path;
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

  private verifyBeside(verify: () => Promise<void>): void {
    this.verifying = this.verifying.then(verify).catch((error: unknown) => {
      this.logger.error('archive files could not be checked', { error });
    });
  }

  private async verify(path: string, mark: string, day: ArchivedDay | undefined): Promise<void> {
    if (this.verdicts.get(path)?.mark === mark || !day) return;
    const isSound = (await hashFile(path)) === day.sha256;
    this.verdicts.set(path, { mark, isSound });
    if (!isSound) this.report(day, 'is damaged: its hash is not what was written');
  }

  private readonly reported = new Set<string>();

  private report(day: ArchivedDay, what: string): void {
    const message = `the archive file ${this.place.name}/${day.key ?? ''} ${what}`;
    if (this.reported.has(message)) return;
    this.reported.add(message);
    this.logger.error(message, { site_id: day.siteId, day: day.day });
  }
}

/** Tells whether a file is still the one that was looked at; null where there's none. */
async function markOf(path: string): Promise<string | null> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${size} ${mtimeMs} ${ino}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
