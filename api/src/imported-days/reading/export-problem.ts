import { quote as quoteText } from '../../domain/quote.js';

/** Where in an export something stands: a line's number, or a path in JSON. */
export type Place = number | string;

/** What keeps an export from being imported, where in it, and what to do: all of it is taken, or nothing. */
export class ExportProblem extends Error {
  override name = 'ExportProblem';

  constructor(
    /** Null: nowhere in particular. */
    readonly place: Place | null,
    problem: string,
    options: ErrorOptions = {},
  ) {
    super(problem, options);
  }
}

/** A problem in one line, as compilers tell theirs: `history.csv:12: ...`. */
export function describeProblem(file: string, { place, message }: ExportProblem): string {
  if (place === null) return `${file}: ${message}`;
  return typeof place === 'number' ? `${file}:${String(place)}: ${message}` : `${file}, ${place}: ${message}`;
}

const SHOWN_LENGTH = 60;

/** Text of the file for a message. */
export const quote = (text: string): string => quoteText(text, SHOWN_LENGTH);
