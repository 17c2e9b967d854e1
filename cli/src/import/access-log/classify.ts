import { isAsset } from './assets.js';
import type { LogLine } from './log-line.js';

/** Why a line adds no page view. Every line that doesn't is counted under exactly one: the first that holds, in this order. */
export const leftOutReasons = [
  'malformed',
  'error_status',
  'redirect',
  'other_method',
  'other_site',
  'asset',
  'bot',
  'excluded_address',
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** How the report calls each reason. */
export const leftOutLabels: Record<LeftOutReason, string> = {
  malformed: 'malformed lines',
  error_status: 'errors (status 4xx, 5xx, 1xx)',
  redirect: 'redirects (3xx but 304)',
  other_method: 'other methods than GET',
  other_site: 'other hosts than the site',
  asset: 'assets, feeds and downloads',
  bot: 'bots',
  excluded_address: 'excluded addresses',
};

export type Classified = { kind: 'page'; pageUrl: string } | { kind: 'left_out'; reason: LeftOutReason };

/** The page a line is a view of on the site `host`, or why it is none, as far as the request alone tells. */
export function classifyRequest(line: Pick<LogLine, 'status' | 'request' | 'virtualHost'>, host: string): Classified {
  if (line.status >= 400 || line.status < 200) return leaveOut('error_status');
  // 304: the reader saw the page, from the browser's own copy.
  if (line.status >= 300 && line.status !== 304) return leaveOut('redirect');

  const methodEnd = line.request.indexOf(' ');
  if (methodEnd === -1) return leaveOut('malformed');
  if (line.request.slice(0, methodEnd) !== 'GET') return leaveOut('other_method');

  const target = readTarget(line.request, methodEnd + 1);
  const absolute = /^https?:\/\/([^/?#]*)/i.exec(target);
  const origin = readHost(absolute?.[1] ?? line.virtualHost ?? host);
  if (!isSameSite(origin, host)) return leaveOut('other_site');

  const relative = absolute === null ? target : target.slice(absolute[0].length) || '/';
  const pathEnd = relative.search(/[?#]/);
  const path = pathEnd === -1 ? relative : relative.slice(0, pathEnd);
  if (!path.startsWith('/') && absolute === null) return leaveOut('malformed');
  if (isAsset(path)) return leaveOut('asset');

  const pageUrl = `https://${origin}${relative}`;
  return URL.canParse(pageUrl) ? { kind: 'page', pageUrl } : leaveOut('malformed');
}

function readTarget(request: string, start: number): string {
  const end = request.lastIndexOf(' ');
  // HTTP/0.9 names no protocol.
  return (
    end > start && request.startsWith('HTTP/', end + 1) ? request.slice(start, end) : request.slice(start)
  ).trim();
}

function readHost(authority: string): string {
  const start = authority.lastIndexOf('@') + 1;
  return authority.slice(start).replace(/:\d*$/, '').toLowerCase();
}

/** The site itself, with or without `www.`, or a subdomain of it. */
function isSameSite(origin: string, host: string): boolean {
  const bare = host.replace(/^www\./, '');
  return origin === host || origin === bare || origin.endsWith(`.${bare}`);
}

function leaveOut(reason: LeftOutReason): Classified {
  return { kind: 'left_out', reason };
}
