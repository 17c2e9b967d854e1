import type { Problem } from '../types/analytics.js';

/** Every failure of a call, in the words of the API's problem document, or in ours where it never answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly title: string,
    readonly detail: string,
    readonly status: number,
    readonly requestId: string | undefined,
    options?: ErrorOptions,
  ) {
    super(`${title}: ${detail}`, options);
  }
}

/** GET a JSON document of the API. The caller's signal ends the call as soon as its answer is no longer wanted. */
export async function fetchJson<Body>(path: string, signal: AbortSignal): Promise<Body> {
  const response = await call(path, { signal, headers: { accept: 'application/json' } });
  // The API validates what it sends against the same contract: here its word is taken.
  return (await readJson(response, signal)) as Body;
}

/** DELETE a resource; the API answers without a body. */
export async function sendDelete(path: string): Promise<void> {
  await call(path, { method: 'DELETE' });
}

/** Any thrown value as an error that can be shown. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError('Something went wrong', error instanceof Error ? error.message : String(error), 0, undefined);
}

async function call(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new ApiError('The API can’t be reached', 'Check that it’s running, then try again.', 0, undefined, {
      cause: error,
    });
  }
  if (!response.ok) throw await readProblem(response);
  return response;
}

async function readJson(response: Response, signal: AbortSignal): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError(
      'Unreadable answer',
      'The API answered with something other than JSON.',
      response.status,
      undefined,
      {
        cause: error,
      },
    );
  }
}

async function readProblem(response: Response): Promise<ApiError> {
  const { status } = response;
  if (!(response.headers.get('content-type') ?? '').includes('json')) {
    return new ApiError(
      'The API can’t be reached',
      `Something on the way answered with status ${String(status)}.`,
      status,
      undefined,
    );
  }
  // A proxy may send JSON of another shape, so nothing is taken for granted.
  const problem = (await response.json()) as Partial<Problem>;
  const fields = (problem.errors ?? []).map((field) => `${field.path}: ${field.message}`).join('; ');
  const detail = [problem.detail, fields].filter(Boolean).join(' ');
  return new ApiError(problem.title ?? 'The request failed', detail, status, problem.request_id);
}
