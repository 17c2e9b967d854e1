import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RefuseReason, TrackAccepted, TrackIgnored } from '@tidemark/contracts';
import type { Logger } from 'winston';
import { AppError } from '../errors.js';
import { readClientAddress } from '../http/forwarding.js';
import { answerProblem } from '../http/problem.js';
import { readJsonBody } from './read-body.js';
import { track, type TrackDeps, type TrackOutcome } from './track.js';

const ALLOWED = 'POST, OPTIONS';

/** What the listener needs beside the pipeline. */
export interface TrackListenerDeps {
  ingest: TrackDeps;
  /** Counts a request of an address and says so in its answer. @throws AppError `too_many_requests` */
  takeOrRefuse: (response: ServerResponse, address: string | undefined) => void;
  logger: Logger;
}

/**
 * `POST /api/track`, open to every origin. It stands before Express: the hot path is one route, and Express's way to it
 * costs about as much as collecting the event (docs/decisions/0004-hot-path.md).
 */
export function createTrackListener({ ingest, takeOrRefuse, logger }: TrackListenerDeps): RequestListener {
  const collect = async (request: IncomingMessage, response: ServerResponse) => {
    const { headers } = request;
    const address = readClientAddress(request);
    takeOrRefuse(response, address);
    const body = await readJsonBody(request);
    const asksNotToBeTracked = headers.dnt === '1' || headers['sec-gpc'] === '1';
    return track(ingest, {
      body,
      userAgent: headers['user-agent'],
      address,
      asksNotToBeTracked,
    }).then((outcome) => {
      answer(response, outcome);
    });
  };
  return (request, response) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
    if (request.method === 'OPTIONS') {
      answerPreflight(response);
      return;
    }
    const collected =
      request.method === 'POST' ? collect(request, response) : Promise.reject(wrongMethod(request, response));
    collected.catch((error: unknown) => {
      ingest.uncounted.addUnknown(refuseReasonOf(error));
      answerProblem(logger, request, response, error);
    });
  };
}

function answer(response: ServerResponse, outcome: TrackOutcome): void {
  if (outcome.kind === 'ignored') {
    const ignored: TrackIgnored = { accepted: 0, ignored: outcome.count, reason: outcome.reason };
    answerJson(response, 202, ignored);
    return;
  }
  const { eventIds, duplicates } = outcome;
  const accepted: TrackAccepted = { accepted: eventIds.length - duplicates, duplicates, event_ids: eventIds };
  answerJson(response, 201, accepted);
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}

function answerPreflight(response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Methods', 'POST');
  response.setHeader('Allow', ALLOWED);
  response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
  response.setHeader('Access-Control-Max-Age', 86_400);
  response.statusCode = 204;
  response.end();
}

function wrongMethod(request: IncomingMessage, response: ServerResponse): AppError {
  response.setHeader('Allow', ALLOWED);
  request.resume();
  return new AppError({ code: 'method_not_allowed', detail: 'Events are sent by POST.' });
}

function refuseReasonOf(error: unknown): RefuseReason {
  if (!(error instanceof AppError)) return 'overloaded';
  switch (error.code) {
    case 'malformed_json':
    case 'method_not_allowed':
      return 'malformed';
    case 'body_too_large':
      return 'too_large';
    case 'unsupported_media_type':
      return 'unsupported_type';
    case 'unknown_site':
      return 'unknown_site';
    case 'validation_failed':
      return 'invalid';
    case 'too_many_requests':
      return 'rate_limited';
    default:
      return 'overloaded';
  }
}
