import type { RefuseReason, TrackAccepted, TrackIgnored } from '@tidemark/contracts';
import { Router, type Request, type Response } from 'express';
import { AppError } from '../errors.js';
import { readJsonBody } from './read-body.js';
import { track, type TrackDeps, type TrackOutcome } from './track.js';
import { NO_SITE } from './uncounted.js';

/** `POST /api/track`, open to every origin. */
export function createTrackRouter(deps: TrackDeps): Router {
  const router = Router();
  router.post('/', async (request, response) => {
    allowAnyOrigin(response);
    try {
      send(response, await track(deps, await readRequest(request)));
    } catch (error) {
      deps.uncounted.add(NO_SITE, refuseReasonOf(error));
      throw error;
    }
  });
  router.options('/', (_request, response) => {
    allowAnyOrigin(response);
    response.setHeader('Access-Control-Allow-Methods', 'POST');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
    response.setHeader('Access-Control-Max-Age', 86_400);
    response.status(204).end();
  });
  return router;
}

async function readRequest(request: Request) {
  return {
    body: await readJsonBody(request),
    userAgent: request.headers['user-agent'],
    address: request.ip,
    asksNotToBeTracked: request.headers.dnt === '1' || request.headers['sec-gpc'] === '1',
  };
}

function send(response: Response, outcome: TrackOutcome): void {
  if (outcome.kind === 'ignored') {
    const ignored: TrackIgnored = { accepted: 0, ignored: outcome.count, reason: outcome.reason };
    sendJson(response, 202, ignored);
    return;
  }
  const { eventIds, duplicates } = outcome;
  const accepted: TrackAccepted = { accepted: eventIds.length - duplicates, duplicates, event_ids: eventIds };
  sendJson(response, 201, accepted);
}

/** Express's own `json` hashes each body for an ETag, which no POST needs. */
function sendJson(response: Response, status: number, body: object): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}

function allowAnyOrigin(response: Response): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
}

function refuseReasonOf(error: unknown): RefuseReason {
  if (!(error instanceof AppError)) return 'overloaded';
  switch (error.code) {
    case 'malformed_json':
      return 'malformed';
    case 'body_too_large':
      return 'too_large';
    case 'unsupported_media_type':
      return 'unsupported_type';
    case 'unknown_site':
      return 'unknown_site';
    case 'validation_failed':
      return 'invalid';
    default:
      return 'overloaded';
  }
}
