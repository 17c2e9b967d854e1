import { CommandError } from '../../command-error.js';

const SHOWN_LENGTH = 60;

/** What keeps a file from being imported, at its place: `history.csv:12: ...`. */
export function fileProblem(file: string, place: number | string | null, problem: string): CommandError {
  const where = place === null ? file : typeof place === 'number' ? `${file}:${String(place)}` : `${file}, ${place}`;
  return new CommandError(`${where}: ${problem}`);
}

/** Text of a file for a message, as JSON: what a file holds must not steer the terminal. */
export function quote(text: string): string {
  const shown = text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
  return JSON.stringify(shown).replace(/[\u007f-\u009f]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`);
}
