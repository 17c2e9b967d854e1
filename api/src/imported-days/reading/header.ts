import type { ImportSource } from '../imported-day.js';
import { ExportProblem } from './export-problem.js';
import { dailyFormats, dayMetrics, formatOf, type DailyFormat, type DayMetric } from './formats.js';
import { quoteAll, type Line } from './split-lines.js';

/** A column that holds a metric; of several for one metric, that of the lowest rank is taken. */
export interface MetricColumn {
  index: number;
  name: string;
  metric: DayMetric;
  rank: number;
}

/** Where a table has what. */
export interface Header {
  width: number;
  dateIndex: number;
  /** Whether dates are numbers of days from the start of the report. */
  isCounted: boolean;
  columns: MetricColumn[];
  others: string[];
}

const SHOWN_NAMES = 12;
const GA4_PREAMBLE = /^#\s*(start date:\s*\d{8}|\d{8}-\d{8}\s*$)/i;

/**
 * The format of a file: the one asked for, else the one that finds most in the first header.
 *
 * @throws ExportProblem where no format finds anything in it
 */
export function chooseFormat(lines: readonly Line[], wanted: ImportSource | 'auto'): DailyFormat {
  if (wanted !== 'auto') return formatOf(wanted);
  // Its first table may well be one without days.
  if (lines.some((line) => line.kind === 'comment' && GA4_PREAMBLE.test(line.text))) return formatOf('ga4');
  const header = lines.find((line) => line.kind === 'fields');
  const sizes = dailyFormats.map((format) => readHeader(header?.fields ?? [], format)?.columns.length ?? 0);
  const best = Math.max(...sizes);
  const format = dailyFormats[sizes.indexOf(best)];
  if (format === undefined || best === 0) throw unknownColumns(header ?? null, dailyFormats);
  return format;
}

/** What a format finds in a header; null without a date or any metric. */
export function readHeader(fields: readonly string[], format: DailyFormat): Header | null {
  const names = withoutTrailingBlanks(fields);
  const keys = names.map((name) => name.toLowerCase().replaceAll(/\s+/g, ' '));
  const dateName = format.dateColumns.find((name) => keys.includes(name));
  if (dateName === undefined) return null;
  const dateIndex = keys.indexOf(dateName);
  const columns: MetricColumn[] = [];
  const others: string[] = [];
  for (const [index, key] of keys.entries()) {
    if (index === dateIndex) continue;
    const metric = dayMetrics.find((candidate) => format.columns[candidate].includes(key));
    const name = names[index] ?? key;
    if (metric === undefined) others.push(name);
    else columns.push({ index, name, metric, rank: format.columns[metric].indexOf(key) });
  }
  if (columns.length === 0) return null;
  return { width: names.length, dateIndex, isCounted: dateName === 'nth day', columns, others };
}

/** @throws ExportProblem where a column is there twice, or isn't understood and every one should be */
export function checkHeader(lineNumber: number, header: Header, format: DailyFormat): void {
  const names = header.columns.map(({ metric, rank }) => `${metric} ${String(rank)}`);
  const twice = header.columns.find(({ metric, rank }, index) => names.indexOf(`${metric} ${String(rank)}`) < index);
  if (twice !== undefined)
    throw new ExportProblem(lineNumber, `the column ${quoteAll([twice.name])} is there twice: remove one`);
  if (format.isStrict && header.others.length > 0)
    throw new ExportProblem(
      lineNumber,
      `${header.others.length === 1 ? 'the column' : 'the columns'} ${quoteAll(header.others.slice(0, SHOWN_NAMES))} can't be understood; understood: ${describeFormat(format)}. Rename or remove, or name the tool with --format`,
    );
}

/** The header that no format can do anything with. */
export function unknownColumns(
  header: { number: number; fields: string[] } | null,
  formats: readonly DailyFormat[],
): Error {
  if (header === null) return new ExportProblem(null, 'there is no table in it: name a file with a line a day');
  const found = withoutTrailingBlanks(header.fields);
  const more = found.length > SHOWN_NAMES ? ' and more' : '';
  return new ExportProblem(
    header.number,
    `no date with figures in the columns ${quoteAll(found.slice(0, SHOWN_NAMES))}${more}; understood: ${formats.map(describeFormat).join('; ')}. Export the figures by day in English, or rename the columns`,
  );
}

function describeFormat(format: DailyFormat): string {
  const metrics = dayMetrics.flatMap((metric) => format.columns[metric]);
  return `${format.source}: ${format.dateColumns.join(' or ')} with ${metrics.join(', ')}`;
}

function withoutTrailingBlanks(fields: readonly string[]): string[] {
  return fields.slice(0, fields.findLastIndex((field) => field !== '') + 1);
}
