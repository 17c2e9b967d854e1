import {
  accuracyQuery,
  accuracyReport,
  auditList,
  auditQuery,
  breakdownQuery,
  breakdownReport,
  dailyReport,
  health,
  ignoredQuery,
  ignoredReport,
  pagesReport,
  prediction,
  predictionPath,
  predictionQuery,
  readiness,
  realtimeReport,
  reportQuery,
  retrainAccepted,
  retrainPath,
  retrainRequest,
  retrainState,
  siteQuery,
  sourcesReport,
  timeseriesQuery,
  timeseriesReport,
  trackAccepted,
  trackBody,
  trackIgnored,
  visitorErased,
  visitorEvent,
  visitorPath,
  visitorQuery,
} from '@tidemark/contracts';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';
import { accessPaths } from './openapi-access.js';
import { authPaths, securitySchemes } from './openapi-auth.js';
import { failing, json } from './openapi-parts.js';
import { recommendationPaths } from './openapi-recommendations.js';
import { sitePaths } from './openapi-sites.js';
import { VERSION } from './version.js';

function report(summary: string, query: z.ZodObject, schema: z.ZodType): ZodOpenApiOperationObject {
  return {
    summary,
    tags: ['Analytics'],
    requestParams: { query },
    responses: {
      '200': {
        description: 'The report',
        content: { 'application/json': { schema }, 'text/csv': { schema: z.string() } },
      },
      ...failing(400, 401, 404, 429, 503),
    },
  };
}

const ofVisitor = { requestParams: { path: visitorPath, query: visitorQuery }, tags: ['Privacy'] };

/** The OpenAPI 3.1 document, made from the contracts. */
export function createOpenApiDocument(): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Tidemark',
      version: VERSION,
      description: 'Self-hosted web analytics that says what comes next.',
      license: { name: 'MIT' },
    },
    components: { securitySchemes },
    security: [{ bearer: [] }],
    paths: {
      '/api/track': {
        post: {
          summary: 'Collect one event, or an array of 1 to 100',
          tags: ['Collect'],
          security: [],
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: trackBody },
              'text/plain': { schema: z.string().meta({ description: 'The same JSON' }) },
            },
          },
          responses: {
            '201': json('Committed to disk', trackAccepted),
            '202': json('Left out, and why', trackIgnored),
            ...failing(400, 403, 413, 415, 429, 503),
          },
        },
      },
      '/api/metrics/daily': { get: report('Figures of each day and of the range', reportQuery, dailyReport) },
      '/api/metrics/timeseries': {
        get: report('Figures of each hour, day, week or month', timeseriesQuery, timeseriesReport),
      },
      '/api/metrics/pages': { get: report('Leading pages', reportQuery, pagesReport) },
      '/api/metrics/sources': { get: report('Leading sources', reportQuery, sourcesReport) },
      '/api/metrics/breakdown': { get: report('Figures by one dimension', breakdownQuery, breakdownReport) },
      '/api/metrics/ignored': {
        get: report('What was left out of the figures, by day and why', ignoredQuery, ignoredReport),
      },
      '/api/metrics/realtime': {
        get: {
          summary: 'The last 30 minutes',
          tags: ['Analytics'],
          requestParams: { query: siteQuery },
          responses: { '200': json('Now', realtimeReport), ...failing(400, 401, 404, 429, 503) },
        },
      },
      '/api/metrics/realtime/stream': {
        get: {
          summary: 'The same as server-sent events',
          tags: ['Analytics'],
          requestParams: { query: siteQuery },
          responses: {
            '200': {
              description: 'A `message` whenever something changed',
              content: { 'text/event-stream': { schema: z.string() } },
            },
            ...failing(400, 401, 404, 429, 503),
          },
        },
      },
      '/api/predictions/{metric}': {
        get: {
          summary: 'The newest forecast, for today and the days after',
          tags: ['Predictions'],
          requestParams: { path: predictionPath, query: predictionQuery },
          responses: { '200': json('The forecast', prediction), ...failing(400, 401, 404, 409, 429, 503) },
        },
      },
      '/api/predictions/accuracy': {
        get: {
          summary: 'What was predicted, against what came',
          description: 'Computed from all that was issued and all measured days, also those that are marked',
          tags: ['Predictions'],
          requestParams: { query: accuracyQuery },
          responses: {
            '200': json('The figures, and what they are made of', accuracyReport),
            ...failing(400, 401, 404, 429, 503),
          },
        },
      },
      '/api/predictions/retrain': {
        post: {
          summary: "Train a site's models on its own history; while one training of the site runs, it's that one",
          tags: ['Predictions'],
          requestBody: { content: { 'application/json': { schema: retrainRequest } } },
          responses: {
            '202': json('It will be trained', retrainAccepted),
            ...failing(400, 401, 403, 404, 409, 413, 415, 429, 503),
          },
        },
      },
      '/api/predictions/retrain/{job_id}': {
        get: {
          summary: 'How a training goes',
          tags: ['Predictions'],
          requestParams: { path: retrainPath },
          responses: { '200': json('Its state', retrainState), ...failing(400, 401, 404, 429, 503) },
        },
      },
      ...recommendationPaths,
      ...sitePaths,
      '/api/privacy/visitors/{visitor_id}/export': {
        get: {
          ...ofVisitor,
          summary: 'All that is stored of a visitor; nothing: an empty answer',
          responses: {
            '200': {
              description: 'One event a line',
              content: { 'application/x-ndjson': { schema: visitorEvent } },
            },
            ...failing(400, 401, 403, 404, 429, 503),
          },
        },
      },
      '/api/privacy/visitors/{visitor_id}': {
        delete: {
          ...ofVisitor,
          summary: 'Erase a visitor from every store and every figure',
          responses: { '200': json('What is gone', visitorErased), ...failing(400, 401, 403, 404, 429, 503) },
        },
      },
      '/api/audit': {
        get: {
          summary: 'Who did what to whose data, the newest first',
          tags: ['Privacy'],
          requestParams: { query: auditQuery },
          responses: { '200': json('Entries', auditList), ...failing(400, 401, 403, 429, 503) },
        },
      },
      ...authPaths,
      ...accessPaths,
      '/api/health': {
        get: {
          summary: 'The process lives',
          tags: ['Operations'],
          security: [],
          responses: { '200': json('Alive', health) },
        },
      },
      '/api/ready': {
        get: {
          summary: 'The process can do its work',
          tags: ['Operations'],
          security: [{}, { bearer: [] }],
          responses: { '200': json('Ready', readiness), '503': json('Not ready', readiness) },
        },
      },
      '/metrics': {
        get: {
          summary: 'Counts and gauges for Prometheus: to programs on the same machine, or with `METRICS_TOKEN`',
          tags: ['Operations'],
          security: [{}, { metrics_token: [] }],
          responses: {
            '200': { description: 'Prometheus text format', content: { 'text/plain': { schema: z.string() } } },
            ...failing(401),
          },
        },
      },
    },
  });
}
