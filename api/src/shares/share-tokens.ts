import type { Pool } from 'pg';
import { z } from 'zod';
import { createSignedTokens, unauthenticated } from '../auth/index.js';
import type { Reader } from '../http/principal.js';
import { SELECT_SITE_OF_SHARE } from './queries.js';

export const SHARE_TOKEN_SECONDS = 3_600;

/** Tells them from access tokens of users: neither passes for the other. */
const AUDIENCE = 'tidemark-share';

const claims = z.object({
  sub: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});

/** Access tokens of who has opened a share. */
export interface ShareTokens {
  issue(shareId: number): Promise<string>;
  /**
   * Who reads by an `Authorization` header. The database is asked each time, so that a share ends at once for all readers.
   *
   * @returns null when the header holds no share's token
   * @throws AppError `unauthenticated` when the share is over
   */
  identify(authorization: string | undefined): Promise<Reader | null>;
}

export function createShareTokens(deps: { pool: Pool; secret: string; now: () => Date }): ShareTokens {
  const { pool, now } = deps;
  const tokens = createSignedTokens({ ...deps, audience: AUDIENCE, seconds: SHARE_TOKEN_SECONDS });
  return {
    issue: (shareId) => tokens.issue({ sub: String(shareId) }),
    identify: async (authorization) => {
      const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      const parsed = claims.safeParse(token === undefined ? null : await tokens.verify(token));
      if (!parsed.success) return null;
      const { rows } = await pool.query<{ site_id: number }>(SELECT_SITE_OF_SHARE, [parsed.data.sub, now()]);
      const [share] = rows;
      if (!share) throw unauthenticated('The share is over.');
      return { siteIds: new Set([share.site_id]) };
    },
  };
}
