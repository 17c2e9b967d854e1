import { ArchiveUrlError } from './archive-url-error.js';
import { isKey } from './keys.js';

/** Storage that speaks S3, as ARCHIVE_URL names it. */
export interface S3Location {
  bucket: string;
  /** Without slashes at its ends; may be empty. */
  prefix: string;
  /** Undefined: AWS itself. Otherwise buckets are part of the path. */
  endpoint: string | undefined;
  /** Undefined: what the AWS SDK finds in its environment. */
  region: string | undefined;
}

const FORM = 's3://bucket/prefix?endpoint=https://host&region=name, where all but the bucket may be left out';
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z0-9-]{1,64}$/i;

/**
 * Reads `ARCHIVE_URL`. No message repeats the URL, which may hold what should have been kept out of it.
 *
 * @throws ArchiveUrlError
 */
export function parseArchiveUrl(text: string): S3Location {
  const url = parseUrl(text);
  if (url?.protocol !== 's3:') throw new ArchiveUrlError(`must have the form ${FORM}`);
  if (hasCredentials(url))
    throw new ArchiveUrlError('must not hold credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  if (!BUCKET.test(url.host))
    throw new ArchiveUrlError(`must name a bucket of 3 to 63 small letters, digits, dots and hyphens: ${FORM}`);

  const prefix = url.pathname.replaceAll(/^\/+|\/+$/g, '');
  if (prefix !== '' && !isKey(prefix))
    throw new ArchiveUrlError('may have only letters, digits, _ = . - and single slashes in its prefix');

  const unknown = [...url.searchParams.keys()].filter((name) => name !== 'endpoint' && name !== 'region');
  if (unknown.length > 0 || url.hash !== '')
    throw new ArchiveUrlError('may have only the parameters endpoint and region');
  const region = url.searchParams.get('region') ?? undefined;
  if (region !== undefined && !REGION.test(region))
    throw new ArchiveUrlError('has a region that is none, such as region=eu-west-1');

  return { bucket: url.host, prefix, endpoint: parseEndpoint(url.searchParams.get('endpoint') ?? undefined), region };
}

function parseEndpoint(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const endpoint = parseUrl(text);
  if (endpoint?.protocol !== 'http:' && endpoint?.protocol !== 'https:') {
    throw new ArchiveUrlError('must have an endpoint that begins with http:// or https://');
  }
  if (hasCredentials(endpoint)) throw new ArchiveUrlError('must not hold credentials in its endpoint');
  if (endpoint.search !== '' || endpoint.hash !== '')
    throw new ArchiveUrlError('must have an endpoint without parameters');
  return endpoint.href;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function hasCredentials(url: URL): boolean {
  return url.username !== '' || url.password !== '';
}
