import { sendWithAccess } from './access.js';

/** How long a browser may take to begin saving. */
const keepMs = 60_000;

/** Saves an answer of the API as a file. A plain link can't: it would bring no token. */
export async function download(path: string, fileName: string): Promise<void> {
  saveFile(await (await sendWithAccess(path, {})).blob(), fileName);
}

/** Saves rows that the API answers as CSV. */
export async function downloadRows(path: string, fileName: string): Promise<void> {
  saveRows(await (await sendWithAccess(path, {})).blob(), fileName);
}

/** Saves rows; the mark at their start tells spreadsheets that the text is UTF-8. */
export function saveRows(csv: string | Blob, fileName: string): void {
  saveFile(new Blob(['\uFEFF', csv], { type: 'text/csv' }), fileName);
}

/** Hands what the page holds to the browser as a file. */
export function saveFile(content: Blob, fileName: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, keepMs);
}
