import { CsvError, parse } from 'csv-parse/sync';
import { ExportProblem, quote } from './export-problem.js';

/** A line of a table, or the text behind a `#`. */
export type Line =
  | { kind: 'comment'; number: number; text: string }
  | { kind: 'blank'; number: number }
  | { kind: 'fields'; number: number; fields: string[] };

const DELIMITERS = [',', ';', '\t'];

/**
 * Cuts a CSV file into lines in their order, each with its number in the file (of several, the last).
 *
 * @throws ExportProblem where quotes don't pair
 */
export function splitLines(text: string): { lines: Line[]; delimiter: string } {
  const comments = text
    .split(/\r\n|\n|\r/)
    .map((line, index): Line => ({ kind: 'comment', number: index + 1, text: line }))
    .filter((line) => line.kind === 'comment' && line.text.startsWith('#'));
  const delimiter = findDelimiter(text);
  const lines = parseTable(text, delimiter).map(({ record, info }): Line => {
    const isBlank = record.every((field) => field === '');
    return isBlank ? { kind: 'blank', number: info.lines } : { kind: 'fields', number: info.lines, fields: record };
  });
  return { lines: [...comments, ...lines].sort((a, b) => a.number - b.number), delimiter };
}

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

function parseTable(text: string, delimiter: string): CsvRecord[] {
  try {
    // The type of the library doesn't tell what `info` does to records.
    return parse(text, {
      delimiter,
      info: true,
      trim: true,
      comment: '#',
      comment_no_infix: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    }) as unknown as CsvRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : null;
    throw new ExportProblem(
      line,
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a quotation mark is opened above and never closed: close or remove it'
        : 'a quotation mark stands inside a field: put the whole field in quotes and double those within',
    );
  }
}

/** The separator that the first line of a table has most of. */
function findDelimiter(text: string): string {
  const header = text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  const count = (delimiter: string): number => header.split(delimiter).length;
  return DELIMITERS.reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}

/** Names of columns for a message. */
export const quoteAll = (names: readonly string[]): string => names.map(quote).join(', ');
