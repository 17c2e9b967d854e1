import { parse } from 'tldts';
import { findKnownHost, findKnownName, hostOfApp, type SourceKind } from './source-names.js';

export const DIRECT = 'Direct';

/** Where a view came from: the name reports show, and its kind where the place is a known one. */
export interface Source {
  name: string;
  kind: SourceKind | null;
}

export interface Arrival {
  /** `utm_source` of the page's URL. */
  utmSource: string | null;
  referrer: string | null;
  /** Host of the page. */
  hostname: string;
  /** The site's registered domain. */
  domain: string;
}

const MAX_SOURCE_LENGTH = 255;

/**
 * The source by METRICS: the campaign's `utm_source`, else the referrer's known name, else its registrable domain,
 * else Direct. Null when the referrer is the site itself: the session keeps the source it began with.
 */
export function sourceOf(arrival: Arrival): Source | null {
  if (arrival.utmSource !== null) {
    return { name: arrival.utmSource, kind: findKnownName(arrival.utmSource)?.kind ?? null };
  }
  const host = referrerHost(arrival.referrer);
  if (host === null) return { name: DIRECT, kind: null };
  if (isWithin(host, arrival.domain) || withoutWww(host) === withoutWww(arrival.hostname)) return null;
  if (isUnknownApp(arrival.referrer)) return { name: host.slice(0, MAX_SOURCE_LENGTH), kind: null };
  const { domain, domainWithoutSuffix } = parse(host, { allowPrivateDomains: true });
  const known = findKnownHost(withoutWww(host), domain ?? host, domainWithoutSuffix ?? host);
  return known ?? { name: (domain ?? host).slice(0, MAX_SOURCE_LENGTH), kind: null };
}

/** The referrer without query and fragment, which may hold what its visitor searched for. Text that's no URL stays. */
export function cutReferrer(referrer: string | null): string | null {
  if (referrer === null || referrer === '') return null;
  if (!URL.canParse(referrer)) return referrer;
  return referrer.replace(/[?#].*$/s, '');
}

/** Whether `host` is `domain` or lies below it. */
function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

export function withoutWww(host: string): string {
  return host.replace(/^www\./, '');
}

/** An app we have no name for goes by its package, which is no domain. */
function isUnknownApp(referrer: string | null): boolean {
  return (
    referrer !== null && referrer.startsWith('android-app:') && hostOfApp(new URL(referrer).hostname) === undefined
  );
}

function referrerHost(referrer: string | null): string | null {
  if (!referrer || !URL.canParse(referrer)) return null;
  const { protocol, hostname } = new URL(referrer);
  if (protocol === 'android-app:') return hostOfApp(hostname) ?? (hostname || null);
  return (protocol === 'http:' || protocol === 'https:') && hostname ? hostname : null;
}
