import path from 'node:path';
import type { Pool } from 'pg';
import type { Logger } from 'winston';
import { ArchiveFiles, type StoredFile } from './archive/files.js';
import { openArchivePlace, type ArchivePlace } from './archive/place/index.js';
import { Engine } from './engine/engine.js';
import { openScratch } from './engine/scratch.js';
import { SharedAnswers } from './reports/shared-answers.js';
import { Mirror } from './tail/mirror.js';

/** Where the archive and the read engine work, and within which limits. */
export interface AnalyticsOptions {
  dataDir: string;
  /** `s3://...`; undefined: a folder in `dataDir`. */
  archiveUrl: string | undefined;
  archiveCacheMb: number;
  memoryMb: number;
  threads: number;
  timeLimitMs: number;
  /** So many event rows are read to count groups' distinct visitors and what a filter finds; of more they're estimated. */
  exactRows: number;
  /** Estimates are made from about so many visitors a month. */
  sampledVisitors: number;
}

/** The read engine of this process: DuckDB, the tail it keeps, and the archive's files. */
export interface Analytics {
  engine: Engine;
  mirror: Mirror;
  answers: SharedAnswers;
  place: ArchivePlace;
  files: ArchiveFiles;
  summaryFiles: ArchiveFiles<StoredFile>;
  scratchDir: string;
  options: AnalyticsOptions;
  close(): Promise<void>;
}

export async function openAnalytics(
  deps: { pool: Pool; logger: Logger },
  options: AnalyticsOptions,
): Promise<Analytics> {
  const scratch = await openScratch({ root: path.join(options.dataDir, 'scratch'), logger: deps.logger });
  const scratchDir = scratch.dir;
  const place = await openArchivePlace({
    url: options.archiveUrl,
    dataDir: options.dataDir,
    cacheBytes: options.archiveCacheMb * 1_000_000,
    logger: deps.logger,
  });
  const files = new ArchiveFiles(place, deps.logger);
  const engine = await Engine.open({
    spillDir: path.join(scratchDir, 'spill'),
    memoryMb: options.memoryMb,
    threads: options.threads,
    timeLimitMs: options.timeLimitMs,
  });
  const mirror = await Mirror.create({
    pool: deps.pool,
    engine,
    logger: deps.logger,
    scratchDir,
    openFiles: async (days) => {
      const { paths, release } = await files.open(days);
      return { paths: paths.filter((file) => file !== null), release };
    },
  });
  return {
    engine,
    mirror,
    answers: new SharedAnswers({
      isBusy: () => engine.isBusy,
      freshen: (withinMs) => mirror.freshen(withinMs),
      version: () => mirror.version,
    }),
    place,
    files,
    summaryFiles: new ArchiveFiles<StoredFile>(place, deps.logger),
    scratchDir,
    options,
    close: async () => {
      await engine.close();
      await place.close();
      await scratch.close();
    },
  };
}
