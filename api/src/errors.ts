import { problemTypes, type FieldError, type ProblemCode } from '@tidemark/contracts';

interface AppErrorOptions {
  code: ProblemCode;
  detail: string;
  errors?: FieldError[];
  /** For `not_enough_history`: the days there are and must be. */
  days?: { have: number; need: number };
  /** For 429 and 503: seconds after which to try again. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** A failure the caller is told about as `application/problem+json`. Its detail says what to do and holds no secret. */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly errors: FieldError[] | undefined;
  readonly days: { have: number; need: number } | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor({ code, detail, errors, days, retryAfterSeconds, cause }: AppErrorOptions) {
    super(detail, { cause });
    this.code = code;
    this.status = problemTypes[code].status;
    this.title = problemTypes[code].title;
    this.errors = errors;
    this.days = days;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
