import { createSecretKey } from 'node:crypto';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';

const ISSUER = 'tidemark';
const ALGORITHM = 'HS256';
/** So far may the clocks of two API processes be apart. */
const CLOCK_TOLERANCE_SECONDS = 30;
const REMEMBERED_TOKENS = 10_000;

/** JWTs (RFC 7519) of one kind that any API process with the same secret accepts. */
export interface SignedTokens {
  issue(claims: JWTPayload & { sub: string }): Promise<string>;
  /** The claims; null: it isn't one of ours and of this kind, or has expired. */
  verify(token: string): Promise<JWTPayload | null>;
}

/** @param options.audience what tells one kind of tokens from another */
export function createSignedTokens(options: {
  secret: string;
  now: () => Date;
  audience: string;
  seconds: number;
}): SignedTokens {
  const { now, audience, seconds } = options;
  const key = createSecretKey(options.secret, 'utf8');
  /** Claims by token, once its signature was found to be ours: a dashboard sends the same one with every question. */
  const known = new LRUCache<string, JWTPayload>({ max: REMEMBERED_TOKENS });
  return {
    issue: ({ sub, ...claims }) => {
      const issuedAt = Math.floor(now().getTime() / 1_000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience(audience)
        .setSubject(sub)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + seconds)
        .sign(key);
    },
    verify: async (token) => {
      const claims = known.get(token);
      if (claims && now().getTime() / 1_000 < (claims.exp ?? 0) + CLOCK_TOLERANCE_SECONDS) return claims;
      try {
        const { payload } = await jwtVerify(token, key, {
          // The token doesn't choose: https://datatracker.ietf.org/doc/html/rfc8725#section-3.1
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          audience,
          requiredClaims: ['exp'],
          // Also refuses what was issued in the future.
          maxTokenAge: seconds,
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          currentDate: now(),
        });
        known.set(token, payload);
        return payload;
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}
