import { AppError } from '../errors.js';
import { mayReadSite, type Reader } from '../http/principal.js';

/** Says who reads, as often as it is asked. */
export interface ReaderWatch {
  identify: (authorization: string | undefined) => Promise<Reader>;
  recheckEveryMs: number;
}

/**
 * For what outlives its request: calls `onEnd` once the asker may not read the site any more, be it by a logout, a change
 * of role or an expired token.
 *
 * @returns what ends the watch
 */
export function watchAccess(
  { identify, recheckEveryMs }: ReaderWatch,
  { authorization, siteId }: { authorization: string | undefined; siteId: number },
  onEnd: () => void,
): () => void {
  const mayStillRead = async () => {
    try {
      return mayReadSite(await identify(authorization), siteId);
    } catch (error) {
      // Who can't be asked for now (the database is away) is asked again the next time.
      return !(error instanceof AppError && error.code === 'unauthenticated');
    }
  };
  const timer = setInterval(() => {
    void mayStillRead().then((may) => {
      if (!may) onEnd();
    });
  }, recheckEveryMs);
  return () => {
    clearInterval(timer);
  };
}
