import { t } from '../locales/i18n.js';
import type { FieldError, Problem } from '../types/analytics.js';
import { describeProblem } from './problem-words.js';

interface ApiErrorOptions extends ErrorOptions {
  /** What the problem is called in the contract, such as `code_required`. */
  code?: string | undefined;
  /** How long to wait before another try. */
  retryAfterSeconds?: number | undefined;
  /** Where there is too little of it: days there are, and must be. */
  history?: { have: number; need: number } | undefined;
  fields?: readonly FieldError[];
}

/** Every failure of a call, in the words that readers are told: the catalogue's, and what the API says in particular. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly history: { have: number; need: number } | undefined;
  readonly fields: readonly FieldError[];

  constructor(
    readonly title: string,
    readonly detail: string,
    readonly status: number,
    readonly requestId: string | undefined,
    { code, retryAfterSeconds, history, fields = [], ...options }: ApiErrorOptions = {},
  ) {
    super(`${title}: ${detail}`, options);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.history = history;
    this.fields = fields;
  }
}

/** Any thrown value as an error that can be shown. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiError(t('common:failures.unknown'), detail, 0, undefined);
}

/** Calls the API as nobody in particular. @throws ApiError where it doesn't answer, or answers with a problem */
export async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new ApiError(t('common:failures.unreachable'), t('common:failures.isItRunning'), 0, undefined, {
      cause: error,
    });
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

/** A call that brings a JSON document. */
export function jsonRequest(method: string, body: unknown): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** The document of an answer. The API validates what it sends against the same contract: here its word is taken. */
export async function readJson<Body>(response: Response, signal?: AbortSignal): Promise<Body> {
  try {
    return (await response.json()) as Body;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiError(t('common:failures.unreadable'), t('common:failures.notJson'), response.status, undefined, {
      cause: error,
    });
  }
}

const problemPrefix = 'urn:tidemark:problem:';

async function readProblem(response: Response): Promise<ApiError> {
  const { status, headers } = response;
  const retryAfterSeconds = readSeconds(headers.get('retry-after'));
  if (!(headers.get('content-type') ?? '').includes('json')) {
    return new ApiError(
      t('common:failures.unreachable'),
      t('common:failures.inBetween', { status }),
      status,
      undefined,
      { retryAfterSeconds },
    );
  }
  // A proxy may send JSON of another shape, so nothing is taken for granted.
  const problem = (await response.json()) as Partial<Problem>;
  const fields = problem.errors ?? [];
  const fieldText = fields.map((field) => `${field.path}: ${field.message}`).join('; ');
  const said = [problem.detail, fieldText].filter(Boolean).join(' ');
  const code = problem.type?.startsWith(problemPrefix) === true ? problem.type.slice(problemPrefix.length) : undefined;
  const { title, detail } = describeProblem({ code, title: problem.title, detail: said, retryAfterSeconds });
  const { have, need } = problem;
  return new ApiError(title, detail, status, problem.request_id, {
    code,
    retryAfterSeconds,
    history: have !== undefined && need !== undefined ? { have, need } : undefined,
    fields,
  });
}

/** `Retry-After` may be a date, too; the API sends seconds. */
function readSeconds(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}
