import type { FieldError } from '@tidemark/contracts';
import type { z } from 'zod';
import { AppError } from '../errors.js';

/** Ten for each event of a full batch; beyond them an answer would be many times as large as what it refuses. */
const MAX_LISTED = 1_000;

/** Parses by a contract. @throws AppError `validation_failed` that lists every bad field. */
export function parseOrRefuse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refusalOf(fieldErrorsOf(parsed.error));
}

/** One entry a bad field, unknown keys each on their own. `prefix` says where in the payload the value stood. */
export function fieldErrorsOf(error: z.ZodError, prefix = ''): FieldError[] {
  return error.issues.flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => ({ path: prefix + formatPath(path) || '(body)', message: issue.message }));
  });
}

/** Lists every bad field of any sensible payload, and of others how many more there are. */
export function refusalOf(errors: FieldError[]): AppError {
  const named = errors.slice(0, 3).map(({ path, message }) => `${path}: ${message}`);
  const more = errors.length > 3 ? ` (and ${errors.length - 3} more)` : '';
  return new AppError({ code: 'validation_failed', detail: named.join('; ') + more, errors: listErrors(errors) });
}

function listErrors(errors: FieldError[]): FieldError[] {
  const left = errors.length - MAX_LISTED;
  if (left <= 0) return errors;
  return [...errors.slice(0, MAX_LISTED), { path: '(body)', message: `and ${left} more` }];
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
