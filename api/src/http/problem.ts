import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Problem } from '@tidemark/contracts';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'winston';
import { isDatabaseAway } from '../db/index.js';
import { AppError } from '../errors.js';

/** Answers with a problem (RFC 9457). */
function sendProblem(response: ServerResponse, error: AppError): void {
  const body: Problem = {
    type: `urn:tidemark:problem:${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    request_id: requestIdOf(response),
    ...(error.errors && { errors: error.errors }),
    ...error.days,
  };
  if (error.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
  response.statusCode = error.status;
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.end(JSON.stringify(body));
}

/**
 * Answers with what was thrown as a problem; what nobody foresaw is logged and told as an internal error. An answer
 * that had begun is broken off, so that nobody takes it for a whole one.
 */
export function answerProblem(
  logger: Logger,
  request: IncomingMessage,
  response: ServerResponse,
  thrown: unknown,
): void {
  const error = toAppError(thrown);
  if (error.code === 'internal') {
    logger.error('request failed', { request_id: requestIdOf(response), method: request.method, error: thrown });
  }
  if (response.headersSent) response.destroy();
  else sendProblem(response, error);
}

/** {@link answerProblem} as Express's last handler. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    answerProblem(logger, request, response, thrown);
  };
}

export const unknownRoute: RequestHandler = (request) => {
  throw new AppError({ code: 'not_found', detail: `There is no ${request.method} ${request.path}.` });
};

export function requestIdOf(response: ServerResponse): string {
  return String(response.getHeader('X-Request-Id') ?? '');
}

function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && 'type' in thrown) {
    // What Express's body parser throws.
    if (thrown.type === 'entity.parse.failed')
      return new AppError({ code: 'malformed_json', detail: 'The body is not valid JSON.' });
    if (thrown.type === 'entity.too.large')
      return new AppError({ code: 'body_too_large', detail: 'The body is too large.' });
    if (String(thrown.type).startsWith('encoding.') || String(thrown.type).startsWith('charset.')) {
      return new AppError({ code: 'unsupported_media_type', detail: thrown.message });
    }
    if (String(thrown.type).startsWith('request.'))
      return new AppError({ code: 'malformed_json', detail: thrown.message });
  }
  if (isDatabaseAway(thrown)) {
    const detail = 'The database is out of reach just now.';
    return new AppError({ code: 'unavailable', detail, retryAfterSeconds: 5, cause: thrown });
  }
  if (thrown instanceof URIError) return new AppError({ code: 'not_found', detail: 'The path is not well-formed.' });
  return new AppError({
    code: 'internal',
    detail: 'Something went wrong here. The request id finds it in the log.',
    cause: thrown,
  });
}
