/** What a chart or a list shows, as rows of text. */
export interface TextTable {
  columns: readonly string[];
  /** The first cell of a row is its heading. */
  rows: readonly (readonly string[])[];
}

/** Rows as the API writes CSV (RFC 4180): text that a spreadsheet would run as a formula is defused. */
export function toCsv({ columns, rows }: TextTable): string {
  return [columns, ...rows].map((row) => `${row.map(toCell).join(',')}\r\n`).join('');
}

/** A report's address, for its rows as CSV. */
export function toCsvPath(path: string): string {
  const [address = '', query] = path.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('format', 'csv');
  return `${address}?${parameters.toString()}`;
}

/** What a thing is called, as a file's name. */
export function toFileName(name: string, ending: string): string {
  const words = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return `${words.replaceAll(' ', '-')}.${ending}`;
}

function toCell(text: string): string {
  const safe = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  // Where the comma is a decimal point, spreadsheets split at semicolons unless they're quoted.
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
