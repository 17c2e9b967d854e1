import { quote, type Mark } from '@tidemark/api';

/** Longer than any reason there is. */
const SHOWN_LENGTH = 500;

/** Marked days for a person, one span a line. */
export function describeMarks(marks: readonly Mark[], nameSite: (siteId: number) => string): string {
  if (marks.length === 0) return 'No days are marked.\n';
  const rows = marks.map((mark) => [String(mark.id), nameSite(mark.siteId), formatSpan(mark), mark.source]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row, index) => {
      const columns = row.map((word, column) =>
        column === 0 ? word.padStart(widths[column] ?? 0) : word.padEnd(widths[column] ?? 0),
      );
      return `${columns.join('  ')}  ${quote(marks[index]?.reason ?? '', SHOWN_LENGTH)}\n`;
    })
    .join('');
}

/** `2025-08-05`, or `2025-08-05 to 2025-08-07`. */
export function formatSpan({ start, end }: Pick<Mark, 'start' | 'end'>): string {
  return start === end ? start : `${start} to ${end}`;
}
