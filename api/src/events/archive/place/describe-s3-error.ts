import { isNativeError } from 'node:util/types';

const CREDENTIALS = "check the AWS credentials of this process's environment";
const RIGHTS = 'allow s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket there';
const REACH = 'check that the storage ARCHIVE_URL names can be reached';
const REGION = 'correct the region in ARCHIVE_URL';

/** What to do about it, by the error's name or code. */
const ADVICE: Readonly<Partial<Record<string, string>>> = {
  NoSuchBucket: 'create the bucket, or correct ARCHIVE_URL',
  AccessDenied: RIGHTS,
  Forbidden: RIGHTS,
  CredentialsProviderError: CREDENTIALS,
  InvalidAccessKeyId: CREDENTIALS,
  SignatureDoesNotMatch: CREDENTIALS,
  ExpiredToken: CREDENTIALS,
  PermanentRedirect: REGION,
  AuthorizationHeaderMalformed: REGION,
  TimeoutError: REACH,
  ECONNREFUSED: REACH,
  ECONNRESET: REACH,
  ENOTFOUND: REACH,
  EAI_AGAIN: REACH,
  ENOSPC: 'make room on the disk of the data folder',
};

/**
 * One line that says which object it is about, what went wrong and what to do. The SDK's error isn't kept as its cause: it
 * carries the request, with its signature, into whatever prints it.
 */
export function describeS3Error(task: string, location: string, error: unknown): Error {
  const { name, message, code } = readError(error);
  // The SDK wraps some of the system's errors, and then only the message still has their code.
  const known = [name, code, ...(message.match(/\bE[A-Z_]{4,}\b/g) ?? [])].find((word) => word in ADVICE);
  const what = `${name}: ${message === '' ? code : message}`.replaceAll(/\s+/g, ' ').replace(/[.: ]+$/, '');
  return new Error(`Could not ${task} ${location}: ${what}${known === undefined ? '' : `; ${ADVICE[known] ?? ''}`}.`);
}

function readError(error: unknown): { name: string; message: string; code: string } {
  if (!isNativeError(error)) return { name: 'Error', message: String(error), code: '' };
  return { name: error.name, message: error.message, code: 'code' in error ? String(error.code) : '' };
}
