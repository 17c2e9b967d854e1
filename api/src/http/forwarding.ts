import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import proxyAddr from 'proxy-addr';
import { isSameSecret } from './is-same-secret.js';

/** Who may say for whom a request is made. */
export interface ForwardingOptions {
  /** So many proxies, or those with these addresses and ranges, tell the truth. Absent: none. */
  trustProxy: number | string[] | undefined;
  /** What the dashboard's own server shows; it has settled already who its client is. */
  dashboardToken?: string | undefined;
}

/** Where the dashboard's server shows its token. */
export const DASHBOARD_HEADER = 'x-tidemark-dashboard';

/**
 * Settles who made a request and how. Afterwards `X-Forwarded-For` holds the client's one address and `X-Forwarded-Proto`
 * its scheme, whatever was sent, and the dashboard's header is there only where the dashboard's server sent it; the collector
 * and Express (see {@link trustSettled}) read the same.
 */
export function createForwarding({
  trustProxy,
  dashboardToken,
}: ForwardingOptions): (request: IncomingMessage) => void {
  const isTrusted = compileTrust(trustProxy);
  return (request) => {
    const { headers, socket } = request;
    const isDashboard = dashboardToken !== undefined && isSameSecret(headers[DASHBOARD_HEADER], dashboardToken);
    const isProxied = !isDashboard && isTrusted(socket.remoteAddress ?? '', 0);
    const isEncrypted = (socket as Partial<TLSSocket>).encrypted === true;
    const scheme = isDashboard || isProxied ? readFirst(headers['x-forwarded-proto']) : undefined;
    const address = isDashboard ? readFirst(headers['x-forwarded-for']) : proxyAddr(request, isTrusted);
    headers['x-forwarded-for'] = withoutPort(address ?? '');
    headers['x-forwarded-proto'] = scheme ?? (isEncrypted ? 'https' : 'http');
    if (!isProxied) delete headers['x-forwarded-host'];
    if (!isDashboard) headers[DASHBOARD_HEADER] = undefined;
  };
}

/** Express's `trust proxy` for requests that are settled: what they say of themselves is true, and there is one entry. */
export const trustSettled = (_address: string, hop: number): boolean => hop === 0;

/** Whether a settled request came through the dashboard's own server. */
export function isFromDashboard(request: IncomingMessage): boolean {
  return request.headers[DASHBOARD_HEADER] !== undefined;
}

/** The client's address of a settled request. */
export function readClientAddress(request: IncomingMessage): string | undefined {
  return readFirst(request.headers['x-forwarded-for']);
}

/** @throws TypeError for what is no address or range */
export function compileTrust(trustProxy: number | string[] | undefined): (address: string, hop: number) => boolean {
  if (trustProxy === undefined) return () => false;
  return typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : proxyAddr.compile(trustProxy);
}

function readFirst(header: string | string[] | undefined): string | undefined {
  const [first = ''] = String(header ?? '').split(',', 1);
  return first.trim() || undefined;
}

/** Some proxies write the client's port, too: `203.0.113.7:5678`, `[2001:db8::7]:5678`. */
function withoutPort(address: string): string {
  return address.replace(/^([\d.]+):\d+$/, '$1').replace(/^\[(.+)\](?::\d+)?$/, '$1');
}
