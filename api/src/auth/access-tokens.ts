import { z } from 'zod';
import { createSignedTokens } from './signed-tokens.js';

export const ACCESS_TOKEN_SECONDS = 86_400;

const AUDIENCE = 'tidemark-api';

/** Whose a token is. Whether that user is still let in is the database's to say. */
const claims = z.object({
  sub: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  sid: z.uuid(),
});

export interface Bearer {
  userId: number;
  signInId: string;
}

/** Access tokens of who signed in. */
export interface AccessTokens {
  issue(bearer: Bearer): Promise<string>;
  /** Null: it isn't one of ours, or has expired. */
  verify(token: string): Promise<Bearer | null>;
}

export function createAccessTokens(deps: { secret: string; now: () => Date }): AccessTokens {
  const tokens = createSignedTokens({ ...deps, audience: AUDIENCE, seconds: ACCESS_TOKEN_SECONDS });
  return {
    issue: ({ userId, signInId }) => tokens.issue({ sub: String(userId), sid: signInId }),
    verify: async (token) => {
      const parsed = claims.safeParse(await tokens.verify(token));
      return parsed.success ? { userId: parsed.data.sub, signInId: parsed.data.sid } : null;
    },
  };
}
