import {
  acceptInviteBody,
  apiKeyList,
  apiKeyPath,
  createdApiKey,
  createdInvite,
  createdShare,
  inviteBody,
  inviteList,
  member,
  memberList,
  newApiKey,
  newShare,
  newUser,
  openedShare,
  openShareBody,
  pendingInvite,
  recoveryCodes,
  recoveryCodesBody,
  secondFactor,
  shareList,
  sharePath,
  totpBody,
  totpConfirmBody,
  totpRemoveBody,
  totpSetup,
  userChange,
  userPath,
} from '@tidemark/contracts';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { failing, json, jsonBody, signedIn } from './openapi-parts.js';

const secondFactorPaths: ZodOpenApiPathsObject = {
  '/api/auth/totp': {
    get: {
      summary: "The user's second factor",
      tags: ['Sign in'],
      responses: { '200': json('Whether it is on', secondFactor), ...failing(401, 403, 429, 503) },
    },
    post: {
      summary: 'Begin a second factor by authenticator app (TOTP, RFC 6238)',
      tags: ['Sign in'],
      requestBody: jsonBody(totpBody),
      responses: {
        '200': json('What the app needs; confirm a code of it next', totpSetup),
        ...failing(400, 401, 403, 409, 413, 415, 429, 503),
      },
    },
    delete: {
      summary: 'Remove the second factor',
      tags: ['Sign in'],
      requestBody: jsonBody(totpRemoveBody),
      responses: { '204': { description: 'Removed' }, ...failing(400, 401, 403, 409, 413, 415, 429, 503) },
    },
  },
  '/api/auth/totp/confirm': {
    post: {
      summary: 'Confirm the second factor by a code: from now on sign-in asks for one',
      tags: ['Sign in'],
      requestBody: jsonBody(totpConfirmBody),
      responses: {
        '200': json('Recovery codes, shown this once', recoveryCodes),
        ...failing(400, 401, 403, 409, 413, 415, 429, 503),
      },
    },
  },
  '/api/auth/totp/recovery-codes': {
    post: {
      summary: 'Make new recovery codes, by password and code; the old ones end',
      tags: ['Sign in'],
      requestBody: jsonBody(recoveryCodesBody),
      responses: {
        '200': json('Recovery codes, shown this once', recoveryCodes),
        ...failing(400, 401, 403, 409, 413, 415, 429, 503),
      },
    },
  },
};

const userPaths: ZodOpenApiPathsObject = {
  '/api/auth/invite': {
    post: {
      summary: 'What an invitation is for',
      tags: ['Users'],
      security: [],
      requestBody: jsonBody(inviteBody),
      responses: { '200': json('The invitation', pendingInvite), ...failing(400, 404, 413, 415, 429, 503) },
    },
  },
  '/api/auth/invite/accept': {
    post: {
      summary: 'Accept an invitation by choosing a password, and be signed in',
      tags: ['Users'],
      security: [],
      requestBody: jsonBody(acceptInviteBody),
      responses: { '200': signedIn, ...failing(400, 404, 413, 415, 429, 503) },
    },
  },
  '/api/users': {
    get: {
      summary: 'All users (admins)',
      tags: ['Users'],
      responses: { '200': json('Users', memberList), ...failing(401, 403, 429, 503) },
    },
    post: {
      summary: 'Invite somebody (admins)',
      description: 'The link holds for 72 hours. Who has not accepted yet gets a new one, and the old one ends.',
      tags: ['Users'],
      requestBody: jsonBody(newUser),
      responses: { '201': json('Invited', createdInvite), ...failing(400, 401, 403, 409, 413, 415, 429, 503) },
    },
  },
  '/api/users/{id}': {
    patch: {
      summary: 'Change role or sites, or disable (admins); it holds at once',
      tags: ['Users'],
      requestParams: { path: userPath },
      requestBody: jsonBody(userChange),
      responses: { '200': json('The user', member), ...failing(400, 401, 403, 404, 409, 413, 415, 429, 503) },
    },
    delete: {
      summary: 'Remove a user with sign-ins and keys (admins)',
      tags: ['Users'],
      requestParams: { path: userPath },
      responses: { '204': { description: 'Removed' }, ...failing(400, 401, 403, 404, 409, 429, 503) },
    },
  },
  '/api/invites': {
    get: {
      summary: 'Invitations that nobody has accepted (admins)',
      tags: ['Users'],
      responses: { '200': json('Invitations', inviteList), ...failing(401, 403, 429, 503) },
    },
  },
  '/api/invites/{id}': {
    delete: {
      summary: 'Withdraw an invitation (admins)',
      tags: ['Users'],
      requestParams: { path: userPath },
      responses: { '204': { description: 'Withdrawn' }, ...failing(400, 401, 403, 404, 429, 503) },
    },
  },
};

const keyPaths: ZodOpenApiPathsObject = {
  '/api/keys': {
    get: {
      summary: "The user's API keys; an admin sees everybody's",
      tags: ['API keys'],
      responses: { '200': json('Keys', apiKeyList), ...failing(401, 403, 429, 503) },
    },
    post: {
      summary: 'Make an API key, which allows no more than its user may',
      tags: ['API keys'],
      requestBody: jsonBody(newApiKey),
      responses: {
        '201': json('The key, shown this once', createdApiKey),
        ...failing(400, 401, 403, 409, 413, 415, 429, 503),
      },
    },
  },
  '/api/keys/{id}': {
    delete: {
      summary: "Revoke one of one's own keys; an admin, anybody's",
      tags: ['API keys'],
      requestParams: { path: apiKeyPath },
      responses: { '204': { description: 'Revoked' }, ...failing(400, 401, 403, 404, 429, 503) },
    },
  },
};

const sharePaths: ZodOpenApiPathsObject = {
  '/api/sites/{id}/shares': {
    get: {
      summary: 'The links by which anybody reads a site (admins)',
      tags: ['Shares'],
      requestParams: { path: sharePath.pick({ id: true }) },
      responses: { '200': json('Shares', shareList), ...failing(401, 403, 404, 429, 503) },
    },
    post: {
      summary: 'Share a site by a link (admins)',
      tags: ['Shares'],
      requestParams: { path: sharePath.pick({ id: true }) },
      requestBody: jsonBody(newShare),
      responses: {
        '201': json('The link, shown this once', createdShare),
        ...failing(400, 401, 403, 404, 413, 415, 429, 503),
      },
    },
  },
  '/api/sites/{id}/shares/{share_id}': {
    delete: {
      summary: 'End a share, at once for all its readers (admins)',
      tags: ['Shares'],
      requestParams: { path: sharePath },
      responses: { '204': { description: 'Ended' }, ...failing(400, 401, 403, 404, 429, 503) },
    },
  },
  '/api/shares/open': {
    post: {
      summary: 'Open a share by its token, and its password where it has one',
      description:
        'The answered token reads the figures of the shared site and its predictions, for an hour, and nothing else.',
      tags: ['Shares'],
      security: [],
      requestBody: jsonBody(openShareBody),
      responses: { '200': json('Open', openedShare), ...failing(400, 401, 404, 413, 415, 429, 503) },
    },
  },
};

/** Second factor, users, API keys and shares. */
export const accessPaths: ZodOpenApiPathsObject = {
  ...secondFactorPaths,
  ...userPaths,
  ...keyPaths,
  ...sharePaths,
};
