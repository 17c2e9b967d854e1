import { addDays } from '../domain/period.js';
import type { MarkedSpan } from './mark.js';

/** The longest reason that the ML service takes. */
const MAX_REASON_LENGTH = 500;

/**
 * Joins spans that overlap or follow each other. So there are about half as many as days at most, however often each was
 * marked, and the ML service takes those of three years.
 *
 * @param spans ordered by their start
 */
export function joinSpans(spans: readonly MarkedSpan[]): MarkedSpan[] {
  const joined: MarkedSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (!last || span.start > addDays(last.end, 1)) {
      joined.push({ ...span });
      continue;
    }
    if (span.end > last.end) last.end = span.end;
    const reason = `${last.reason}; ${span.reason}`;
    if (reason.length <= MAX_REASON_LENGTH) last.reason = reason;
  }
  return joined;
}
