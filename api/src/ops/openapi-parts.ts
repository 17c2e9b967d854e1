import { problem, signIn } from '@tidemark/contracts';
import { z } from 'zod';
import type { ZodOpenApiResponsesObject } from 'zod-openapi';

const problems = {
  400: 'Malformed JSON, or a field that fails validation; every bad field is listed',
  401: 'Who asks is not known: no token or key, or one that is wrong, expired or revoked; at sign-in: wrong credentials, or more are needed',
  403: 'The user or key may not do this; of an event: its host is not a registered site',
  404: 'No such route, or no such thing among those that the user or key may read',
  409: 'It exists already, or there may be no more of it; or it is no longer in a state that allows this; or there are not enough days of history, with how many there are and must be',
  413: 'The body is too large',
  415: 'Not a media type that is taken here',
  429: 'Too many requests; try again after `Retry-After` seconds',
  503: 'Can not be done now; try again after `Retry-After` seconds',
} as const;

/** An answer in JSON. */
export const json = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema } },
});

/** A body in JSON that must be there. */
export const jsonBody = (schema: z.ZodType) => ({ required: true, content: { 'application/json': { schema } } });

const COOKIE = 'Sets the cookie `refresh_token`, which lives for 30 days.';

/** Who asked is signed in. */
export const signedIn = {
  ...json('Signed in', signIn),
  headers: z.object({ 'set-cookie': z.string().optional().meta({ description: COOKIE }) }),
};

/** The problems that an operation may answer with. */
export function failing(...statuses: (keyof typeof problems)[]): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      { description: problems[status], content: { 'application/problem+json': { schema: problem } } },
    ]),
  );
}
