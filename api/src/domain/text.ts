/** Text PostgreSQL and every reader can hold: well-formed, without NUL, at most `max` UTF-16 units; null if empty. */
export function storableText(value: string | null | undefined, max: number): string | null {
  if (!value) return null;
  const plain = value.replaceAll('\u0000', '').slice(0, max).toWellFormed();
  return plain === '' ? null : plain;
}
