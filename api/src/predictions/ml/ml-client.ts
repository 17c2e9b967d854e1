import type { z } from 'zod';
import { addDays } from '../../domain/period.js';
import {
  acceptedAnswer,
  forecastAnswer,
  healthAnswer,
  jobAnswer,
  problemAnswer,
  type ForecastAnswer,
  type JobAnswer,
} from './ml-answers.js';
import { MlError, type MlFailure } from './ml-error.js';

/** One day of a history; null where nothing is known of it. */
export interface DailyValue {
  date: string;
  value: number | null;
}

/** One metric of one site, up to its last full day. */
export interface Series {
  site: string;
  metric: string;
  country: string | null;
  history: readonly DailyValue[];
  /** Days of it that say nothing of usual traffic, both ends included: none is learnt from. */
  exclude: readonly { start: string; end: string; reason: string }[];
}

/** The ML service. Every function throws {@link MlError} when it gives no answer in time, or a wrong one. */
export interface MlClient {
  /** @returns the coming `horizon` days, each once and in order */
  forecast(series: Series, horizon: number, signal?: AbortSignal): Promise<ForecastAnswer>;
  /** @returns the id of a job, the same while one of the site and metric is under way */
  startTraining(series: Series, signal?: AbortSignal): Promise<string>;
  readJob(jobId: string, signal?: AbortSignal): Promise<JobAnswer>;
  cancelJob(jobId: string): Promise<void>;
  /** Answers nothing but that it's there. */
  check(): Promise<void>;
}

export interface MlOptions {
  url: string;
  token: string;
  /** Instead of the limits below. */
  timeLimitMs?: number;
}

/** A forecast takes tens of milliseconds; a training may be running beside it, and others may wait. */
const COMPUTE_WITHIN_MS = 30_000;
const ANSWER_WITHIN_MS = 5_000;
const LEVELS = [80, 90, 95];

const FAILURES: Readonly<Record<string, MlFailure>> = {
  unauthorized: 'unauthorized',
  insufficient_history: 'insufficient_history',
  invalid_series: 'invalid_series',
  invalid_request: 'invalid_series',
  not_found: 'not_found',
};

/** Speaks to the ML service over HTTP. */
export function createMlClient(options: MlOptions): MlClient {
  const ask = <Schema extends z.ZodType>(question: Question<Schema>) => askService(options, question);
  return {
    forecast: async (series, horizon, signal) => {
      const body = { ...toBody(series), horizon, levels: LEVELS };
      const path = '/v1/forecast';
      const answer = await ask({ path, body, schema: forecastAnswer, limitMs: COMPUTE_WITHIN_MS, signal });
      const origin = series.history.at(-1)?.date;
      const isAsAsked =
        answer.origin === origin &&
        answer.data.length === horizon &&
        answer.data.every(({ date }, index) => date === addDays(answer.origin, index + 1));
      if (isAsAsked) return answer;
      throw new MlError(
        'failed',
        `The ML service answered ${path} with other days than the ${horizon} after ${origin}.`,
      );
    },
    startTraining: async (series, signal) => {
      const question = { path: '/v1/train', body: toBody(series), schema: acceptedAnswer, limitMs: COMPUTE_WITHIN_MS };
      return (await ask({ ...question, signal })).job_id;
    },
    readJob: (jobId, signal) => ask({ path: jobPath(jobId), schema: jobAnswer, limitMs: ANSWER_WITHIN_MS, signal }),
    cancelJob: async (jobId) => {
      await ask({ path: jobPath(jobId), method: 'DELETE', schema: jobAnswer, limitMs: ANSWER_WITHIN_MS });
    },
    check: async () => {
      await ask({ path: '/health', schema: healthAnswer, limitMs: ANSWER_WITHIN_MS });
    },
  };
}

interface Question<Schema extends z.ZodType> {
  path: string;
  method?: 'DELETE';
  body?: unknown;
  schema: Schema;
  limitMs: number;
  signal?: AbortSignal | undefined;
}

async function askService<Schema extends z.ZodType>(
  { url, token, timeLimitMs }: MlOptions,
  { path, method, body, schema, limitMs, signal }: Question<Schema>,
): Promise<z.output<Schema>> {
  const limit = AbortSignal.timeout(timeLimitMs ?? limitMs);
  const { status, text } = await fetch(`${url.replace(/\/+$/, '')}${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  })
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch((cause: unknown) => {
      signal?.throwIfAborted();
      const reason = limit.aborted ? 'it took too long to answer' : reasonOf(cause);
      throw new MlError('unavailable', `The ML service can't be reached: ${reason}.`, { cause });
    });
  const json = parseJson(text);
  if (status >= 300) throw toError(path, status, json);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const fault = parsed.error.issues[0];
  throw new MlError('failed', `The ML service answered ${path} with what isn't understood: ${faultOf(fault)}.`);
}

function toBody({ site, metric, country, history, exclude }: Series) {
  return { site, metric, ...(country !== null && { country }), history, exclude };
}

function jobPath(jobId: string): string {
  return `/v1/jobs/${encodeURIComponent(jobId)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // which no schema takes
  }
}

function toError(path: string, status: number, json: unknown): MlError {
  const problem = problemAnswer.safeParse(json).data;
  const detail = problem?.detail ?? 'no reason is given';
  const isAway = status === 429 || (status >= 502 && status <= 504);
  const failure = isAway ? 'unavailable' : FAILURES[problem?.code ?? ''];
  return new MlError(failure ?? 'failed', `The ML service answered ${path} with ${status}: ${detail}`);
}

function faultOf(issue: z.core.$ZodIssue | undefined): string {
  return issue ? `${issue.path.join('.') || '(whole)'}: ${issue.message}` : 'nothing';
}

/** fetch wraps what happened on the wire. */
function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  return cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
}
