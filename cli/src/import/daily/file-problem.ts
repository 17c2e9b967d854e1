import { CommandError } from '../../command-error.js';
import { quote as quoteText } from '../../format.js';

const SHOWN_LENGTH = 60;

/** What keeps a file from being imported, at its place: `history.csv:12: ...`. */
export function fileProblem(file: string, place: number | string | null, problem: string): CommandError {
  const where = place === null ? file : typeof place === 'number' ? `${file}:${String(place)}` : `${file}, ${place}`;
  return new CommandError(`${where}: ${problem}`);
}

/** Text of the file for a message. */
export const quote = (text: string): string => quoteText(text, SHOWN_LENGTH);
