import type { Pool } from 'pg';
import type { ArchiveFiles, Lost } from './files.js';
import { readManifest, type ArchivedDay } from './manifest.js';

/** An archived day whose file is missing or damaged. */
export type LostDay = Lost<ArchivedDay>;

export interface VerifyOptions {
  /** Only this site's files. */
  siteId?: number | undefined;
  /** Only files of days whose rows are still in PostgreSQL, which can be made anew. */
  isHotOnly?: boolean;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Reads archive files and compares their hashes with the manifest. */
export async function verifyArchive(
  { pool, files }: { pool: Pool; files: ArchiveFiles },
  { siteId, isHotOnly = false, ...options }: VerifyOptions,
): Promise<{ checked: number; lost: LostDay[] }> {
  const wanted = async () =>
    (await readManifest(pool, -1)).filter(
      (day) => day.key !== null && (siteId === undefined || day.siteId === siteId) && (day.isHot || !isHotOnly),
    );
  const days = await wanted();
  const lost = await files.verifyAnew(days, options);
  // A file that was replaced or let go meanwhile isn't missed.
  const known = new Set((await wanted()).map(({ key }) => key));
  for (const day of lost) if (!known.has(day.key)) files.forgetLost(day.siteId, day.day);
  return { checked: days.length, lost: lost.filter(({ key }) => known.has(key)) };
}
