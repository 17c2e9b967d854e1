/** ARCHIVE_URL is unusable: the start ends with this one line. An error of its own, because `config.ts` imports from here. */
export class ArchiveUrlError extends Error {
  override name = 'ArchiveUrlError';

  constructor(problem: string) {
    super(`Wrong environment: ARCHIVE_URL ${problem}.`);
  }
}
