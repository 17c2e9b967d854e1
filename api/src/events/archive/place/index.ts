export type { ArchiveObject, ArchivePlace, ArchivePlaceOptions, OpenedObjects } from './archive-place.js';
export { ArchiveUrlError } from './archive-url-error.js';
export { hashFile } from './hash-file.js';
export { openArchivePlace } from './open-archive-place.js';
