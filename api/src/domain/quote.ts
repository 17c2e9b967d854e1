/** Text for a message, as JSON: what it holds must not steer a terminal. */
export function quote(text: string, shownLength: number): string {
  const shown = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
  return JSON.stringify(shown).replace(/[\u007f-\u009f]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`);
}
