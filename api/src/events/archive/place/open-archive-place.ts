import path from 'node:path';
import type { ArchivePlace, ArchivePlaceOptions } from './archive-place.js';
import { openFolderPlace } from './folder-place.js';
import { parseArchiveUrl } from './parse-archive-url.js';
import { openS3Place } from './s3-place.js';

/**
 * Opens the place where archive files lie: `<dataDir>/archive`, or S3-compatible storage with a cache in `<dataDir>/archive-cache`.
 *
 * @throws ArchiveUrlError where it is wrong. Whether the storage answers shows at the first use.
 */
export async function openArchivePlace(options: ArchivePlaceOptions): Promise<ArchivePlace> {
  const { url, dataDir, cacheBytes, logger, now = () => new Date() } = options;
  if (url === undefined) return openFolderPlace({ dir: path.resolve(dataDir, 'archive'), now });
  const cacheDir = path.resolve(dataDir, 'archive-cache');
  return openS3Place({ ...parseArchiveUrl(url), cacheDir, cacheBytes, logger, now });
}
