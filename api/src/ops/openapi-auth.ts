import { loginBody, logoutBody, me, meChange, passwordBody, refreshBody } from '@tidemark/contracts';
import type { ZodOpenApiPathsObject, ZodOpenApiSecuritySchemeObject } from 'zod-openapi';
import { failing, json, jsonBody, signedIn } from './openapi-parts.js';

/** How one says who one is. */
export const securitySchemes: Record<string, ZodOpenApiSecuritySchemeObject> = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An access token, or an API key (`tm_...`)' },
  refresh_cookie: { type: 'apiKey', in: 'cookie', name: 'refresh_token' },
  metrics_token: {
    type: 'http',
    scheme: 'bearer',
    description: '`METRICS_TOKEN`; programs on the same machine need none',
  },
};

export const authPaths: ZodOpenApiPathsObject = {
  '/api/auth/login': {
    post: {
      summary: 'Sign in',
      description:
        'Who has a second factor sends `code`, too: without it the answer is 401 `code_required`, with a wrong or used ' +
        'one 401 `invalid_code`.',
      tags: ['Sign in'],
      security: [],
      requestBody: jsonBody(loginBody),
      responses: { '200': signedIn, ...failing(400, 401, 413, 415, 429, 503) },
    },
  },
  '/api/auth/refresh': {
    post: {
      summary: 'Renew a sign-in by the cookie, or by a token in the body',
      description:
        'Uses the refresh token up and gives the next one. A used one that comes back ends the whole sign-in. ' +
        'Where the cookie has the token the body is `{}`: that it is JSON keeps the forms of other pages out.',
      tags: ['Sign in'],
      security: [{ refresh_cookie: [] }, {}],
      requestBody: jsonBody(refreshBody),
      responses: { '200': signedIn, ...failing(400, 401, 413, 415, 429, 503) },
    },
  },
  '/api/auth/logout': {
    post: {
      summary: 'End this sign-in, or every one of this user',
      tags: ['Sign in'],
      requestBody: { content: { 'application/json': { schema: logoutBody } } },
      responses: { '204': { description: 'Signed out' }, ...failing(400, 401, 403, 413, 415, 429, 503) },
    },
  },
  '/api/auth/me': {
    get: {
      summary: 'Who asks, and what he, she or it may',
      tags: ['Sign in'],
      responses: { '200': json('The user', me), ...failing(401, 429, 503) },
    },
    patch: {
      summary: 'Change how one is called',
      tags: ['Sign in'],
      requestBody: jsonBody(meChange),
      responses: { '200': json('The user', me), ...failing(400, 401, 403, 413, 415, 429, 503) },
    },
  },
  '/api/auth/password': {
    post: {
      summary: 'Change the password: every sign-in of this user ends, and a new one is answered',
      tags: ['Sign in'],
      requestBody: jsonBody(passwordBody),
      responses: { '200': signedIn, ...failing(400, 401, 403, 409, 413, 415, 429, 503) },
    },
  },
};
