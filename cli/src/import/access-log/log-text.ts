const ESCAPE = /\\(x[0-9a-fA-F]{2}|.)/g;
const NAMED: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', v: '\v', f: '\f' };
const BACKSLASH = 92;

/**
 * The text a client sent, from how a server wrote it. Lines are read as bytes (latin1): here the server's escapes
 * (`\"`, `\\`, `\x22`) become bytes again, bytes become UTF-8 (broken ones U+FFFD), and control characters go: no address
 * or name needs them, and PostgreSQL refuses NUL.
 */
export function decodeLogText(raw: string): string {
  if (isPlain(raw)) return raw;
  const unescaped = raw.replace(ESCAPE, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (NAMED[code] ?? code),
  );
  return Buffer.from(unescaped, 'latin1')
    .toString('utf8')
    .replace(/\p{Cc}/gu, '');
}

/** Printable ASCII without a backslash, as nearly all of it is. */
function isPlain(raw: string): boolean {
  for (let index = 0; index < raw.length; index++) {
    const code = raw.charCodeAt(index);
    if (code < 32 || code > 126 || code === BACKSLASH) return false;
  }
  return true;
}
