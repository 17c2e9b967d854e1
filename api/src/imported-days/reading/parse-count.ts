import { quote } from './export-problem.js';
import type { Parsed } from './parse-day.js';

/** PostgreSQL's integer. */
const MAX_COUNT = 2_147_483_647;

/**
 * By the separator of columns, how thousands are grouped in whole numbers. Where fields are separated by semicolons, the
 * comma separates decimals; a point is taken for thousands there alone, since elsewhere `1.234` is a fraction.
 */
const GROUPED: Readonly<Record<string, RegExp>> = {
  ',': /^\d{1,3}(?:([,' \u00a0\u202f’])\d{3})(?:\1\d{3})*$/,
  '\t': /^\d{1,3}(?:([,' \u00a0\u202f’])\d{3})(?:\1\d{3})*$/,
  ';': /^\d{1,3}(?:([.' \u00a0\u202f’])\d{3})(?:\1\d{3})*$/,
};

/** A whole number from 0; null for an empty field. */
export function parseCount(text: string, delimiter: string): Parsed<number | null> {
  if (text === '') return { value: null };
  const digits = GROUPED[delimiter]?.test(text) === true ? text.replace(/\D/g, '') : text.replace(/\.00?$/, '');
  if (!/^\d+$/.test(digits)) return { problem: `${quote(text)} ${describe(text)}` };
  const count = Number(digits);
  if (count > MAX_COUNT) return { problem: `${text} is more than ${String(MAX_COUNT)}, the largest count: correct it` };
  return { value: count };
}

function describe(text: string): string {
  if (/^[-−]\s*\d/.test(text)) return 'is negative: a count is a whole number from 0';
  if (/^\d+[.,]\d+$/.test(text)) return 'is a fraction: a count is a whole number, written as 1234';
  return 'is no whole number: write it as 1234';
}
