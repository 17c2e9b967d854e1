import { quote } from './export-problem.js';

/** Before the first website there was nothing to count. */
const FIRST_DAY = '1990-01-01';
const MS_PER_DAY = 86_400_000;

export type Parsed<Value> = { value: Value } | { problem: string };

/** `2025-01-31`, `20250131`, `2025/01/31`, or one of these with midnight as its time. */
const DATE = /^(\d{4})([-/]?)(\d{2})\2(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const WITH_TIME = /^\d{4}([-/]?)\d{2}\1\d{2}[T ]?\d{2}/;

/** A calendar day as `YYYY-MM-DD`. */
export function parseDay(text: string): Parsed<string> {
  const match = DATE.exec(text);
  if (match === null) {
    return {
      problem: WITH_TIME.test(text)
        ? `${quote(text)} has a time of day: export the figures by day`
        : `${quote(text)} is no date: write it as 2025-01-31`,
    };
  }
  const day = `${match[1] ?? ''}-${match[3] ?? ''}-${match[4] ?? ''}`;
  const atMs = Date.parse(`${day}T00:00:00Z`);
  // The runtime takes 31 February for 3 March.
  if (Number.isNaN(atMs) || dayOf(atMs) !== day) return { problem: `there is no day ${day}: correct the date` };
  if (day < FIRST_DAY) return { problem: `${day} is before ${FIRST_DAY}: correct the date or remove the line` };
  return { value: day };
}

/** How many days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MS_PER_DAY);
}

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
