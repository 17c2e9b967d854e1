import { z } from 'zod';

/** Every code the API answers with: status and title (RFC 9457). */
export const problemTypes = {
  malformed_json: { status: 400, title: 'Malformed JSON' },
  validation_failed: { status: 400, title: 'Validation failed' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  invalid_credentials: { status: 401, title: 'Wrong e-mail or password' },
  code_required: { status: 401, title: 'Second factor required' },
  invalid_code: { status: 401, title: 'Wrong code' },
  password_required: { status: 401, title: 'Password required' },
  forbidden: { status: 403, title: 'Not allowed' },
  unknown_site: { status: 403, title: 'Unknown site' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflict' },
  not_enough_history: { status: 409, title: 'Not enough history' },
  body_too_large: { status: 413, title: 'Body too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
} as const;
export type ProblemCode = keyof typeof problemTypes;

export const fieldError = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldError>;

/** The body of every error, `application/problem+json`. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    request_id: z.string(),
    errors: z.array(fieldError).optional(),
    have: z.int().optional().meta({ description: '`not_enough_history`: days there are' }),
    need: z.int().optional().meta({ description: '`not_enough_history`: days there must be' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;
