import { DayTable, type DailyHistory } from './day-table.js';
import { ExportProblem, quote } from './export-problem.js';
import { formatOf, type DayMetric } from './formats.js';
import { parseCount } from './parse-count.js';
import { parseDay } from './parse-day.js';

/** The series of an answer, and what METRICS calls what they count (formats.ts says why). */
const SERIES: readonly { name: string; metric: DayMetric }[] = [
  { name: 'pageviews', metric: 'pageViews' },
  { name: 'sessions', metric: 'uniqueVisitors' },
];

export function isJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

/**
 * Reads what Umami's `GET /api/websites/{id}/pageviews?unit=day` answers:
 * `{"pageviews": [{"x": "2025-01-31 00:00:00", "y": 120}], "sessions": [...]}`.
 *
 * @throws ExportProblem with the place and what to do
 */
export function readUmamiJson(text: string): DailyHistory {
  const answer = parse(text);
  const table = new DayTable(formatOf('umami'));
  for (const [section, { name, metric }] of SERIES.entries()) {
    const series = answer[name] ?? [];
    if (!Array.isArray(series)) throw new ExportProblem(name, 'it is no list: save the answer of Umami as it is');
    for (const [index, point] of series.entries()) {
      const place = `${name}[${String(index)}]`;
      const { x, y } = isObject(point) ? point : {};
      const date = parseDay(typeof x === 'string' ? x : '');
      if ('problem' in date) throw new ExportProblem(place, date.problem);
      const count = parseCount(String(y), ',');
      if ('problem' in count) throw new ExportProblem(place, count.problem);
      table.add(date.value, { name, metric, rank: 0 }, { count: count.value, place, section });
    }
  }
  return table.finish();
}

function parse(text: string): Record<string, unknown> {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ExportProblem(null, 'it begins as JSON but is none: save the answer of Umami as it is, or export CSV');
  }
  if (isObject(answer) && SERIES.some(({ name }) => name in answer)) return answer;
  const found = isObject(answer) ? Object.keys(answer).slice(0, 5).map(quote).join(', ') : 'a list';
  throw new ExportProblem(
    null,
    `as JSON only Umami's daily page views are understood, {"pageviews": [...], "sessions": [...]}; found ${found}: ask for /api/websites/ID/pageviews?unit=day`,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
