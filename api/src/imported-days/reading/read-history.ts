import { addDays } from '../../domain/period.js';
import type { ImportSource } from '../imported-day.js';
import { DayTable, type DailyHistory } from './day-table.js';
import { ExportProblem, quote } from './export-problem.js';
import type { DailyFormat } from './formats.js';
import { checkHeader, chooseFormat, readHeader, unknownColumns, type Header } from './header.js';
import { parseCount } from './parse-count.js';
import { parseDay, type Parsed } from './parse-day.js';
import { splitLines, type Line } from './split-lines.js';
import { isJson, readUmamiJson } from './umami-json.js';

type FieldsLine = Extract<Line, { kind: 'fields' }>;

/**
 * Reads the daily figures of a file, all of them or none.
 *
 * @throws ExportProblem with the line and what to do at the first thing that isn't right
 */
export function readHistory(text: string, wanted: ImportSource | 'auto'): DailyHistory {
  if (text.trim() === '') throw new ExportProblem(null, 'it is empty: export the figures again');
  if (isJson(text) && (wanted === 'auto' || wanted === 'umami')) return readUmamiJson(text);
  const { lines, delimiter } = splitLines(text);
  const format = chooseFormat(lines, wanted);
  return new HistoryReader(format, delimiter).read(lines);
}

class HistoryReader {
  private readonly table: DayTable;
  /** Of the table under way; null before its header, and `unknown` where it's of no use. */
  private header: Header | 'unknown' | null = null;
  private firstUnknown: FieldsLine | null = null;
  private section = 0;
  private startDay: string | null = null;

  constructor(
    private readonly format: DailyFormat,
    private readonly delimiter: string,
  ) {
    this.table = new DayTable(format);
  }

  read(lines: readonly Line[]): DailyHistory {
    for (const line of lines) {
      if (line.kind === 'fields') this.readFields(line);
      // Only these reports have several tables; elsewhere a blank line or a remark stands for nothing.
      else if (this.format.source === 'ga4') this.endTable(line);
    }
    if (this.section === 0) throw unknownColumns(this.firstUnknown, [this.format]);
    return this.table.finish();
  }

  private endTable(line: Line): void {
    this.header = null;
    if (line.kind !== 'comment') return;
    const day = /^#\s*(?:start date:\s*)?(\d{8})(?:-\d{8})?\s*$/i.exec(line.text)?.[1];
    if (day !== undefined) this.startDay = this.take(line.number, parseDay(day));
  }

  private readFields(line: FieldsLine): void {
    if (this.header === null) this.readHeader(line);
    else if (this.header !== 'unknown' && !isTotal(line.fields, this.header)) this.readDay(line, this.header);
  }

  private readHeader(line: FieldsLine): void {
    const header = readHeader(line.fields, this.format);
    this.header = header ?? 'unknown';
    if (header === null) {
      this.firstUnknown ??= line;
      return;
    }
    checkHeader(line.number, header, this.format);
    this.section++;
    this.table.leaveOut(header.others);
  }

  private readDay({ number, fields }: FieldsLine, header: Header): void {
    this.checkWidth(number, fields, header);
    const text = fields[header.dateIndex] ?? '';
    const date = this.take(number, header.isCounted ? this.countDay(text) : parseDay(text));
    const counts = header.columns.map(({ index }) =>
      this.take(number, parseCount(fields[index] ?? '', this.delimiter)),
    );
    const isBlank = counts.every((count) => count === null);
    // Matomo writes nothing but the date for a day without visits.
    if (isBlank && this.format.source !== 'matomo')
      throw new ExportProblem(number, `the day ${date} has no figure: fill in 0, or remove the line`);
    for (const [index, column] of header.columns.entries()) {
      const count = isBlank ? 0 : (counts[index] ?? null);
      this.table.add(date, column, { count, place: number, section: this.section });
    }
  }

  /** Fields too many or too few would put figures into the wrong columns. */
  private checkWidth(number: number, fields: readonly string[], { width }: Header): void {
    const isTooLong = fields.slice(width).some((field) => field !== '');
    if (!isTooLong && (fields.length >= width || this.format.source === 'matomo')) return;
    const hint = isTooLong ? 'put figures with separators in quotes' : 'complete the line';
    throw new ExportProblem(number, `${String(fields.length)} fields where the header has ${String(width)}: ${hint}`);
  }

  private countDay(text: string): Parsed<string> {
    if (!/^\d{1,5}$/.test(text)) return { problem: `${quote(text)} is no number of a day: export the file again` };
    if (this.startDay === null)
      return { problem: 'days are counted from a start date that is missing: keep the lines that begin with #' };
    return { value: addDays(this.startDay, Number(text)) };
  }

  private take<Value>(number: number, parsed: Parsed<Value>): Value {
    if ('problem' in parsed) throw new ExportProblem(number, parsed.problem);
    return parsed.value;
  }
}

/** A row of totals has no date: a word in its place, or behind the last column. */
function isTotal(fields: readonly string[], { dateIndex }: Header): boolean {
  const date = fields[dateIndex] ?? '';
  const isWord = (field: string): boolean => /^(grand )?totals?$/i.test(field);
  return isWord(date) || (date === '' && fields.some(isWord));
}
