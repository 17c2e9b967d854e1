import { createSecretKey } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

export const ACCESS_TOKEN_SECONDS = 86_400;

const ISSUER = 'tidemark';
const AUDIENCE = 'tidemark-api';
const ALGORITHM = 'HS256';
/** So far may the clocks of two API processes be apart. */
const CLOCK_TOLERANCE_SECONDS = 30;

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

/** Access tokens: JWTs (RFC 7519) that any API process with the same secret accepts. */
export interface AccessTokens {
  issue(bearer: Bearer): Promise<string>;
  /** Null: it isn't one of ours, or has expired. */
  verify(token: string): Promise<Bearer | null>;
}

export function createAccessTokens({ secret, now }: { secret: string; now: () => Date }): AccessTokens {
  const key = createSecretKey(secret, 'utf8');
  return {
    issue: ({ userId, signInId }) => {
      const issuedAt = Math.floor(now().getTime() / 1_000);
      return new SignJWT({ sid: signInId })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(String(userId))
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
        .sign(key);
    },
    verify: async (token) => {
      try {
        const { payload } = await jwtVerify(token, key, {
          // The token doesn't choose: https://datatracker.ietf.org/doc/html/rfc8725#section-3.1
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          audience: AUDIENCE,
          requiredClaims: ['exp'],
          // Also refuses what was issued in the future.
          maxTokenAge: ACCESS_TOKEN_SECONDS,
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          currentDate: now(),
        });
        const parsed = claims.safeParse(payload);
        return parsed.success ? { userId: parsed.data.sub, signInId: parsed.data.sid } : null;
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}
