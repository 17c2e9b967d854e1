import {
  digestChange,
  digestPath,
  digestPreview,
  digestSent,
  digestSettings,
  recommendation,
  recommendationList,
  recommendationPath,
  recommendationQuery,
  recommendationRunAccepted,
  recommendationRunRequest,
  siteQuery,
  statusChange,
  trackRecord,
} from '@tidemark/contracts';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { failing, json, jsonBody } from './openapi-parts.js';

const tags = ['Recommendations'];

/** What is worth doing on a site, what was decided about it, and what came of it. */
export const recommendationPaths: ZodOpenApiPathsObject = {
  '/api/recommendations': {
    get: {
      summary: 'What is worth doing, the most urgent first',
      tags,
      requestParams: { query: recommendationQuery },
      responses: { '200': json('Recommendations', recommendationList), ...failing(400, 401, 404, 429, 503) },
    },
  },
  '/api/recommendations/track-record': {
    get: {
      summary: 'What came of those that were accepted, by type',
      tags,
      requestParams: { query: siteQuery },
      responses: { '200': json('The track record', trackRecord), ...failing(400, 401, 404, 429, 503) },
    },
  },
  '/api/recommendations/run': {
    post: {
      summary: "Look for a site's recommendations now, rather than after the next close of day",
      tags,
      requestBody: { content: { 'application/json': { schema: recommendationRunRequest } } },
      responses: {
        '202': json('They will be looked for', recommendationRunAccepted),
        ...failing(400, 401, 403, 404, 413, 415, 429, 503),
      },
    },
  },
  '/api/recommendations/{id}': {
    get: {
      summary: 'One recommendation, with its evidence',
      tags,
      requestParams: { path: recommendationPath },
      responses: { '200': json('The recommendation', recommendation), ...failing(400, 401, 404, 429, 503) },
    },
  },
  '/api/recommendations/{id}/status': {
    put: {
      summary: 'Decide about a recommendation',
      description:
        'From `pending` to `accepted` or `dismissed`, from `accepted` to `completed` or `dismissed`; each of these can be taken back. Anything else is 409, and so is a change after its gain was measured',
      tags,
      requestParams: { path: recommendationPath },
      requestBody: jsonBody(statusChange),
      responses: {
        '200': json('The changed recommendation', recommendation),
        ...failing(400, 401, 403, 404, 409, 413, 415, 429, 503),
      },
    },
  },
  '/api/sites/{id}/digest': {
    get: {
      summary: 'The weekly digest of a site: to whom it goes, and how it left last',
      tags,
      requestParams: { path: digestPath },
      responses: { '200': json('The settings', digestSettings), ...failing(400, 401, 403, 404, 429, 503) },
    },
    patch: {
      summary: 'Change the weekly digest; it is off until it is turned on',
      tags,
      requestParams: { path: digestPath },
      requestBody: jsonBody(digestChange),
      responses: {
        '200': json('The changed settings', digestSettings),
        ...failing(400, 401, 403, 404, 413, 415, 429, 503),
      },
    },
  },
  '/api/sites/{id}/digest/preview': {
    get: {
      summary: 'The digest as it would be sent now',
      tags,
      requestParams: { path: digestPath },
      responses: { '200': json('In every shape', digestPreview), ...failing(400, 401, 403, 404, 429, 503) },
    },
  },
  '/api/sites/{id}/digest/send': {
    post: {
      summary: 'Send the digest now, marked as a test',
      tags,
      requestParams: { path: digestPath },
      responses: { '200': json('How it left', digestSent), ...failing(400, 401, 403, 404, 409, 429, 503) },
    },
  },
};
