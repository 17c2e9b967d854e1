import { isIP } from 'node:net';
import { CLF_INSTANT_LENGTH, parseClfInstant } from './clf-instant.js';
import { decodeLogText } from './log-text.js';

/** One line of an access log, its fields decoded. */
export interface LogLine {
  /** The virtual host, where the log is prefixed with it; without its port. */
  virtualHost: string | null;
  /** The client's address, or its name where the server looks names up. */
  address: string;
  viewedAtMs: number;
  /** Such as `GET /page HTTP/1.1`; anything at all where the client sent garbage. */
  request: string;
  status: number;
  referrer: string | null;
  /** Empty where the client sent none; null where the format has none. */
  userAgent: string | null;
}

const MAX_USER_AGENT_LENGTH = 2_000;
const SPACE = 32;
const DASH = 45;
const BACKSLASH = 92;

/**
 * Reads a line of Apache's and Nginx's formats; null where it is none of them.
 *
 *     common    address ident user [time] "request" status bytes
 *     combined  common "referrer" "user agent"
 *     vhost     host:port combined
 *
 * What a server appends after these fields is passed over. Written by hand, since it is the import's hot path.
 */
export function parseLogLine(line: string): LogLine | null {
  const timeStart = findTime(line);
  if (timeStart === -1) return null;
  const head = readHead(line.slice(0, timeStart - 2));
  const viewedAtMs = parseClfInstant(line.slice(timeStart, timeStart + CLF_INSTANT_LENGTH));
  const requestStart = timeStart + CLF_INSTANT_LENGTH + 3;
  const requestEnd = findClosingQuote(line, requestStart);
  if (head === null || viewedAtMs === null || requestEnd === -1) return null;

  const status = readStatus(line, requestEnd + 1);
  if (status === null) return null;
  const bytesEnd = skipBytes(line, requestEnd + 6);
  if (bytesEnd === -1) return null;

  const rest = readReferrerAndAgent(line, bytesEnd);
  if (rest === null) return null;
  return { ...head, viewedAtMs, request: decodeLogText(line.slice(requestStart, requestEnd)), status, ...rest };
}

/** Where the time starts: after the first ` [` that is followed, at the right distance, by `] "`. */
function findTime(line: string): number {
  let open = line.indexOf(' [');
  while (open !== -1 && !line.startsWith('] "', open + 2 + CLF_INSTANT_LENGTH)) open = line.indexOf(' [', open + 2);
  return open === -1 ? -1 : open + 2;
}

function readHead(head: string): { virtualHost: string | null; address: string } | null {
  const [first, second, third, fourth] = head.split(' ', 4);
  if (first === undefined || second === undefined || third === undefined || first === '') return null;
  // `host:port address ident user`: an address in second place, where a line without prefix has the ident.
  const address = first.replace(/,$/, ''); // the first of a chain of proxies
  if (fourth !== undefined && isIP(address) === 0 && isIP(second) !== 0) {
    return { virtualHost: first.replace(/:\d+$/, '').toLowerCase(), address: second };
  }
  return { virtualHost: null, address };
}

function readStatus(line: string, start: number): number | null {
  if (line.charCodeAt(start) !== SPACE || line.charCodeAt(start + 4) !== SPACE) return null;
  const [hundreds, tens, ones] = [readDigit(line, start + 1), readDigit(line, start + 2), readDigit(line, start + 3)];
  return hundreds >= 1 && hundreds <= 5 && tens !== -1 && ones !== -1 ? hundreds * 100 + tens * 10 + ones : null;
}

/** Where the size ends, which is a number or a dash; -1 where it is neither. */
function skipBytes(line: string, start: number): number {
  let end = start;
  while (readDigit(line, end) !== -1) end++;
  if (end === start && line.charCodeAt(end) === DASH) end++;
  return end > start && (end === line.length || line.charCodeAt(end) === SPACE) ? end : -1;
}

function readDigit(line: string, at: number): number {
  const digit = line.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** What combined adds to common: nothing, or two quoted fields. A quote that is never closed means a line cut short. */
function readReferrerAndAgent(
  line: string,
  start: number,
): { referrer: string | null; userAgent: string | null } | null {
  if (!line.startsWith(' "', start)) return { referrer: null, userAgent: null };
  const referrerEnd = findClosingQuote(line, start + 2);
  if (referrerEnd === -1 || !line.startsWith(' "', referrerEnd + 1)) return null;
  const agentEnd = findClosingQuote(line, referrerEnd + 3);
  if (agentEnd === -1) return null;
  return {
    referrer: readOptional(line.slice(start + 2, referrerEnd)),
    userAgent: readOptional(line.slice(referrerEnd + 3, agentEnd))?.slice(0, MAX_USER_AGENT_LENGTH) ?? '',
  };
}

function readOptional(field: string): string | null {
  if (field === '-' || field === '') return null;
  return decodeLogText(field);
}

/** The quote that ends a field: the first that isn't escaped by an odd number of backslashes. */
function findClosingQuote(line: string, start: number): number {
  let end = line.indexOf('"', start);
  while (end !== -1) {
    let backslashes = 0;
    while (end - backslashes > start && line.charCodeAt(end - backslashes - 1) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
    end = line.indexOf('"', end + 1);
  }
  return -1;
}
