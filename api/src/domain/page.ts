import { LRUCache } from 'lru-cache';
import { storableText } from './text.js';

/** What a URL says of a view: its canonical form, and the campaign it came by. */
export interface PageAddress {
  /** Scheme, host and path; of the query only significant parameters. */
  pageUrl: string;
  /** `hostname + path`, what reports call the page. */
  page: string;
  hostname: string;
  utm: Record<UtmField, string | null>;
  /** The advertising click id's parameter, if the URL carries one. */
  clickId: ClickId | null;
}

const utmFields = ['source', 'medium', 'campaign', 'term', 'content'] as const;
export type UtmField = (typeof utmFields)[number];

const clickIds = ['gclid', 'gbraid', 'wbraid', 'msclkid', 'ttclid', 'fbclid', 'twclid', 'li_fat_id', 'dclid'] as const;
export type ClickId = (typeof clickIds)[number];

const MAX_UTM_LENGTH = 255;

/**
 * Reads a view's URL by the rules of METRICS, "page": fragment and trailing slash removed, campaign parameters and
 * click ids read and removed, the rest of the query dropped unless the site lists the parameter as significant.
 *
 * @param url absolute http(s) URL
 * @returns null when the URL can't be parsed
 */
export function readPageAddress(url: string, significantParameters: readonly string[] = []): PageAddress | null {
  if (significantParameters.length > 0) return parsePageAddress(url, significantParameters);
  const known = seen.get(url);
  if (known) return known;
  const address = parsePageAddress(url, significantParameters);
  if (address) seen.set(url, address);
  return address;
}

/** A site's visitors see the same pages, and reading a URL takes longer than all else that's done with a view. */
const seen = new LRUCache<string, PageAddress>({ max: 5_000 });

function parsePageAddress(url: string, significantParameters: readonly string[]): PageAddress | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  const page = parsed.host + readablePath(parsed.pathname);
  const named = { hostname: parsed.hostname, page, pageUrl: `${parsed.protocol}//${page}` };
  return parsed.search === ''
    ? { ...named, utm: NO_UTM, clickId: null }
    : { ...named, ...readQuery(parsed, page, significantParameters) };
}

const NO_UTM: PageAddress['utm'] = { source: null, medium: null, campaign: null, term: null, content: null };

function readQuery({ protocol, searchParams }: URL, path: string, significantParameters: readonly string[]) {
  const page = path + significantQuery(searchParams, significantParameters);
  return {
    page,
    pageUrl: `${protocol}//${page}`,
    utm: Object.fromEntries(utmFields.map((field) => [field, utmValue(searchParams, field)])) as PageAddress['utm'],
    clickId: clickIds.find((name) => searchParams.has(name)) ?? null,
  };
}

/** Decodes a path for reading, but for what would change its meaning or can't be stored. */
function readablePath(pathname: string): string {
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, '') || '/' : pathname;
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      const decoded = decodeURIComponent(encoded);
      return isPlain(decoded) ? decoded : encoded;
    } catch {
      return encoded; // not UTF-8: the page keeps the name its server knows
    }
  });
}

function isPlain(decoded: string): boolean {
  return !/[\p{Cc}\p{Cf}\s%?#/\\]/u.test(decoded);
}

function significantQuery(query: URLSearchParams, names: readonly string[]): string {
  const kept = new URLSearchParams();
  for (const name of [...names].sort()) for (const value of query.getAll(name)) kept.append(name, value);
  return kept.size > 0 ? `?${kept.toString()}` : '';
}

function utmValue(query: URLSearchParams, field: UtmField): string | null {
  return storableText(query.get(`utm_${field}`)?.trim(), MAX_UTM_LENGTH);
}
