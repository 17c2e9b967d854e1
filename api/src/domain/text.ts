/**
 * Text PostgreSQL and every reader can hold: well-formed, on one line, at most `max` UTF-16 units; null if empty. What's no
 * character to read, such as a line break, is a space.
 */
export function storableText(value: string | null | undefined, max: number): string | null {
  if (!value) return null;
  const plain = value.replaceAll('\u0000', '').replace(UNREADABLE, ' ').slice(0, max).toWellFormed();
  return plain === '' ? null : plain;
}

/** Control characters, and what separates lines and paragraphs. */
const UNREADABLE = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
